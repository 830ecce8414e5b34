"""The addresses of the desk that belong to no single room; they stand under /desk/."""

from django.urls import path

from kundportal.desk.views import mail, start

urlpatterns = [
    # /desk/
    path("", start.start, name="desk"),
    # /desk/mail/
    path("mail/", mail.mails, name="desk-mail"),
    path("mail/<int:mail_id>/", mail.mail, name="desk-mail-page"),
    path("mail/<int:mail_id>/delivery/", mail.delivery, name="desk-mail-delivery"),
]
