"""The queue, taking the next case, calls and what follows, providers' cases, who may not."""

from datetime import timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.calls.models import Call
from junction.core.messages.models import Message
from junction.core.ownership.operations import CannotTake
from junction.core.ownership.queries import owner
from junction.core.scope import NOBODY, Reach
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import Need
from junction.support.operations import desk, desk_calls, need_refusals, settling
from junction.support.operations import desk_refusals as refusals
from junction.support.operations.desk_calls import Said
from junction.support.operations.hubs import open_hub
from junction.support.operations.provider_cases import open_provider_case
from junction.support.queries.cases import cases_of_place, find_cases, passed_to, to_ask_again
from junction.support.queries.desk import SUBJECT, Sought, beside, queue
from junction.support.tests.needs import ANSWERS, MANCHESTER, NOW, TRAFFORD, WHO, state
from tests.cast import holder, officer_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
PASSED = {"outcome": "spoke-passed"}
CALM = {**ANSWERS, "runs-out": "week"}


def agent(name="one", area=TRAFFORD):
    return holder("helpline-agent", Reach(areas=frozenset({area})), key=f"user:{name}")


def rows(by, **sought):
    return [row.number for row in queue(by.scope, Sought(**sought), own_key=by.key, now=LATER).rows]


@pytest.fixture
def three(areas):
    """A need of the week stated first, then two of the same day, an hour apart."""
    week = state(answers=CALM, now=NOW - timedelta(hours=3)).need
    older = state(now=NOW).need
    newer = state(now=NOW + timedelta(hours=1)).need
    return older, newer, week


def test_the_queue_is_by_limit_then_age_and_of_ones_own_area(three):
    assert rows(agent()) == [one.pk for one in three]
    assert rows(agent(area=MANCHESTER)) == [] and queue(NOBODY, Sought(), own_key="x", now=LATER).rows == []
    assert rows(agent(), level="week") == [three[2].pk]
    assert rows(agent(), late=True) == []
    assert rows(agent(), category="gold") == []


def test_the_next_case_is_the_first_that_nobody_has_and_pressed_twice_it_is_the_same(three):
    older, newer, week = three
    assert desk.take_next(by=agent(), now=LATER).pk == older.pk
    assert desk.take_next(by=agent(), now=LATER).pk == older.pk
    assert desk.take_next(by=agent("two"), now=LATER).pk == newer.pk
    assert rows(agent("three")) == [week.pk] and rows(agent(), show="mine") == [older.pk]
    with pytest.raises(CannotTake):
        desk.take_case(newer.pk, is_second=True, by=agent(), now=LATER)
    with pytest.raises(refusals.HasAnother):
        desk.take_case(week.pk, by=agent(), now=LATER)
    desk.take_case(week.pk, is_second=True, by=agent(), now=LATER)
    assert desk.take_next(by=agent("three"), now=LATER) is None
    desk.let_go(older.pk, by=agent(), now=LATER)
    with pytest.raises(refusals.TakeItFirst):
        desk.let_go(older.pk, by=agent(), now=LATER)
    assert desk.take_next(by=agent("three"), now=LATER).pk == older.pk


def test_a_case_out_of_reach_or_closed_is_not_taken(three):
    with pytest.raises(Need.DoesNotExist):
        desk.take_case(three[0].pk, by=agent(area=MANCHESTER), now=LATER)
    settling.meet_need(three[0].pk, by=agent(), now=LATER)
    with pytest.raises(need_refusals.IsOver):
        desk.take_case(three[0].pk, by=agent(), now=LATER)


def test_a_case_of_a_hub_is_for_that_hub_and_one_of_none_for_all(three):
    by = officer_of(TRAFFORD)
    first, second = (open_hub(name, area=TRAFFORD, by=by, now=NOW) for name in ("Day", "Night"))
    Need.objects.filter(pk=three[0].pk).update(hub=first)
    assert rows(agent(), hub=second.pk) == [three[1].pk, three[2].pk]
    assert rows(agent(), hub=first.pk) == [one.pk for one in three]
    assert desk.take_next(hub=second.pk, by=agent(), now=LATER).pk == three[1].pk


def call(number, by=None, **said):
    return desk_calls.log_call(number, said=Said(**said), by=by or agent(), now=LATER)


def test_only_who_has_the_case_writes_its_call_down(three):
    with pytest.raises(refusals.TakeItFirst):
        call(three[0].pk, outcome="spoke-met")
    assert not Call.objects.exists()


def test_a_call_that_met_the_need_closes_it_and_lets_it_go(three):
    number = desk.take_next(by=agent(), now=LATER).pk
    call(number, outcome="spoke-met", spoke_to="themselves", note="Her son Ottokar brought it")
    need, made = Need.objects.get(pk=number), Call.objects.get()
    assert (need.state, need.answered_at, need.heard_at) == ("met", LATER, LATER)
    assert (made.subject_kind, made.outcome, made.spoke_to, made.note) == (
        SUBJECT,
        "spoke-met",
        "themselves",
        "",
    )
    assert owner(SUBJECT, number) is None
    assert [one.kind for one in need.events.all()][3:] == ["called", "met"]
    assert AuditEntry.objects.filter(verb="support.call.logged", subject=f"{SUBJECT}:{number}").count() == 1
    assert not AuditEntry.objects.filter(detail__icontains="Ottokar").exists()


def test_a_promised_ring_gives_the_case_back_until_then(three):
    number = desk.take_next(by=agent(), now=LATER).pk
    at = LATER + timedelta(hours=3)
    for wrong in (None, LATER, LATER + timedelta(days=31)):
        with pytest.raises(refusals.SayWhen):
            call(number, outcome="spoke-later", ring_at=wrong)
    call(number, outcome="spoke-later", ring_at=at)
    assert owner(SUBJECT, number) is None and number not in rows(agent())
    assert rows(agent(), show="rings") == [number]
    before, after = (beside(agent().scope, own_key="user:one", now=now) for now in (LATER, at))
    assert (before.rings_due, before.oldest_ring_at, before.in_hand) == (0, None, None)
    assert (after.rings_due, after.oldest_ring_at) == (1, at)
    assert Call.objects.get().next_call_at == at
    assert desk.take_next(by=agent("two"), now=at).pk == number


def test_without_an_answer_it_is_tried_again_and_said_in_a_safe_way(three):
    number = desk.take_next(by=agent(), now=LATER).pk
    call(number, outcome="no-answer")
    need = Need.objects.get(pk=number)
    assert (
        need.ring_at == LATER + timedelta(minutes=120) and need.answered_at is None and need.heard_at == NOW
    )
    sent = Message.objects.get(template="support/tried_to_ring")
    assert (sent.channel, sent.to, sent.context["reference"]) == ("sms", need.person.phone, need.reference)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"outcome": "gold"}, refusals.NotADisposition),
        ({"outcome": "spoke-passed"}, refusals.SayWhereTo),
        ({**PASSED, "passed_to": "supply-problem", "passed_number": "twelve"}, refusals.SayWhereTo),
        ({**PASSED, "passed_to": "gold", "passed_number": "12"}, refusals.SayWhereTo),
        ({"outcome": "spoke-unmet"}, need_refusals.NotARule),
    ],
)  # fmt: skip
def test_a_call_that_says_too_little_is_not_written_down(three, said, refusal):
    number = desk.take_next(by=agent(), now=LATER).pk
    with pytest.raises(refusal):
        call(number, **said)
    assert not Call.objects.exists() and owner(SUBJECT, number) == "user:one"


def test_what_a_place_rings_about_is_a_case_and_is_passed_on_by_reference(areas):
    home = PlaceFactory(area_id=TRAFFORD, council_id=TRAFFORD)
    by = agent()
    made = open_provider_case(home.pk, matter="ppe", words="Two days of gloves", by=by, now=NOW)
    assert (made.need.archetype, made.need.category, made.need.level) == (
        "provider",
        "provider-ppe",
        "same-day",
    )
    with pytest.raises(need_refusals.LooksLikeAnother):
        open_provider_case(home.pk, matter="ppe", words="Gloves", by=by, now=NOW)
    for wrong, refusal in (({"matter": "gold", "words": "x"}, need_refusals.NotARule),
                           ({"matter": "staff", "words": " "}, need_refusals.SayWhy)):  # fmt: skip
        with pytest.raises(refusal):
            open_provider_case(home.pk, **wrong, by=by, now=NOW)
    with pytest.raises(need_refusals.NotYours):
        open_provider_case(home.pk, matter="staff", words="x", by=agent(area=MANCHESTER), now=NOW)
    number = desk.take_next(by=by, now=LATER).pk
    with pytest.raises(refusals.NotThere):
        desk_calls.pass_on(number, to="supply-problem", reference="12", by=by, now=LATER)
    desk_calls.pass_on(number, to="other", reference="depot 12", note="Told the depot", by=by, now=LATER)
    need = Need.objects.get(pk=number)
    assert need.state == "offered" and owner(SUBJECT, number) is None
    assert rows(by) == [] and rows(by, show="passed") == [number]
    assert passed_to(by.scope, [need]) == {number: "other:depot 12"}
    assert passed_to(by.scope, [need], as_at=NOW) == {}
    manager = holder("place-manager", Reach(places=frozenset({home.pk})))
    assert [one.pk for one in cases_of_place(manager.scope, home.pk, as_at=None)] == [number]
    assert cases_of_place(manager.scope, home.pk, as_at=NOW - timedelta(minutes=1)) == []
    assert cases_of_place(NOBODY, home.pk, as_at=None) is None
    assert cases_of_place(agent(area=MANCHESTER).scope, home.pk, as_at=None) == []


def test_a_case_is_found_by_reference_telephone_and_name_within_reach(three):
    need = three[0]
    for said in ({"reference": need.reference.lower().replace("-", " ")}, {"phone": "07700900123"},
                 {"name": WHO.name.upper()}):  # fmt: skip
        assert need in find_cases(agent().scope, **said), said
        assert find_cases(agent(area=MANCHESTER).scope, **said) == []


def test_whom_to_ask_again_is_of_whom_nobody_has_heard(three):
    soon = NOW + timedelta(days=7)
    listed = to_ask_again(agent().scope, days=7, now=soon)
    assert list(listed) == [three[2], three[0]]
    settling.close_need(three[2].pk, still_needed=True, by=agent(), now=soon)
    assert list(listed.all()) == [three[0]]
    assert not to_ask_again(agent(area=MANCHESTER).scope, days=7, now=soon).exists()
