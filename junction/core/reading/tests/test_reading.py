"""What a request reads is written down once, before it leaves. Who is refused has read nothing."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.test import RequestFactory

from junction.core.audit.models import AuditEntry
from junction.core.audit.queries import Wanted, find_lines
from junction.core.reading.middleware import reading_middleware
from junction.core.reading.rules import Kind, Reading, gathering, seen

pytestmark = pytest.mark.django_db
PAPER, VOICE = Kind("core.paper.read", "paper"), Kind("core.voice.heard", "voice")


def lines():
    return [(one.verb, one.subject, one.detail) for one in AuditEntry.objects.order_by("pk")]


def visit(work, *, method="get", path="/papers/"):
    return reading_middleware(work)(getattr(RequestFactory(), method)(path))


def test_nothing_sensitive_costs_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        visit(lambda request: HttpResponse("x"))


def test_one_row_is_the_subject_of_one_line_however_often_it_is_read(django_assert_num_queries):
    def page(request):
        seen(PAPER, 7, "name")
        seen(PAPER, 7, "address")
        seen(PAPER, 7, "name")
        return HttpResponse("x")

    with django_assert_num_queries(1):
        visit(page)
    assert lines() == [("core.paper.read", "paper:7", {"path": "/papers/", "kinds": ["address", "name"]})]


def test_several_are_one_line_that_names_each_and_is_found_by_each(django_assert_num_queries):
    def page(request):
        for number in (12, 3, 7):
            seen(PAPER, number)
        return HttpResponse("x")

    with django_assert_num_queries(1):
        visit(page)
    assert lines() == [("core.paper.read", "paper:several", {"path": "/papers/", "ids": [3, 7, 12]})]
    assert find_lines(Wanted(subject="paper:12")).count() == 1
    assert find_lines(Wanted(subject="paper:1")).count() == 0
    assert find_lines(Wanted(subject="voice:12")).count() == 0


def test_two_kinds_are_two_lines():
    def page(request):
        seen(PAPER, 1)
        seen(VOICE, 1)
        return HttpResponse("x", status=422)

    visit(page)
    assert [verb for verb, *_ in lines()] == ["core.paper.read", "core.voice.heard"]


@pytest.mark.parametrize("status", [403, 404, 500])
def test_who_is_refused_has_read_nothing(status):
    def page(request):
        seen(PAPER, 1)
        return HttpResponse("x", status=status)

    visit(page)
    assert lines() == []


def test_who_is_led_elsewhere_and_a_machine_that_writes_have_read_nothing():
    def led(request):
        seen(PAPER, 1)
        return HttpResponseRedirect("/") if request.method == "GET" else HttpResponse("{}")

    visit(led)
    visit(led, method="post", path="/api/v1/papers")
    assert lines() == []
    visit(led, method="post")
    assert len(lines()) == 1


def test_a_stream_is_written_down_before_each_piece_that_has_something_new():
    def pieces():
        for number in (1, 1, 2):
            seen(PAPER, number)
            yield f"{number}\n"
        seen(PAPER, 9)

    response = visit(lambda request: StreamingHttpResponse(pieces()))
    assert lines() == []
    stream = iter(response)
    assert next(stream) == b"1\n" and [subject for _, subject, _ in lines()] == ["paper:1"]
    assert next(stream) == b"1\n" and len(lines()) == 1
    assert list(stream) == [b"2\n"]
    assert [subject for _, subject, _ in lines()] == ["paper:1", "paper:2", "paper:9"]


def test_outside_a_request_nothing_is_gathered_and_readings_do_not_mix():
    seen(PAPER, 1)
    one, other = Reading(), Reading()
    with gathering(one):
        seen(PAPER, 2)
        with gathering(other):
            seen(PAPER, 3)
        seen(PAPER, 4)
    seen(PAPER, 5)
    assert set(one.take()[PAPER]) == {2, 4} and set(other.take()[PAPER]) == {3}
    assert one.take() == {}
