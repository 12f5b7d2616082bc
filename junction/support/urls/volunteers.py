"""Doors of volunteers: those of the volunteers themselves, and those of who keeps and matches them."""

from django.urls import URLPattern, path

from junction.support.views import volunteer_joining as joining
from junction.support.views import volunteer_own as own

urlpatterns: list[URLPattern] = [
    path("volunteer/", joining.join, name="volunteer-join"),
    path("volunteer/joined/", joining.joined, name="volunteer-joined"),
    path("volunteer/sign-in/", joining.sign_in, name="volunteer-sign-in"),
    path("volunteer/code/", joining.code, name="volunteer-code"),
    path("volunteer/sign-out/", joining.sign_out, name="volunteer-sign-out"),
    path("volunteer/link/<str:token>/", joining.link, name="volunteer-link"),
    path("volunteer/me/", own.me, name="volunteer-me"),
    path("volunteer/me/duty/", own.duty, name="volunteer-duty"),
    path("volunteer/me/change/", own.change, name="volunteer-change"),
    path("volunteer/me/leave/", own.leave, name="volunteer-leave"),
]
