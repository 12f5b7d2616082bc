"""Doors of needs: the pages of those in need, and the list of who sees to them."""

from django.urls import URLPattern, path

from junction.support.views import alike, concerns, contact, help_page, help_sending, helping, needs, settling

urlpatterns: list[URLPattern] = [
    path("help/", helping.begin, name="help"),
    path("help/leave/", helping.leave, name="leave"),
    path("help/question/<int:step>/", helping.question, name="question"),
    path("help/now/", help_sending.danger, name="danger"),
    path("help/for-whom/", help_sending.for_whom, name="for-whom"),
    path("help/where/", help_sending.where, name="where"),
    path("help/council/", help_sending.council, name="council"),
    path("help/you/", help_sending.you, name="you"),
    path("help/sent/", help_sending.sent, name="sent"),
    path("help/worry/", help_page.raise_concern, name="raise-concern"),
    path("help/worry/sent/", help_page.concern_sent, name="concern-sent"),
    path("help/page/<str:token>/", help_page.need_page, name="need-page"),
    path("support/needs/", needs.needs_list, name="needs"),
    path("support/needs/call-backs/", needs.call_backs, name="call-backs"),
    path("support/needs/alike/", alike.alike, name="alike"),
    path("support/needs/alike/<int:pair_id>/", alike.one_alike, name="one-alike"),
    path("support/needs/alike/<int:pair_id>/join/", alike.join_alike, name="join-alike"),
    path("support/needs/alike/<int:pair_id>/keep-apart/", alike.keep_apart, name="keep-apart"),
    path("support/needs/<int:need_id>/", needs.need, name="need"),
    path("support/needs/<int:need_id>/note/", settling.note, name="note-need"),
    path("support/needs/<int:need_id>/close/", settling.close, name="close-need"),
    path("support/needs/<int:need_id>/met/", settling.met, name="meet-need"),
    path("support/needs/<int:need_id>/unmet/", settling.unmet, name="leave-unmet"),
    path("support/needs/<int:need_id>/ring-back/", settling.ring_back, name="ring-back"),
    path("support/needs/<int:need_id>/contact/", contact.change, name="change-contact"),
    path("support/needs/<int:need_id>/forget/", settling.forget, name="forget-person"),
    path("support/concerns/", concerns.concerns, name="concerns"),
    path("support/concerns/<int:concern_id>/", concerns.concern, name="concern"),
    path("support/concerns/<int:concern_id>/take/", concerns.take, name="take-concern"),
    path("support/concerns/<int:concern_id>/close/", concerns.close, name="close-concern"),
]
