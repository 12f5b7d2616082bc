"""Doors of the registry."""

from django.urls import URLPattern, path

from junction.registry.views import incidents

app_name = "registry"
urlpatterns: list[URLPattern] = [
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/declare/", incidents.declare_incident, name="declare_incident"),
    path("incidents/<int:incident_id>/", incidents.incident, name="incident"),
    path("incidents/<int:incident_id>/extend/", incidents.extend_incident, name="extend_incident"),
    path(
        "incidents/<int:incident_id>/stand-down/", incidents.stand_down_incident, name="stand_down_incident"
    ),
]
