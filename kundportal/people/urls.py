"""The addresses of accounts. The names that begin with `account_` are those allauth asks for."""

from django.urls import path

from kundportal.people.views import (
    addresses,
    data,
    factors,
    passkeys,
    passwords,
    providers,
    reaching,
    sessions,
    settings,
    sight,
    sign_on,
    signing_in,
)

urlpatterns = [
    # /sign-in/ and /sign-out/
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/", signing_in.sign_in, name="account_login"),
    path("sign-in/passkey/", signing_in.passkey_question, name="sign-in-passkey"),
    path("sign-in/code/", factors.second_step, name="mfa_authenticate"),
    path("sign-in/code/passkey/", factors.second_step_question, name="second-step-passkey"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    # /sign-in/organisation/: by the account that one has at work
    path("sign-in/organisation/", sign_on.choose, name="sign-on"),
    path("sign-in/organisation/<int:pk>/callback/", sign_on.callback, name="sign-on-callback"),
    path("sign-in/organisation/<int:pk>/acs/", sign_on.acs, name="sign-on-acs"),
    path("sign-in/organisation/<int:pk>/acs/finish/", sign_on.finish, name="sign-on-finish"),
    path("sign-in/organisation/<int:pk>/metadata/", sign_on.metadata, name="sign-on-metadata"),
    # /desk/organisations/<pk>/sign-on/
    path("desk/organisations/<int:pk>/sign-on/", providers.provider, name="desk-sign-on"),
    path("desk/organisations/<int:pk>/sign-on/test/", providers.test, name="desk-sign-on-test"),
    path("desk/organisations/<int:pk>/sign-on/on/", providers.turn_on, name="desk-sign-on-on"),
    path("desk/organisations/<int:pk>/sign-on/off/", providers.turn_off, name="desk-sign-on-off"),
    path(
        "desk/organisations/<int:pk>/sign-on/people/<int:person>/unlinking/",
        providers.unlink,
        name="desk-sign-on-unlink",
    ),
    # /password/: for whoever has forgotten theirs
    path("password/forgotten/", passwords.forgotten, name="account_reset_password"),
    path("password/forgotten/sent/", passwords.forgotten_sent, name="account_reset_password_done"),
    path("password/<str:uid>/<str:token>/", passwords.choose, name="choose-password"),
    # /activate/: for whoever has none yet
    path("activate/", passwords.new_link, name="activate-again"),
    path("activate/sent/", passwords.new_link_sent, name="activation-sent"),
    path("activate/<str:token>/", passwords.activate, name="activate"),
    # /settings/
    path("settings/", settings.settings, name="settings"),
    path("settings/profile/", settings.profile, name="settings-profile"),
    path("settings/language/", settings.reading, name="settings-language"),
    path("settings/password/", settings.password, name="settings-password"),
    # /settings/sight/
    path("settings/sight/", sight.own_sight, name="own-sight"),
    path("settings/sight/mails/", sight.own_mails, name="own-mails"),
    path("desk/organisations/<int:pk>/sight/", sight.desk_sight, name="desk-sight"),
    path("desk/organisations/<int:pk>/sight/mails/", sight.desk_mails, name="desk-mails"),
    # /settings/data/
    path("settings/data/", data.index, name="settings-data"),
    path("settings/data/new/", data.ask, name="settings-data-new"),
    path("settings/data/<uuid:key>/", data.download, name="settings-data-download"),
    # /settings/factors/
    path("settings/confirm/", factors.confirm, name="account_reauthenticate"),
    path("settings/factors/", factors.index, name="factors"),
    path("settings/factors/codes/", factors.codes, name="factors-codes"),
    path("settings/factors/codes/removal/", factors.remove_codes, name="factors-codes-remove"),
    path("settings/factors/passkeys/", passkeys.add, name="passkey-add"),
    path("settings/factors/passkeys/question/", passkeys.question, name="passkey-question"),
    path("settings/factors/passkeys/<int:pk>/", passkeys.passkey, name="passkey"),
    path("settings/factors/passkeys/<int:pk>/removal/", passkeys.remove, name="passkey-remove"),
    path("settings/factors/recovery/", factors.recovery, name="factors-recovery"),
    # /settings/email/, and /email/ for the link in the mail
    path("settings/email/", addresses.change, name="settings-email"),
    path("settings/email/delivery/", reaching.delivery, name="email-delivery"),
    path("settings/email/delivery/trial/", reaching.trial, name="email-trial"),
    path("email/<str:token>/", addresses.confirm, name="email-confirm"),
    # /settings/sessions/
    path("settings/sessions/", sessions.sessions, name="sessions"),
    path("settings/sessions/others/ending/", sessions.end_others, name="sessions-end-others"),
    path("settings/sessions/<str:handle>/ending/", sessions.end, name="session-end"),
    # /sessions/: a page asks how long its session lasts
    path("sessions/staying/", sessions.staying, name="session-staying"),
]
