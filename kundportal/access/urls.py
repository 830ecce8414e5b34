"""The addresses of applications: the applicant's and the desk's."""

from django.urls import path

from kundportal.access.views import (
    country_forms,
    desk,
    domains,
    factors,
    invitations,
    leaving,
    organisations,
    own_invitations,
    own_organisation,
    portal,
    reviews,
    successors,
)

urlpatterns = [
    # /apply/
    path("apply/", portal.choose_country, name="apply"),
    path("apply/who/<slug:who>/", portal.not_for_you, name="apply-who"),
    path("apply/sent/", portal.sent, name="apply-sent"),
    path("apply/confirm/<str:token>/", portal.confirm, name="apply-confirm"),
    path("apply/status/<slug:key>/", portal.status, name="apply-status"),
    path("apply/<slug:country>/", portal.apply, name="apply-form"),
    # /desk/access/
    path("desk/access/", desk.queue, name="desk-access"),
    path("desk/access/<int:pk>/", desk.application, name="desk-access-request"),
    path("desk/access/<int:pk>/approval/", desk.approval, name="desk-access-approval"),
    path("desk/access/<int:pk>/refusal/", desk.refusal, name="desk-access-refusal"),
    path("desk/access/invitations/", invitations.invitations, name="desk-access-invitations"),
    path("desk/access/reviews/", reviews.reviews, name="desk-reviews"),
    path("desk/access/reviews/<int:pk>/reminder/", reviews.reminder, name="desk-review-reminder"),
    # /desk/mail-domains/
    path("desk/mail-domains/", domains.domains, name="desk-mail-domains"),
    path("desk/mail-domains/<int:pk>/removal/", domains.removal, name="desk-mail-domain-removal"),
    # /desk/application-forms/
    path("desk/application-forms/", country_forms.country_forms, name="desk-country-forms"),
    path(
        "desk/application-forms/<slug:country>/",
        country_forms.country_form,
        name="desk-country-form",
    ),
    path(
        "desk/application-forms/<slug:country>/opening/",
        country_forms.opening,
        name="desk-country-opening",
    ),
    path(
        "desk/application-forms/<slug:country>/<slug:language>/",
        country_forms.texts,
        name="desk-country-texts",
    ),
    path(
        "desk/application-forms/<slug:country>/<slug:language>/preview/",
        country_forms.preview,
        name="desk-country-preview",
    ),
    path(
        "desk/application-forms/<slug:country>/<slug:language>/<slug:kind>/removal/",
        country_forms.removal,
        name="desk-country-text-removal",
    ),
    # /desk/organisations/
    path("desk/organisations/", organisations.organisations, name="desk-organisations"),
    path("desk/organisations/<int:pk>/", organisations.organisation, name="desk-organisation"),
    path("desk/organisations/<int:pk>/seats/", organisations.seats, name="desk-organisation-seats"),
    path(
        "desk/organisations/<int:pk>/factor-demand/",
        factors.demand,
        name="desk-organisation-factor-demand",
    ),
    path(
        "desk/organisations/<int:pk>/factor-demand/removal/",
        factors.withdraw,
        name="desk-organisation-factor-free",
    ),
    path("desk/people/<int:pk>/factors/reset/", factors.reset, name="desk-person-factors"),
    path("desk/organisations/<int:pk>/successor/", successors.successor, name="desk-successor"),
    path(
        "desk/people/<int:pk>/activation/", organisations.activation, name="desk-person-activation"
    ),
    path("desk/people/<int:pk>/pause/", organisations.pause, name="desk-person-pause"),
    path("desk/people/<int:pk>/return/", organisations.resume, name="desk-person-return"),
    path("desk/people/<int:pk>/seat-return/", organisations.give_back, name="desk-person-seat"),
    # /settings/organisation/
    path("settings/organisation/", own_organisation.organisation, name="own-organisation"),
    path(
        "settings/organisation/applications/<int:pk>/",
        own_organisation.application,
        name="own-application",
    ),
    path(
        "settings/organisation/applications/<int:pk>/objection/",
        own_organisation.objection,
        name="own-application-objection",
    ),
    path("settings/organisation/invitations/", own_invitations.invitations, name="own-invitations"),
    path("settings/organisation/leaving/", leaving.leaving, name="own-leaving"),
    path("settings/organisation/review/", reviews.own_review, name="own-review"),
    path("settings/organisation/review/answers/", reviews.answer_all, name="own-review-all"),
    path("settings/organisation/review/people/<int:pk>/", reviews.answer, name="own-review-answer"),
    path(
        "settings/people/<int:pk>/activation/",
        own_organisation.activation,
        name="own-person-activation",
    ),
    path("settings/people/<int:pk>/pause/", own_organisation.pause, name="own-person-pause"),
    path("settings/people/<int:pk>/return/", own_organisation.resume, name="own-person-return"),
    path(
        "settings/people/<int:pk>/seat-return/", own_organisation.give_back, name="own-person-seat"
    ),
]
