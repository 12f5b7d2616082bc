"""Around a place and an area: plans, open asks, promises and soft intelligence, each to who may read it."""

from datetime import timedelta

import pytest

from junction.assurance.operations.heard import Said, write_heard
from junction.assurance.operations.plans import Known, register_plan
from junction.assurance.rules.parties import Party
from junction.core.scope import Actor
from junction.oversight.queries.said_round import said_round_area, said_round_place
from junction.oversight.tests.conftest import DAY, GATESHEAD, NEWCASTLE, NOON
from junction.record.operations.asks import answer_ask
from junction.record.operations.promises import Found, find_commitment
from junction.record.operations.writing import Promise, Question, Where, write_ask, write_commitment
from tests.cast import manager_of, national, officer_of

ON = "on=2020-04-20"
LATER = NOON + timedelta(hours=1)
BY = national()


def text(response) -> str:
    return " ".join(response.content.decode().split())


def promise(words: str, to: str, area: str | None = None):
    said = Promise(words, "Ministers", DAY, promised_to=to)
    return write_commitment(said, Where(area), by=BY, now=NOON)


@pytest.fixture
def said(north_east):
    """A home with a plan; two asks of Newcastle, one answered; promises to three."""
    home = Party(place=north_east.ash.pk)
    register_plan(Known("continuity", home, "held", "If we close", "3", on=DAY), by=BY, now=NOON)
    register_plan(
        Known("council", Party(area=NEWCASTLE), "heard-of", source="A call"), by=BY, now=NOON
    )  # fmt: skip
    asks = [
        write_ask(Question(words, "Cleo", NOON, to="Stores"), Where(NEWCASTLE), by=BY, now=NOON)
        for words in ("Who has gloves?", "Who has masks?")
    ]
    answer_ask(asks[1].pk, answer="We do", answered_by="Stores", at=LATER, by=BY, now=LATER)
    promise("Tests each week", "care homes")
    kept = promise("Money by May", "councils")
    find_commitment(kept.pk, Found("kept", DAY, "Paid"), by=BY, now=LATER)
    promise("A store nearby", "councils")
    promise("Only there", "", GATESHEAD)
    for party in (Party(area=NEWCASTLE), home):
        heard = Said(party, "A nurse", "Staff left", "B", "3", DAY, is_shareable=True)
        write_heard(heard, by=BY, now=NOON)
    return north_east


def of_area(by: Actor, area, *, as_at=None):
    return said_round_area(by.scope, area, reader=by.key, as_at=as_at, now=LATER)


def of_place(by: Actor, place, *, as_at=None):
    return said_round_place(by.scope, place, reader=by.key, as_at=as_at, now=LATER)


def words(rows) -> list[str]:
    return [row.commitment.words for row in rows]


def test_a_council_reads_what_is_open_around_it(said):
    by = officer_of(NEWCASTLE)
    found = of_area(by, said.newcastle)
    assert [(one.state, one.plan.area_id) for one in found.plans] == [("heard-of", NEWCASTLE)]
    assert [row.ask.words for row in found.asks] == ["Who has gloves?"]
    assert found.heard == 2  # of the area, and of the home in it
    before = of_area(by, said.newcastle, as_at=NOON)
    assert len(before.asks) == 2


def test_a_promise_to_councils_stands_on_the_page_of_each_until_it_is_found_kept(said):
    assert words(of_area(BY, said.newcastle).promises) == ["A store nearby"]
    assert words(of_area(BY, said.gateshead).promises) == ["A store nearby", "Only there"]


def test_a_home_has_its_plan_and_what_was_promised_to_homes(said):
    found = of_place(BY, said.ash)
    assert [(one.state, one.version) for one in found.plans] == [("held", "3")]
    assert words(found.promises) == ["Tests each week"] and found.heard == 1
    assert not of_place(BY, said.ash, as_at=NOON - timedelta(days=1)).plans


def test_the_manager_of_a_home_is_never_told_that_something_was_heard(said, sign_in):
    assert of_place(manager_of(said.ash), said.ash).heard is None
    page = text(sign_in("place-manager", place=said.ash).get(f"/picture/places/{said.ash.pk}/?{ON}"))
    assert "If we close" in page and "oft intelligence" not in page and "Who has gloves" not in page


def test_an_officer_of_another_council_reads_nothing_of_it(said):
    found = of_area(officer_of(GATESHEAD), said.newcastle)
    assert (found.plans, found.asks, found.heard) == ([], [], 0)


def test_the_pages_show_it_with_links_and_say_what_is_not_there(said, sign_in):
    officer = sign_in("council-officer", area=said.newcastle)
    page = text(officer.get(f"/areas/{NEWCASTLE}/?{ON}&as_at=2020-04-20T23:00"))
    assert "Who has gloves?" in page and "Who has masks?" not in page and "2 things heard" in page
    assert "/plans/soft-intelligence/?" in page
    place = text(officer.get(f"/picture/places/{said.birch.pk}/?{ON}"))
    assert "Nothing is known of a plan here" in place and "nothing was heard" in place
    discharge = text(
        sign_in("hospital-discharge", area=said.newcastle).get(f"/picture/places/{said.ash.pk}/?{ON}")
    )
    assert "oft intelligence" not in discharge


def test_the_page_of_an_area_takes_as_many_statements_however_much_is_said(
    said, sign_in, django_assert_max_num_queries
):
    officer = sign_in("council-officer", area=said.newcastle)
    officer.get(f"/areas/{NEWCASTLE}/?{ON}")
    for number in range(7):
        promise(f"Promise {number}", "", NEWCASTLE)
        write_ask(Question(f"Ask {number}", "Cleo", NOON, to="x"), Where(NEWCASTLE), by=BY, now=NOON)
    with django_assert_max_num_queries(21):
        page = text(officer.get(f"/areas/{NEWCASTLE}/?{ON}"))
    assert "All asks: " in page and "All promises: " in page


def test_the_page_of_a_place_takes_as_many_statements_with_all_of_it(
    said, sign_in, django_assert_max_num_queries
):
    officer = sign_in("council-officer", area=said.newcastle)
    officer.get(f"/picture/places/{said.ash.pk}/?{ON}")
    with django_assert_max_num_queries(16):
        officer.get(f"/picture/places/{said.ash.pk}/?{ON}")
