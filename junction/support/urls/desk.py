"""Doors of the desk: the queue, one case, calls and notes."""

from django.urls import URLPattern, path

from junction.support.views import desk, desk_call, desk_case, handing

urlpatterns: list[URLPattern] = [
    path("support/desk/", desk.desk, name="desk"),
    path("support/desk/next/", desk.next_one, name="next-case"),
    path("support/desk/find/", desk.find, name="find-case"),
    path("support/desk/call/", desk_call.take_call, name="take-call"),
    path("support/desk/places/", desk_call.choose_place, name="choose-place"),
    path("support/desk/places/<int:place_id>/", desk_call.ask_for_place, name="ask-for-place"),
    path("support/desk/hand-overs/", handing.hand_overs, name="hand-overs"),
    path("support/desk/hand-overs/<int:hand_over_id>/accept/", handing.accept, name="accept-hand-over"),
    path("support/desk/hand-overs/<int:hand_over_id>/return/", handing.give_back, name="return-hand-over"),
    path("support/desk/hand-overs/<int:hand_over_id>/take-back/", handing.take_back, name="take-back"),
    path("support/desk/cases/<int:need_id>/hand-over/", handing.hand_over, name="hand-over-case"),
    path("support/desk/cases/<int:need_id>/", desk_case.case, name="case"),
    path("support/desk/cases/<int:need_id>/take/", desk.take, name="take-case"),
    path("support/desk/cases/<int:need_id>/let-go/", desk.release, name="let-go-case"),
    path("support/desk/cases/<int:need_id>/call/", desk_case.log_call, name="log-call"),
    path("support/desk/cases/<int:need_id>/note/", desk_case.note, name="one-key-note"),
]
