"""The addresses of the desk that belong to no single room; they stand under /desk/."""

from django.urls import path

from kundportal.desk.views import (
    article_drafts,
    endings,
    knowledge_figures,
    mail,
    mail_tests,
    products,
    start,
)

urlpatterns = [
    # /desk/
    path("", start.start, name="desk"),
    # /desk/organisations/: when one ends, which concerns several rooms
    path("organisations/<int:pk>/ending/", endings.ending, name="desk-ending"),
    path("organisations/<int:pk>/closing/", endings.closing, name="desk-closing"),
    path("organisations/<int:pk>/reopening/", endings.reopening, name="desk-reopening"),
    path("organisations/<int:pk>/merger/", endings.merger, name="desk-merger"),
    # /desk/mail/
    path("mail/", mail.mails, name="desk-mail"),
    path("mail/<int:mail_id>/", mail.mail, name="desk-mail-page"),
    path("mail/domains/", mail.domains, name="desk-mail-figures"),
    path("mail/<int:mail_id>/delivery/", mail.delivery, name="desk-mail-delivery"),
    path("mail/tests/", mail_tests.mail_tests, name="desk-mail-tests"),
    path("mail/<int:mail_id>/stopping/", mail.stopping, name="desk-mail-stopping"),
    path("mail/<int:mail_id>/lifting/", mail.lifting, name="desk-mail-lifting"),
    # /desk/knowledge/: what is searched for and read
    path("knowledge/figures/", knowledge_figures.figures, name="desk-figures"),
    path("knowledge/figures/phrasing/", knowledge_figures.phrasing, name="desk-phrasing"),
    path(
        "knowledge/figures/list.<slug:kind>",
        knowledge_figures.figures_file,
        name="desk-figures-file",
    ),
    # /desk/tickets/: what a ticket has to do with articles
    path(
        "tickets/<number:number>/article-draft/",
        article_drafts.article_draft,
        name="desk-article-draft",
    ),
    path("tickets/<number:number>/articles/", article_drafts.articles, name="desk-ticket-articles"),
    path(
        "tickets/<number:number>/read-before/", article_drafts.read_before, name="desk-read-before"
    ),
    # /desk/products/
    path("products/", products.products, name="desk-products"),
    path("products/<int:pk>/", products.product, name="desk-product"),
    path("products/<int:pk>/offering/", products.offering, name="desk-product-offering"),
]
