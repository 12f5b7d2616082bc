"""Pages of promises, actions and asks: lists, one with its quote, what is typed and ticked; who sees none."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from junction.record.models import Action, Ask, Commitment
from junction.record.operations.writing import Promise, Where, write_commitment
from junction.record.queries import promises as queries
from junction.record.views.showing import day_of
from junction.registry.models import Area
from tests.cast import national, user_who

from .test_proposing import CHAT, keep, plan, read_messages, Source  # isort: skip

pytestmark = pytest.mark.django_db
TRAFFORD = "E08000009"


@pytest.fixture
def officer(sign_in, areas):
    return sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))


@pytest.fixture
def outsider(sign_in, areas):
    return sign_in("council-officer", area=Area.objects.get(code="E08000025"))


@pytest.fixture
def kept(areas):
    keep(plan())
    keep(read_messages(Source(CHAT)), kind="messages")


def at(name, *arguments):
    return reverse(f"record:{name}", args=arguments)


def tick_all(officer, kind, model, **more):
    numbers = [one.pk for one in model.objects.all()]
    return officer.post(at("proposals", kind), {"one": numbers, "do": "confirm"} | more, follow=True)


def words(answer):
    return answer.content.decode()


def test_proposals_are_ticked_and_confirmed_or_dismissed(kept, officer, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        page = words(officer.get(at("proposals", "asks")))
    assert "Can you ring the home?" in page and 'form="settle"' in page
    assert "Tick at least one" in words(officer.post(at("proposals", "asks"), {"do": "confirm"}, follow=True))
    assert "2 asks confirmed" in words(tick_all(officer, "asks", Ask))
    assert "Say why" in words(tick_all(officer, "commitments", Commitment, do="dismiss"))
    assert "1 commitment dismissed" in words(
        tick_all(officer, "commitments", Commitment, do="dismiss", why="No")
    )
    assert "Can you ring" not in words(officer.get(at("proposals", "asks")))


def test_a_proposal_is_put_right_and_confirmed(kept, officer):
    one = Commitment.objects.get()
    page = words(officer.get(at("confirm", "commitments", one.pk)))
    assert 'value="Trafford"' in page
    typed = {
        "words": one.words,
        "promised_by": "Trafford council",
        "made_on": "2020-04-15",
        "last_on": "2020-05-03",
    }
    assert officer.post(at("confirm", "commitments", one.pk), typed).status_code == 302
    one.refresh_from_db()
    assert (one.promised_by, one.until_on, bool(one.confirmed_at)) == (
        "Trafford council",
        date(2020, 5, 4),
        True,
    )
    assert officer.post(at("confirm", "commitments", one.pk), typed).status_code == 422
    assert officer.get(at("confirm", "novels", one.pk)).status_code == 404


def test_a_promise_is_shown_with_its_quote_and_what_was_found(kept, officer, django_assert_max_num_queries):
    tick_all(officer, "commitments", Commitment)
    one = Commitment.objects.get()
    with django_assert_max_num_queries(13):
        listed = words(officer.get(at("commitments")))
    assert "We will send masks" in listed and "Late" in listed
    page = words(officer.get(at("commitment", one.pk)))
    assert "<mark>We will send masks to homes by 1 May.</mark>" in page
    found = {"outcome": "kept-late", "on": "2020-05-09", "note": "They came a week late"}
    assert officer.post(at("commitment", one.pk), found | {"note": ""}).status_code == 422
    assert officer.post(at("commitment", one.pk), found).status_code == 302
    assert "They came a week late" in words(officer.get(at("commitment", one.pk)))
    assert "Kept late" in words(officer.get(f"{at('commitments')}?standing=kept-late"))
    assert "We will send" not in words(officer.get(f"{at('commitments')}?standing=late"))
    assert "We will send" not in words(officer.get(f"{at('commitments')}?q=gowns"))
    rows = b"".join(officer.get(f"{at('commitments')}?format=csv").streaming_content).decode()
    assert "kept-late" in rows and "A plan, line 1" in rows
    assert "No promise is confirmed" in words(officer.get(f"{at('commitments')}?as_at=2020-04-01T10:00"))


def test_an_ask_is_a_line_of_time(kept, officer, django_assert_max_num_queries):
    tick_all(officer, "asks", Ask)
    ringing, more = Ask.objects.all()
    with django_assert_max_num_queries(14):
        listed = words(officer.get(at("asks")))
    assert "No home yet" in listed and "Asha Rao must find a home" in listed
    assert "Can you ring" not in words(officer.get(f"{at('asks')}?state=homeless"))
    assert "asked if we may" in words(officer.get(f"{at('asks')}?state=alert"))
    page = words(officer.get(at("ask", ringing.pk)))
    assert "6 minutes" in page and "Yes, will do." in page
    step = {"to": "", "finder": "", "at": "2020-04-15T11:00"}
    assert officer.post(at("pass-on-ask", more.pk), step).status_code == 422
    assert officer.post(at("pass-on-ask", more.pk), step | {"to": "Comms team"}).status_code == 302
    early = {"answer": "Yes", "answered_by": "Comms", "at": "2020-04-15T09:00"}
    assert officer.post(at("answer-ask", more.pk), early).status_code == 422
    assert officer.post(at("answer-ask", more.pk), early | {"at": "2020-04-15T12:00"}).status_code == 302
    page = words(officer.get(at("ask", more.pk)))
    assert "Comms team" in page and "Answered after 2 hours" in page
    assert officer.post(at("take-back-answer", more.pk), {"why": "Of another ask"}).status_code == 302
    assert "Open for" in words(officer.get(at("ask", more.pk)))


def test_an_action_is_taken_handed_over_and_closed(kept, officer, django_assert_max_num_queries):
    tick_all(officer, "actions", Action)
    one, other = Action.objects.get(), user_who("council-officer", area=Area.objects.get(code=TRAFFORD))
    assert officer.post(at("take-action", one.pk)).status_code == 302
    typed = {"to": f"user:{other.pk}", "why": "Off duty", "expected": "user:0"}
    assert officer.post(at("hand-over-action", one.pk), typed).status_code == 422
    page = words(officer.get(at("hand-over-action", one.pk)))
    expected = page.split('name="expected" value="')[1].split('"')[0]
    assert officer.post(at("hand-over-action", one.pk), typed | {"expected": expected}).status_code == 302
    page = words(officer.get(at("action", one.pk)))
    assert "1 hand-over so far" in page and "Off duty" in page and "JH (Jo Hay)" in page
    with django_assert_max_num_queries(15):
        assert "ring the depot" in words(officer.get(at("actions")))
    assert officer.post(at("close-action", one.pk), {"outcome": "done", "note": "Rung"}).status_code == 302
    assert "ring the depot" in words(officer.get(f"{at('actions')}?state=closed"))
    assert officer.post(at("close-action", one.pk), {"outcome": "done", "note": "Rung"}).status_code == 422


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("commitments", {"words": "Masks", "promised_by": "The forum", "made_on": "2020-04-01"}),
        ("actions", {"words": "Masks", "asked_on": "2020-04-01"}),
        ("asks", {"words": "Masks", "asked_by": "A", "asked_at": "2020-04-01T10:00", "finder": "The desk"}),
    ],
)
def test_what_is_typed_by_hand_is_confirmed(officer, kind, typed):
    model = {"commitments": Commitment, "actions": Action, "asks": Ask}[kind]
    assert officer.get(at("write", kind)).status_code == 200
    assert officer.post(at("write", kind), typed | {"area": "E08000025"}).status_code == 422
    assert officer.post(at("write", kind), typed | {"area": TRAFFORD}).status_code == 302
    assert model.objects.get().confirmed_at


def test_one_is_written_down_from_a_statement(kept, officer):
    statement = Action.objects.get().statement_id
    page = words(officer.get(at("statement", statement)))
    assert "Action: ring the depot." in page and "(only proposed)" in page
    page = words(officer.get(f"{at('write', 'commitments')}?statement={statement}"))
    assert "JH to ring the depot" in page
    typed = {"words": "Ring", "promised_by": "JH", "made_on": "2020-04-15"}
    assert officer.post(f"{at('write', 'commitments')}?statement={statement}", typed).status_code == 302
    assert Commitment.objects.get(words="Ring").document_id == Action.objects.get().document_id


def test_another_council_sees_none_of_it(kept, outsider):
    for kind, name, model in (("commitments", "commitment", Commitment), ("actions", "action", Action),
                              ("asks", "ask", Ask)):  # fmt: skip
        one = model.objects.first()
        assert outsider.get(at(name, one.pk)).status_code == 404
        assert outsider.get(at("confirm", kind, one.pk)).status_code == 404
        outsider.post(at("proposals", kind), {"one": [one.pk], "do": "confirm"})
        assert not model.objects.filter(confirmed_at__isnull=False).exists()
        assert one.words not in words(outsider.get(at("proposals", kind)))
    statement = Action.objects.get().statement_id
    assert outsider.get(f"{at('write', 'asks')}?statement={statement}").status_code == 404


def test_a_misspelt_word_finds_promises_asks_and_actions_typed_or_read(kept, officer, outsider):
    for kind, model in (("asks", Ask), ("commitments", Commitment)):
        tick_all(officer, kind, model)
    assert "We will send masks" in words(officer.get(f"{at('commitments')}?q=send+massks"))
    assert "We will send masks" not in words(officer.get(f"{at('commitments')}?q=send+aprons"))
    typed = {
        "words": "Deliver ventilators", "promised_by": "The hub", "made_on": "2020-04-15",
        "area": TRAFFORD,
    }  # fmt: skip
    assert officer.post(at("write", "commitments"), typed).status_code == 302
    assert "Deliver ventilators" in words(officer.get(f"{at('commitments')}?q=ventlators"))
    assert "Deliver ventilators" not in words(outsider.get(f"{at('commitments')}?q=ventlators"))
    one = Commitment.objects.get(words="Deliver ventilators")
    assert one.confirmed_at is not None


def test_a_promise_that_goes_on_says_since_when(areas):
    now, by = datetime(2026, 12, 1, 9, tzinfo=UTC), national()
    said = Promise("We will continue to ring each home", "Trafford", date(2026, 4, 15))
    one = write_commitment(said, Where(TRAFFORD), by=by, now=now)
    undated = write_commitment(replace(said, words="We will ring each home"), Where(TRAFFORD), by=by, now=now)
    again = write_commitment(replace(said, words="We ring Every Week"), Where(TRAFFORD), by=by, now=now)
    rows = queries.with_standing(queries.commitments(by.scope, now=now), at=now)
    assert {row.commitment.pk: (row.standing, day_of(row)) for row in rows} == {
        one.pk: ("continues", "None: since 15 Apr 2026"),
        undated.pk: ("undated", "None said"),
        again.pk: ("continues", "None: since 15 Apr 2026"),
    }
    assert queries.standing_of(one, [], at=now) == "continues"
    assert queries.standing_of(undated, [], at=now) == "undated"


def test_the_list_of_promises_is_paged(areas, officer):
    for number in range(26):
        said = Promise(f"Trafford rings home {number}", "Trafford", date(2020, 4, 15))
        write_commitment(said, Where(TRAFFORD), by=national(), now=datetime(2020, 4, 16, tzinfo=UTC))
    assert "Showing 1 to 25 of 26" in words(officer.get(at("commitments")))
    every = b"".join(officer.get(at("commitments") + "?format=csv").streaming_content).decode()
    assert every.count("Trafford rings home") == 26
