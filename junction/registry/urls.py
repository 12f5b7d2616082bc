"""Doors of the registry."""

from django.urls import URLPattern, path

from junction.registry.views import bearing, bodies, closing, deciding, importing, incidents, places

app_name = "registry"
urlpatterns: list[URLPattern] = [
    path("places/", places.places, name="places"),
    path("places/import/", importing.import_places, name="import_places"),
    path("places/import/<int:upload_id>/", importing.places_upload, name="places_upload"),
    path("places/template/", importing.places_template_file, name="places_template_file"),
    path("places/proposals/", deciding.proposals, name="proposals"),
    path("places/proposals/<int:proposal_id>/", deciding.decide_proposal, name="decide_proposal"),
    path("places/merges/<int:merge_id>/undo/", deciding.undo_merge, name="undo_merge"),
    path("places/<int:place_id>/", places.place, name="place"),
    path("places/<int:place_id>/correct/", places.correct_place, name="correct_place"),
    path("places/<int:place_id>/close/", closing.close_place, name="close_place"),
    path("places/<int:place_id>/reopen/", closing.reopen_place, name="reopen_place"),
    path("places/<int:place_id>/contacts/add/", bearing.add_contact, name="add_contact"),
    path(
        "places/<int:place_id>/contacts/<int:contact_id>/change/",
        bearing.change_contact,
        name="change_contact",
    ),
    path("places/<int:place_id>/contacts/<int:contact_id>/end/", bearing.end_contact, name="end_contact"),
    path("places/<int:place_id>/identifiers/add/", bearing.add_identifier, name="add_identifier"),
    path(
        "places/<int:place_id>/identifiers/<int:identifier_id>/withdraw/",
        bearing.withdraw_identifier,
        name="withdraw_identifier",
    ),
    path("places/<int:place_id>/merge/", deciding.merge_places, name="merge_places"),
    path("organisations/", places.organisations, name="organisations"),
    path("organisations/add/", bodies.add_body, name="add_body"),
    path("organisations/<int:organisation_id>/", places.organisation, name="organisation"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/declare/", incidents.declare_incident, name="declare_incident"),
    path("incidents/<int:incident_id>/extend/", incidents.extend_incident, name="extend_incident"),
    path(
        "incidents/<int:incident_id>/stand-down/", incidents.stand_down_incident, name="stand_down_incident"
    ),
]
