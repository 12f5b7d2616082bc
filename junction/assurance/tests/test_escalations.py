"""The ladder: a need goes up rung by rung; each sees what reached it; late and unmet show."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from junction.assurance.models import Escalation, EscalationOutcome, EscalationStep
from junction.assurance.operations import escalations as operations
from junction.assurance.operations import owning
from junction.assurance.operations import raising_refusals as refusals
from junction.assurance.operations.escalations import Needed
from junction.assurance.queries import escalations as queries
from junction.assurance.rules.escalations import escalation_rules, hours_late
from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.registry.models import Area, AreaInside, Identifier, Place
from junction.registry.tests.factories import PlaceFactory
from tests.cast import auditor, holder, lrf_of, manager_of, national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TRAFFORD, NORTH_WEST, FORUM = "E08000009", "E12000002", "E48000001"


def council():
    return officer_of(TRAFFORD)


def forum():
    return lrf_of(FORUM, TRAFFORD)


def region():
    return holder("region", Reach(areas=frozenset({NORTH_WEST, TRAFFORD})), key="user:region")


@pytest.fixture
def home(areas):
    return make_home()


def make_home():
    held = AreaInside.objects.filter(descendant=TRAFFORD, ancestor__kind="lrf")
    if held.exists() and held.first().ancestor_id != FORUM:
        held.delete()
    if not held.exists():
        lrf, _ = Area.objects.get_or_create(
            code=FORUM, defaults={"kind": "lrf", "name": "The forum", "started_on": date(2004, 1, 1)}
        )
        AreaInside.objects.create(ancestor=lrf, descendant_id=TRAFFORD, valid_from=date(2004, 1, 1))
    made = PlaceFactory(name="Ash", area_id=TRAFFORD, council_id=TRAFFORD)
    Identifier.objects.create(kind="cqc-location", value="1-123456789", place=made, recorded_at=NOW)
    return made


def need(home, *, by=None, now=NOW, **more):
    values = {"need": "ppe", "text": "Masks for two days", "needed_by": now + 24 * HOUR, "contract": "no"}
    return operations.escalate(Needed(home.pk, **(values | more)), by=by or manager_of(home), now=now)


def up(one, by, *, now=NOW, why="Our store is empty"):
    return operations.pass_up(one.pk, why=why, by=by, now=now)


def say(one, outcome, by, *, now=NOW, text="It is so"):
    return operations.say_outcome(one.pk, outcome=outcome, text=text, by=by, now=now)


def stands(one, by, *, now=NOW, as_at=None):
    return queries.escalations(by.scope, as_at=as_at, now=now).get(pk=one.pk)


def sees(one, by, *, now=NOW, as_at=None):
    return queries.escalations(by.scope, as_at=as_at, now=now).filter(pk=one.pk).exists()


def test_the_ladder_has_three_rungs_above_the_provider():
    rules = escalation_rules(NOW.date())
    assert list(rules.rungs) == ["council", "scg", "nation"] and rules.first.code == "council"
    assert rules.above("council").code == "scg" and rules.above("nation") is None
    assert rules.rungs["scg"].answer_by(NOW) == NOW + 8 * HOUR


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_begun_hours_late_grow_and_stop_with_the_answer(minutes, more):
    at = NOW + timedelta(minutes=minutes)
    late = hours_late(NOW, answered_at=None, now=at)
    assert late == -(-minutes // 60)
    assert hours_late(NOW, answered_at=at, now=at + timedelta(minutes=more)) == late


def test_each_rung_sees_what_has_reached_it_and_the_provider_its_own(home):
    other_home = PlaceFactory(name="Oak", area_id=TRAFFORD, council_id=TRAFFORD)
    one = need(home)
    cast = (manager_of(home), council(), forum(), region(), national())
    outsiders = (manager_of(other_home), other_officer(), lrf_of("E48000002", TRAFFORD + "x"),
                 holder("health-protection", Reach(areas=frozenset({TRAFFORD}))))  # fmt: skip
    assert [sees(one, by) for by in cast] == [True, True, False, False, False]
    up(one, council(), now=NOW + HOUR)
    assert [sees(one, by, now=NOW + HOUR) for by in cast] == [True, True, True, True, False]
    up(one, forum(), now=NOW + 2 * HOUR)
    assert all(sees(one, by, now=NOW + 2 * HOUR) for by in (*cast, auditor()))
    assert [sees(one, by, as_at=NOW, now=NOW + 3 * HOUR) for by in cast] == [True, True, False, False, False]
    assert not any(sees(one, by, now=NOW + 3 * HOUR) for by in outsiders)


def test_a_rung_beyond_its_time_is_late_until_it_answers_or_passes_up(home):
    one = need(home)
    assert not stands(one, council(), now=NOW + 4 * HOUR).is_late
    late = stands(one, council(), now=NOW + 5 * HOUR)
    assert late.is_late and late.state == "waiting" and late.rung == "council"
    up(one, council(), now=NOW + 5 * HOUR)
    assert not stands(one, council(), now=NOW + 13 * HOUR).is_late
    assert stands(one, council(), now=NOW + 14 * HOUR).is_late
    say(one, "answered", forum(), now=NOW + 14 * HOUR)
    assert not stands(one, council(), now=NOW + 20 * HOUR).is_late
    assert stands(one, council(), now=NOW + 25 * HOUR).is_late  # help is on its way, too late
    say(one, "met", forum(), now=NOW + 26 * HOUR)
    done = stands(one, council(), now=NOW + 90 * HOUR)
    assert (done.state, done.is_late) == ("met", False)
    assert stands(one, council(), as_at=NOW + 14 * HOUR - timedelta(minutes=1), now=NOW + 90 * HOUR).is_late


def test_what_the_top_cannot_meet_is_an_unmet_need_until_it_is_met(home):
    one = need(home)
    say(one, "not-met", council())
    assert stands(one, council()).state == "refused"
    for by in (council(), forum()):
        up(one, by)
    assert stands(one, national()).state == "waiting"
    say(one, "not-met", national(), now=NOW + HOUR)
    unmet = stands(one, manager_of(home), now=NOW + HOUR)
    assert (unmet.state, unmet.rung, unmet.is_late) == ("unmet", "nation", True)
    with pytest.raises(refusals.AtTheTop):
        up(one, national(), now=NOW + HOUR)
    say(one, "met", national(), now=NOW + 2 * HOUR)
    assert stands(one, council(), now=NOW + 2 * HOUR).state == "met"
    steps = queries.escalation(council().scope, one.pk, now=NOW + 2 * HOUR).steps_by_then
    assert [(step.rung, step.area_id) for step in steps] == [
        ("council", TRAFFORD), ("scg", FORUM), ("nation", None),
    ]  # fmt: skip
    assert [[said.outcome for said in step.said_by_then] for step in steps] == [
        ["not-met"], [], ["not-met", "met"],
    ]  # fmt: skip


def test_a_council_in_no_forum_turns_to_the_nation(home):
    AreaInside.objects.filter(descendant=TRAFFORD, ancestor__kind="lrf").delete()
    assert up(need(home), council()).rung == "nation"


def test_help_does_not_depend_on_a_contract(home):
    rules = escalation_rules(NOW.date())
    assert "whether or not" in rules.promise
    first, second = (need(home, contract=code) for code in ("yes", "no"))
    ways = [stands(one, council()) for one in (first, second)]
    assert ways[0].answer_by == ways[1].answer_by and ways[0].state == ways[1].state
    assert [one.contract for one in ways] == ["yes", "no"]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"need": "weather"}, refusals.CannotEscalate),
        ({"contract": "maybe"}, refusals.CannotEscalate),
        ({"text": " "}, refusals.CannotEscalate),
        ({"needed_by": NOW}, refusals.CannotEscalate),
        ({"by": other_officer()}, refusals.NotYoursToRaise),
        ({"by": auditor()}, refusals.NotYoursToRaise),
    ],
)
def test_what_cannot_be_asked_leaves_nothing(home, more, refusal):
    with pytest.raises(refusal):
        need(home, **more)
    assert not Escalation.objects.exists() and not AuditEntry.objects.filter(verb__contains="escal").exists()


def test_only_the_desk_where_it_is_settles_it(home):
    one = need(home)
    for by in (manager_of(home),):
        with pytest.raises(refusals.NotAtYourDesk):
            say(one, "met", by)
    up(one, council())
    for work in (lambda by: up(one, by), lambda by: say(one, "met", by),
                 lambda by: owning.take_thing("escalation", one.pk, by=by, now=NOW)):  # fmt: skip
        for by in (council(), region(), manager_of(home)):
            with pytest.raises(refusals.NotAtYourDesk):
                work(by)
    for by in (other_officer(), national()):
        with pytest.raises(Escalation.DoesNotExist):
            up(one, by)
    for work, refusal in (
        (lambda: up(one, forum(), why=" "), refusals.SayWhyUp),
        (lambda: say(one, "perhaps", forum()), refusals.CannotSay),
        (lambda: say(one, "met", forum(), text=" "), refusals.CannotSay),
    ):
        with pytest.raises(refusal):
            work()
    owning.take_thing("escalation", one.pk, by=forum(), now=NOW)
    say(one, "met", forum())
    with pytest.raises(refusals.IsOver):
        up(one, forum())
    with pytest.raises(refusals.IsOver):
        owning.release_thing("escalation", one.pk, finder="The duty officer", why="Off", by=forum(), now=NOW)


def test_a_place_whose_council_nobody_knows_is_told_so(areas):
    lost = PlaceFactory(name="Lost", area_id=None, council_id=None)
    with pytest.raises(refusals.NoCouncil):
        need(lost)


def test_who_has_a_desk_is_told_how_many_wait_there(home):
    need(home), up(need(home, text="Gowns"), council())
    assert queries.how_many_wait(council().scope, now=NOW) == {"waiting": 1, "late": 0}
    assert queries.how_many_wait(forum().scope, now=NOW + 9 * HOUR) == {"waiting": 1, "late": 1}
    assert queries.how_many_wait(manager_of(home).scope, now=NOW) == {}


def test_the_database_refuses_to_change_a_step(home):
    one = need(home)
    say(one, "answered", council())
    for rows in (Escalation.objects, EscalationStep.objects, EscalationOutcome.objects):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().delete()


def test_pages_ask_pass_up_and_say_what_came_of_it(home, sign_in, django_assert_max_num_queries):
    manager, officer = (
        sign_in("place-manager", place=home),
        sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD)),
    )
    lrf = sign_in("lrf", area=Area.objects.get(pk=FORUM))
    form, listed = reverse("assurance:escalate"), reverse("assurance:escalations")
    assert "whether or not you have a contract" in manager.get(form).content.decode()
    sent = {"place": "1-123456789", "need": "staff", "text": "Two nurses", "needed_by": "2099-01-01T17:00",
            "contract": "no"}  # fmt: skip
    assert manager.post(form, sent | {"place": "1-999999999"}).status_code == 422
    assert manager.post(form, sent | {"needed_by": "2020-01-01T17:00"}).status_code == 422
    page = manager.post(form, sent)["Location"]
    one = Escalation.objects.get()
    assert "Not contracted with the council" in manager.get(page).content.decode()
    assert lrf.get(page).status_code == 404
    rise, said = (reverse(f"assurance:{name}", args=[one.pk]) for name in ("pass-up", "say-outcome"))
    assert manager.get(rise).status_code == 403
    assert officer.post(rise, {"why": ""}).status_code == 422
    assert officer.post(rise, {"why": "Nobody is free"})["Location"] == page
    assert "Nobody is free" in lrf.get(page).content.decode()
    assert officer.post(said, {"outcome": "met", "text": "Yes"}).status_code == 422
    assert lrf.post(reverse("assurance:take-thing", args=["escalation", one.pk]), {}).status_code == 302
    assert lrf.post(said, {"outcome": "answered", "text": "They come at noon"}).status_code == 302
    assert "They come at noon" in manager.get(page).content.decode()
    for number in range(4):
        need(home, text=f"Need {number}")
    with django_assert_max_num_queries(22):
        found = officer.get(f"{listed}?state=answered&rung=scg&q=nurses&owner=somebody").content.decode()
    assert found.count("Ash") >= 1 and "Help is on its way" in found
    rows = b"".join(officer.get(f"{listed}?rung=council&format=csv").streaming_content).decode()
    assert rows.count("Ash") == 4
    assert Place.objects.count() == 1
