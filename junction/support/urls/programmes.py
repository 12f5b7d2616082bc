"""Doors of programmes, the map, links between them, calls of the front line, and launches with their gate."""

from django.urls import URLPattern, path

from junction.support.views import (
    launch_writing,
    launches,
    pressure,
    programme_map,
    programme_writing,
    programmes,
)

urlpatterns: list[URLPattern] = [
    path("support/programmes/", programmes.programmes, name="programmes"),
    path("support/programmes/add/", programme_writing.state, name="state-programme"),
    path("support/programmes/map/", programme_map.programme_map, name="programme-map"),
    path("support/programmes/links/", programmes.links, name="programme-links"),
    path("support/programmes/links/add/", programme_writing.link, name="link-programmes"),
    path("support/programmes/links/<int:number>/", programmes.one_link, name="programme-link"),
    path(
        "support/programmes/links/<int:number>/result/", programme_writing.say_result, name="say-link-result"
    ),
    path("support/programmes/<int:number>/", programmes.programme, name="programme"),
    path("support/programmes/<int:number>/change/", programme_writing.change, name="change-programme"),
    path("support/programmes/<int:number>/provides/", programme_writing.provide, name="add-provisions"),
    path(
        "support/provisions/<int:provision>/withdraw/", programme_writing.withdraw, name="withdraw-provision"
    ),
    path("support/front-line/", pressure.calls, name="pressure-calls"),
    path("support/front-line/add/", pressure.write, name="write-pressure-call"),
    path("support/front-line/<int:number>/", pressure.call, name="pressure-call"),
    path("support/front-line/<int:number>/answer/", pressure.answer, name="answer-pressure-call"),
    path("support/launches/", launches.launches, name="launches"),
    path("support/launches/add/", launch_writing.state, name="state-launch"),
    path("support/launches/<int:number>/", launches.launch, name="launch"),
    path("support/launches/<int:number>/change/", launch_writing.change, name="change-launch"),
    path("support/launches/<int:number>/promise/", launch_writing.promise, name="add-promise"),
    path(
        "support/launches/<int:number>/promise/<int:promise_id>/take-back/",
        launch_writing.take_back,
        name="take-promise-back",
    ),
    path("support/launches/<int:number>/decide/", launch_writing.decide, name="decide-launch"),
]
