"""Hand-overs, hubs, what comes again, letters and the check of a code, figures as at a moment, forgetting."""

import io
from datetime import date, time, timedelta

import pdfplumber
import pytest
from django.db import DatabaseError, transaction

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.ownership.queries import owner
from junction.core.personal.operations import erase
from junction.core.scope import NOBODY, Reach
from junction.people.queries import system_actor
from junction.registry.models import Area
from junction.support.files.letters import LetterText, letter_pdf
from junction.support.models import HandOver, Hub, HubWeek, Letter, Need, Recurrence
from junction.support.operations import (
    desk,
    desk_calls,
    handing,
    hubs,
    letters,
    need_refusals,
    recurring,
    settling,
)
from junction.support.operations import desk_refusals as refusals
from junction.support.operations.forgetting import forget_person
from junction.support.queries.desk import SUBJECT, beside
from junction.support.queries.desk_figures import AgentFigures, desk_figures
from junction.support.queries.handing import WAITING, offered_to
from junction.support.queries.hubs import hubs as living
from junction.support.queries.letters import check_letter
from junction.support.queries.letters import letters as issued
from junction.support.queries.needs import who
from junction.support.rules.desk import desk_on
from junction.support.tests.needs import MANCHESTER, NOW, TRAFFORD, WHO, state
from junction.support.tests.test_desk import LATER, agent, call
from tests.cast import holder, officer_of, user_who

pytestmark = pytest.mark.django_db
ROBOT = system_actor("test")


@pytest.fixture
def mine(areas):
    """A case that agent one has."""
    state()
    return desk.take_next(by=agent(), now=NOW).pk


def hub(name="Line", area=TRAFFORD):
    return hubs.open_hub(name, area=area, phone="01632 960 100", by=officer_of(area), now=NOW)


def test_a_case_offered_to_another_councils_hub_is_the_senders_until_it_is_accepted(mine):
    there, theirs = hub("Night line", MANCHESTER), agent("two", MANCHESTER)
    given = handing.offer_hand_over(mine, to_hub=there.pk, note="Speaks Polish", by=agent(), now=LATER)
    assert owner(SUBJECT, mine) == "user:one"
    assert [one.pk for one in offered_to(theirs.scope, own_key="user:two")] == [given.pk]
    assert not offered_to(agent("three").scope, own_key="user:three").exists()
    assert not offered_to(NOBODY, own_key="user:two").exists()
    assert (beside(theirs.scope, own_key="user:two", now=LATER).handed,
            beside(agent().scope, own_key="user:one", now=LATER).in_hand) == (1, None)  # fmt: skip
    with pytest.raises(refusals.OfferedAlready):
        handing.offer_hand_over(mine, to_hub=there.pk, note="Again", by=agent(), now=LATER)
    with pytest.raises(refusals.NotYoursToAnswer):
        handing.accept_hand_over(given.pk, by=agent("three"), now=LATER)
    handing.accept_hand_over(given.pk, by=theirs, now=LATER)
    need = Need.objects.get(pk=mine)
    assert (need.area_id, need.hub_id, owner(SUBJECT, mine)) == (MANCHESTER, there.pk, "user:two")
    with pytest.raises(refusals.NotYoursToAnswer):
        handing.accept_hand_over(given.pk, by=theirs, now=LATER)
    moved = need.events.get(kind="handed", why="accepted")
    assert (moved.before, moved.after) == (TRAFFORD, MANCHESTER)
    assert not AuditEntry.objects.filter(detail__icontains="Polish").exists()


def test_a_case_returned_or_taken_back_stays_with_the_sender(mine):
    there, theirs = hub("Night line", MANCHESTER), agent("two", MANCHESTER)
    given = handing.offer_hand_over(mine, to_hub=there.pk, note="x", by=agent(), now=LATER)
    with pytest.raises(need_refusals.SayWhy):
        handing.return_hand_over(given.pk, why=" ", by=theirs, now=LATER)
    handing.return_hand_over(given.pk, why="No car tonight", by=theirs, now=LATER)
    assert owner(SUBJECT, mine) == "user:one" and HandOver.objects.get().outcome == "returned"
    again = handing.offer_hand_over(mine, to_hub=there.pk, note="x", by=agent(), now=LATER)
    with pytest.raises(refusals.NotYoursToAnswer):
        handing.take_back(again.pk, by=theirs, now=LATER)
    handing.take_back(again.pk, by=agent(), now=LATER)
    assert desk.take_next(by=agent(), now=LATER).pk == mine


def test_to_an_agent_who_answers_there_and_to_nobody_else(mine):
    user = user_who("helpline-agent", area=Area.objects.get(pk=TRAFFORD))
    far = user_who("helpline-agent", area=Area.objects.get(pk=MANCHESTER), email="far@example.org")
    for wrong in ({"to_agent": far.key}, {"to_agent": "user:one"}, {}, {"to_hub": 999},
                  {"to_agent": user.key, "to_hub": 1}):  # fmt: skip
        with pytest.raises(refusals.SayTo):
            handing.offer_hand_over(mine, **wrong, note="x", by=agent(), now=LATER)
    with pytest.raises(refusals.SayTo):
        handing.offer_hand_over(mine, to_agent=user.key, note=" ", by=agent(), now=LATER)
    with pytest.raises(refusals.TakeItFirst):
        handing.offer_hand_over(mine, to_agent=user.key, note="x", by=agent("two"), now=LATER)
    given = handing.offer_hand_over(mine, to_agent=user.key, note="x", by=agent(), now=LATER)
    settling.close_need(mine, still_needed=False, by=agent(), now=LATER)
    to = holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})), key=user.key)
    with pytest.raises(need_refusals.IsOver):
        handing.accept_hand_over(given.pk, by=to, now=LATER)


def test_a_case_that_was_let_go_and_taken_by_another_is_theirs_whoever_it_was_offered_to(mine):
    there, theirs = hub("Night line", MANCHESTER), agent("two", MANCHESTER)
    given = handing.offer_hand_over(mine, to_hub=there.pk, note="x", by=agent(), now=LATER)
    desk.let_go(mine, by=agent(), now=LATER)
    desk.take_case(mine, by=agent("three"), now=LATER)
    with pytest.raises(refusals.LetGoMeanwhile):
        handing.accept_hand_over(given.pk, by=theirs, now=LATER)
    assert owner(SUBJECT, mine) == "user:three" and HandOver.objects.get().outcome == WAITING
    desk.let_go(mine, by=agent("three"), now=LATER)
    handing.accept_hand_over(given.pk, by=theirs, now=LATER)
    assert owner(SUBJECT, mine) == "user:two"


def test_a_hub_is_kept_by_who_keeps_its_area_and_its_weeks_are_never_changed(areas):
    made, days = hub(), [(time(8), time(20))] * 7
    hubs.set_week(made.pk, valid_from=date(2020, 4, 1), days=days, by=officer_of(TRAFFORD), now=NOW)
    with pytest.raises(refusals.NotAWeek):
        hubs.set_week(made.pk, valid_from=date(2020, 4, 1), days=days[:6], by=officer_of(TRAFFORD), now=NOW)
    for wrong in ({"name": "Line", "area": TRAFFORD}, {"name": " ", "area": TRAFFORD},
                  {"name": "x", "area": MANCHESTER}, {"name": "x", "area": "E12000002"}):  # fmt: skip
        with pytest.raises(refusals.NotAHub):
            hubs.open_hub(**wrong, by=officer_of(TRAFFORD), now=NOW)
    with pytest.raises(Hub.DoesNotExist):
        hubs.close_hub(made.pk, why="x", by=officer_of(MANCHESTER), now=NOW)
    for change in (lambda: HubWeek.objects.update(days=[]), lambda: HubWeek.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    hubs.close_hub(made.pk, why="x", by=officer_of(TRAFFORD), now=NOW)
    with pytest.raises(refusals.HubIsClosed):  # or it would be open again until that day
        hubs.close_hub(made.pk, why="x", by=officer_of(TRAFFORD), now=NOW + timedelta(days=3))
    assert [living(NOBODY, on=NOW.date() + timedelta(days=n)).count() for n in (0, 1)] == [1, 0]


def comes(day):
    at = NOW + timedelta(days=day)
    return recurring.state_recurring(today=at.date(), by=ROBOT, now=at)


def test_a_need_comes_again_on_its_day_once_and_not_while_the_last_is_open(mine):
    made = recurring.repeat_need(mine, every_days=7, by=agent(), now=NOW)
    with pytest.raises(refusals.ComesAgainAlready):
        recurring.repeat_need(mine, every_days=3, by=agent(), now=NOW)
    assert made.next_on == date(2020, 4, 27) and comes(6) == 0
    assert comes(7) == 0 and Need.objects.count() == 1  # the first is open still
    call(mine, outcome="spoke-met")
    assert comes(14) == 1 and comes(14) == 0
    again = Need.objects.exclude(pk=mine).get()
    assert (again.source, again.category, again.area_id, again.state) == (
        f"recurrence:{made.pk}", "medicine", TRAFFORD, "open")  # fmt: skip
    told = who(agent().scope, again)
    assert (told.name, told.phone, told.address) == (WHO.name, WHO.phone, WHO.address)
    assert again.person.may_ring and again.person_id != Need.objects.get(pk=mine).person_id
    made.refresh_from_db()
    assert (made.need_id, made.next_on) == (again.pk, date(2020, 5, 11))
    with pytest.raises(need_refusals.NotARule):
        recurring.end_recurrence(made.pk, why="gold", by=agent(), now=LATER)
    with pytest.raises(Recurrence.DoesNotExist):
        recurring.end_recurrence(made.pk, why="asked", by=agent(area=MANCHESTER), now=LATER)
    recurring.end_recurrence(made.pk, why="asked", by=agent(), now=LATER)
    with pytest.raises(need_refusals.IsOver):
        recurring.end_recurrence(made.pk, why="asked", by=agent(), now=LATER)
    settling.meet_need(again.pk, by=agent(), now=LATER)
    assert comes(21) == 0


def test_what_comes_again_ends_with_its_rule_or_with_who_was_forgotten(mine):
    made = recurring.repeat_need(mine, rule="freq=weekly;count=2", by=agent(), now=NOW)
    for wrong in ({"rule": "yearly"}, {"every_days": 0}, {"rule": "FREQ=DAILY;COUNT=1"}):
        with pytest.raises((refusals.NotARecurrence, refusals.ComesAgainAlready)):
            recurring.repeat_need(state().need.pk, **wrong, by=agent(), now=NOW)
    call(mine, outcome="spoke-met")
    assert comes(7) == 1
    made.refresh_from_db()
    assert (made.ended_why, made.next_on, made.ended_by) == ("run-out", None, ROBOT.key)
    other = state().need
    second = recurring.repeat_need(other.pk, every_days=7, by=agent(), now=NOW)
    forget_person(other.pk, why="They asked", by=agent(), now=LATER)
    assert comes(7) == 0
    second.refresh_from_db()
    assert second.ended_why == "forgotten"
    with pytest.raises(need_refusals.IsOver):
        recurring.repeat_need(other.pk, every_days=7, by=agent(), now=LATER)


def issue(**more):
    values = {"kind": "unpaid-carer", "name": "Łucja Quillfeather", "area": TRAFFORD}
    return letters.issue_letter(**(values | more), by=agent(), now=NOW)


def test_whoever_checks_a_code_learns_that_it_holds_and_initials(areas):
    made = issue()
    checked = check_letter(NOBODY, made.code.lower().replace("-", " "), on=NOW.date())
    assert (checked.state, checked.initials, checked.council) == ("valid", "Ł. Q.", "Trafford")
    assert checked.until == made.valid_until == date(2020, 7, 19) and "Quill" not in str(checked)
    last = made.valid_until - timedelta(days=1)
    assert [check_letter(NOBODY, made.code, on=day).state for day in (last, made.valid_until)] == [
        "valid",
        "expired",
    ]
    assert [check_letter(NOBODY, code, on=last).state for code in ("", "x" * 400, "2345-2345-2345")] == [
        "unknown"
    ] * 3
    assert "Quill" not in str(vars(made)) and issued(agent(area=MANCHESTER).scope).count() == 0


def test_a_withdrawn_letter_and_one_whose_name_was_erased_hold_no_more(areas):
    first, second = issue(), issue()
    with pytest.raises(refusals.NotALetter):
        letters.withdraw_letter(first.pk, why="gold", by=agent(), now=LATER)
    with pytest.raises(Letter.DoesNotExist):
        letters.withdraw_letter(first.pk, why="lost", by=agent(area=MANCHESTER), now=LATER)
    letters.withdraw_letter(first.pk, why="lost", by=agent(), now=LATER)
    with pytest.raises(refusals.IsWithdrawn):
        letters.withdraw_letter(first.pk, why="lost", by=agent(), now=LATER)
    erase(second.name, by=ROBOT, now=LATER)
    for one in (first, second):
        checked = check_letter(NOBODY, one.code, on=NOW.date())
        assert (checked.state, checked.initials) == ("expired", "")


@pytest.mark.parametrize("wrong", [{"kind": "gold"}, {"name": " "}, {"area": ""}, {"area": "E12000002"}])
def test_what_is_no_letter_is_not_issued(areas, wrong):
    with pytest.raises(refusals.NotALetter):
        issue(**wrong)
    with pytest.raises(need_refusals.NotYours):
        issue(area=MANCHESTER)
    assert not Letter.objects.exists()


def test_a_letter_of_a_need_is_told_in_a_safe_way_and_forgotten_with_its_person(mine):
    made = issue(need=mine, area="")
    assert Message.objects.get(template="support/letter_ready").context["code"] == made.code
    forget_person(mine, why="They asked", by=agent(), now=LATER)
    assert check_letter(NOBODY, made.code, on=NOW.date()).state == "expired"


def test_the_pdf_is_tagged_has_title_and_language_and_takes_no_name_for_a_command():
    name = 'Łucja #strong[x] *Quill* "$x$" \\ // #import "a"'
    text = LetterText(
        "Letter for an unpaid carer", "Trafford", name, "looks after somebody.", "2345-2345-2345",
        "20 April 2020", "18 July 2020", "https://junction.example/check-letter/",
    )  # fmt: skip
    made = letter_pdf(text, issued_on=NOW.date())
    assert made == letter_pdf(text, issued_on=NOW.date())
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        catalog = pdf.doc.catalog
        assert catalog["Lang"] == b"en-GB" and catalog["MarkInfo"]["Marked"] and "StructTreeRoot" in catalog
        assert pdf.metadata["Title"] == "Letter for an unpaid carer 2345-2345-2345"
        said = " ".join((pdf.pages[0].extract_text() or "").split())
    assert name in said and "18 July 2020" in said and "2345-2345-2345" in said


def test_figures_count_what_was_written_down_by_then(mine):
    waits = state(now=NOW - timedelta(hours=5)).need
    call(mine, outcome="spoke-met")
    late = state().need
    desk.take_case(late.pk, by=agent(), now=LATER)
    after = late.limit_at + timedelta(hours=1)
    desk_calls.log_call(late.pk, said=desk_calls.Said("spoke-met"), by=agent(), now=after)
    answers = [code for code, one in desk_on(NOW.date()).dispositions.items() if one.is_answer]

    def figures(as_at, by=None):
        return desk_figures(
            (by or agent()).scope, since=NOW - timedelta(days=1), as_at=as_at, answers=answers
        )

    now = figures(after)
    assert now.agents == [AgentFigures("user:one", calls=2, answered=2, met=2, met_in_limit=1)]
    assert (now.share_in_limit, now.open, now.late, now.waiting_longest_since) == (50, 1, 1, waits.stated_at)
    then = figures(LATER)
    assert then.agents == [AgentFigures("user:one", 1, 1, 1, 1)] and (then.open, then.late) == (2, 0)
    start = figures(NOW)
    assert (start.agents, start.open, start.share_in_limit) == ([], 3, None)
    assert figures(after, agent(area=MANCHESTER)).open == 0
