"""The addresses of the roof."""

from django.urls import path

from .views import (
    areas,
    dismissed,
    groups,
    home,
    incidents,
    indicators,
    judged,
    log,
    messages,
    place_pages,
    promises,
)

app_name = "oversight"
urlpatterns = [
    path("", home.home, name="home"),
    path("areas/", areas.my_areas, name="my-areas"),
    path("areas/<slug:code>/", areas.area_picture, name="area-picture"),
    path("picture/", groups.group_picture, name="group-picture"),
    path("picture/places/<int:place_id>/", place_pages.place_picture, name="place-picture"),
    path("incidents/<int:incident_id>/", incidents.incident, name="incident"),
    path("audit/", log.audit_log, name="audit-log"),
    path("messages/", messages.messages, name="messages"),
    path("messages/<int:message_id>/", messages.message, name="message"),
    path("promises/", promises.promises, name="judged-promises"),
    path("promises/suggested/", promises.suggested_figures, name="suggested-figures"),
    path("promises/dismissed/", dismissed.dismissed_figures, name="dismissed-figures"),
    path("promises/<int:number>/dismiss/<slug:rule>/", dismissed.dismiss_figure, name="dismiss-figure"),
    path("promises/<int:number>/restore/<slug:rule>/", dismissed.restore_figure, name="restore-figure"),
    path("promises/<int:number>/", judged.judged_promise, name="judged-promise"),
    path("promises/<int:number>/figure/", promises.bind_promise, name="bind-promise"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<slug:code>/", indicators.indicator, name="indicator"),
]
