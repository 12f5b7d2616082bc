"""Addresses of link workers."""

from django.urls import URLPattern, path

from junction.support.views import link_steps, linking

ONE = "support/people/<int:case_id>/"
urlpatterns: list[URLPattern] = [
    path("support/people/", linking.people, name="link-people"),
    path("support/people/waiting/", linking.waiting, name="link-waiting"),
    path("support/referrals/<int:referral_id>/begin/", linking.begin, name="link-begin"),
    path(ONE, linking.one_person, name="link-case"),
    path(f"{ONE}contact/", link_steps.contact, name="link-contact"),
    path(f"{ONE}plan/", link_steps.plan, name="link-plan"),
    path(f"{ONE}review/", link_steps.review, name="link-review"),
    path(f"{ONE}find/", link_steps.find, name="link-find"),
    path(f"{ONE}find/<uuid:service_id>/", link_steps.link_to, name="link-to"),
    path(f"{ONE}take-over/", link_steps.take_over, name="link-take-over"),
    path(f"{ONE}end/", link_steps.end, name="link-end"),
]
