"""The addresses of applications: the applicant's and the desk's."""

from django.urls import path

from kundportal.access.views import desk, portal

urlpatterns = [
    # /apply/
    path("apply/", portal.choose_country, name="apply"),
    path("apply/se/", portal.apply, {"country": "SE"}, name="apply-form"),
    path("apply/sent/", portal.sent, name="apply-sent"),
    path("apply/confirm/<str:token>/", portal.confirm, name="apply-confirm"),
    path("apply/status/<slug:key>/", portal.status, name="apply-status"),
    # /desk/access/
    path("desk/access/", desk.queue, name="desk-access"),
    path("desk/access/<int:pk>/", desk.application, name="desk-access-request"),
    path("desk/access/<int:pk>/approval/", desk.approval, name="desk-access-approval"),
    path("desk/access/<int:pk>/refusal/", desk.refusal, name="desk-access-refusal"),
]
