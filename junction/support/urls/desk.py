"""Doors of the desk: the queue, one case, calls and notes."""

from django.urls import URLPattern, path

from junction.support.views import desk, desk_call, desk_case, desk_lists, handing, hubs, letters

urlpatterns: list[URLPattern] = [
    path("support/desk/", desk.desk, name="desk"),
    path("support/desk/next/", desk.next_one, name="next-case"),
    path("support/desk/find/", desk.find, name="find-case"),
    path("support/desk/call/", desk_call.take_call, name="take-call"),
    path("support/desk/places/", desk_call.choose_place, name="choose-place"),
    path("support/desk/places/<int:place_id>/", desk_call.ask_for_place, name="ask-for-place"),
    path("support/desk/still-needed/", desk_lists.still_needed, name="still-needed"),
    path("support/desk/figures/", desk_lists.figures, name="desk-figures"),
    path("support/desk/recurring/", desk_lists.recurring, name="recurring"),
    path("support/desk/recurring/<int:recurrence_id>/end/", desk_lists.end, name="end-recurrence"),
    path("support/desk/cases/<int:need_id>/repeat/", desk_lists.repeat, name="repeat-need"),
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
    path("support/hubs/", hubs.hubs_list, name="hubs"),
    path("support/hubs/open/", hubs.open_one, name="open-hub"),
    path("support/hubs/<int:hub_id>/", hubs.hub, name="hub"),
    path("support/hubs/<int:hub_id>/hours/", hubs.set_hours, name="set-week"),
    path("support/hubs/<int:hub_id>/close/", hubs.close_one, name="close-hub"),
    path("support/letters/", letters.letters_list, name="letters"),
    path("support/letters/issue/", letters.issue, name="issue-letter"),
    path("support/letters/<int:letter_id>/", letters.letter, name="letter"),
    path("support/letters/<int:letter_id>/pdf/", letters.pdf, name="letter-pdf"),
    path("support/letters/<int:letter_id>/withdraw/", letters.withdraw, name="withdraw-letter"),
    path("helplines/", hubs.helplines, name="helplines"),
    path("check-letter/", letters.check, name="check-letter"),
]
