"""Addresses of what unpaid carers are offered."""

from django.urls import URLPattern, path

from junction.support.views import carer_steps, carers

urlpatterns: list[URLPattern] = [
    path("support/carers/", carers.carers, name="carers"),
    path("support/carers/<int:help_id>/", carers.carer_help, name="carer-help"),
    path("support/carers/<int:help_id>/step/", carer_steps.step_carer_help, name="step-carer-help"),
    path("support/desk/cases/<int:need_id>/carer/", carers.open_carer_help, name="open-carer-help"),
]
