"""Documents propose promises, actions and asks, once, each with its statement; people judge them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.record.models import Action, Ask, AskStep, Commitment
from junction.record.operations import confirming
from junction.record.operations.keeping import keep_document
from junction.record.operations.promises import Found, find_commitment
from junction.record.operations.writing import Promise, Where, write_commitment
from junction.record.queries import asks as asks_of
from junction.record.queries import promises as queries
from junction.record.queries.said import proposed
from junction.record.rules.handling import About
from junction.record.rules.messages import read_messages
from junction.record.rules.promises import Standing
from junction.record.rules.reading import Cell, Certainty, DateSaid, Kind, Read, Reading
from junction.record.rules.source import Source, Span
from tests.cast import national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TRAFFORD = "E08000009"
TEXT = "We will send masks to homes by 1 May.\nACTION: JH to ring the depot.\n"
CHAT = "\n".join(
    [
        "[15/04/2020, 09:00:00] Asha Rao: Can you ring the home?",
        "[15/04/2020, 09:06:30] Ben Ode: Yes, will do.",
        "[15/04/2020, 10:00:00] Asha Rao: I've asked if we may have more",
    ]
)


def plan() -> Read:
    due = Span(28, 36)
    said = DateSaid("by 1 May", due, None, date(2020, 5, 2), Certainty.INFERRED)
    promise = Reading(
        Kind.COMMITMENT, (Span(0, 37),), "We will send masks to homes by 1 May.", dates=(said,), part_of=0,
        cells={"basis": Cell("bold", confidence=0.95), "who": Cell("Trafford", inferred=True),
               "to_whom": Cell("homes", (Span(22, 27),)), "due": Cell("by 1 May", (due,))},
    )  # fmt: skip
    action = Reading(
        Kind.ACTION, (Span(38, 67),), "ACTION: JH to ring the depot.",
        cells={"what": Cell("ring the depot."), "owner": Cell("JH"),
               "owner_name": Cell("Jo Hay", confidence=0.8)},
    )  # fmt: skip
    return Read(
        Source(TEXT, name="plan.txt"), (Reading(Kind.PARAGRAPH, (Span(0, 37),), "x"), promise, action)
    )


def keep(read, kind="plan", **about):
    about = {"area": TRAFFORD, "dated_on": date(2020, 4, 15)} | about
    return keep_document(
        read.source.text.encode(), read, About(kind, "A plan", **about), by=national(), now=NOW
    )


def test_a_promise_and_an_action_are_proposed_with_their_statements(areas):
    keep(plan())
    promise, action = Commitment.objects.get(), Action.objects.get()
    assert (promise.promised_by, promise.promised_to, promise.until_on) == (
        "Trafford",
        "homes",
        date(2020, 5, 2),
    )
    assert (promise.made_on, promise.certainty, promise.confidence) == (date(2020, 4, 15), "inferred", 0.95)
    assert promise.statement.kind == "commitment" and promise.confirmed_at is None
    assert (action.words, action.owner_said, action.until_on) == ("ring the depot.", "JH (Jo Hay)", None)
    line = AuditEntry.objects.get(verb="record.proposals.made")
    assert line.detail == {"commitment": 1, "action": 1, "ask": 0, "meeting": 0}


def test_the_same_document_twice_proposes_nothing_twice_and_a_dry_run_nothing(areas):
    keep_document(
        TEXT.encode(), plan(), About("plan", "A", area=TRAFFORD), dry_run=True, by=national(), now=NOW
    )
    assert not Commitment.objects.exists()
    keep(plan())
    keep(plan())
    assert (Commitment.objects.count(), Action.objects.count()) == (1, 1)


def test_the_asks_of_a_chat_are_proposed_with_answer_and_first_step(areas):
    keep(read_messages(Source(CHAT)), kind="messages")
    ringing, more = Ask.objects.all()
    assert (ringing.asked_by, ringing.answered_by, ringing.answer) == ("Asha Rao", "Ben Ode", "Yes, will do.")
    assert ringing.answered_at - ringing.asked_at == timedelta(minutes=6, seconds=30)
    assert ringing.answer_statement.number == 1 and ringing.answer_recorded_at == NOW
    assert AskStep.objects.get(ask=ringing).to == "Ben Ode"
    step = AskStep.objects.get(ask=more)
    assert (step.to, step.finder) == ("", "Asha Rao")


def test_a_batch_is_confirmed_once_and_only_in_reach(areas):
    keep(read_messages(Source(CHAT)), kind="messages")
    numbers = [one.pk for one in Ask.objects.all()]
    assert confirming.confirm_many(Ask, numbers, by=other_officer(), now=NOW) == 0
    assert confirming.confirm_many(Ask, numbers[:1], by=officer_of(TRAFFORD), now=NOW) == 1
    assert confirming.confirm_many(Ask, numbers, by=officer_of(TRAFFORD), now=NOW) == 1
    assert AuditEntry.objects.filter(verb="record.ask.confirmed").count() == 2
    with pytest.raises(confirming.SayWhy):
        confirming.dismiss_many(Ask, numbers, why=" ", by=national(), now=NOW)
    assert confirming.dismiss_many(Ask, numbers, why="None", by=national(), now=NOW) == 0
    assert not proposed(national().scope, Ask).exists()


def test_where_a_promise_stands_is_looked_back_at(areas):
    keep(plan())
    by, later = officer_of(TRAFFORD), NOW + timedelta(days=30)
    one = Commitment.objects.get()
    confirming.confirm(Commitment, one.pk, edits={"promised_to": "all homes"}, by=by, now=NOW)
    find_commitment(one.pk, Found("kept-late", date(2020, 5, 10), "Came"), by=by, now=later)

    def stands(now, as_at=None):
        rows = queries.commitments(by.scope, as_at=as_at, now=now)
        return [(row.standing, row.late) for row in queries.with_standing(rows, at=as_at or now)]

    assert stands(later) == [(Standing.KEPT_LATE, 0)]
    assert stands(later, later - timedelta(minutes=1)) == [(Standing.LATE, 19)]
    assert stands(later, NOW) == [(Standing.DUE, 0)]
    assert stands(later, NOW - timedelta(minutes=1)) == []
    assert queries.findings(other_officer().scope, one, at=later) == []
    assert [each.outcome for each in queries.findings(by.scope, one, at=later)] == ["kept-late"]
    found = queries.findings(by.scope, one, at=NOW)
    one.refresh_from_db()
    assert queries.standing_of(one, found, at=NOW) == Standing.DUE


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [(None, None), (date(2020, 4, 21), None), (None, date(2020, 4, 20)), (None, date(2020, 4, 21)),
     (date(2020, 4, 21), date(2020, 4, 22)), (date(2020, 4, 1), None)],
)  # fmt: skip
def test_the_database_says_of_days_what_the_rules_say(areas, from_on, until_on):
    said = Promise("x", "The nation", date(2020, 4, 1), from_on=from_on, until_on=until_on)
    one = write_commitment(said, Where(), by=national(), now=NOW)
    found = queries.commitments(national().scope, now=NOW).get()
    assert found.standing == queries.standing_of(one, [], at=NOW)


def test_what_is_typed_is_of_an_area_in_reach_or_of_a_statement_in_reach(areas):
    keep(plan())
    statement = Commitment.objects.get().statement_id
    said = Promise("Masks by May", "Trafford", date(2020, 4, 1))
    kept = write_commitment(said, Where(statement=statement), by=officer_of(TRAFFORD), now=NOW)
    assert (kept.area_id, kept.document.title, kept.confirmed_at) == (TRAFFORD, "A plan", NOW)
    with pytest.raises(confirming.NotYourRecord):
        write_commitment(said, Where(TRAFFORD), by=other_officer(), now=NOW)
    with pytest.raises(confirming.NotYourRecord):
        write_commitment(said, Where(), by=officer_of(TRAFFORD), now=NOW)
    with pytest.raises(confirming.SayMore):
        write_commitment(said, Where(statement=statement), by=other_officer(), now=NOW)
    backwards = Promise("x", "y", date(2020, 4, 1), from_on=date(2020, 4, 3), until_on=date(2020, 4, 3))
    with pytest.raises(confirming.SayMore):
        write_commitment(backwards, Where(TRAFFORD), by=national(), now=NOW)


def test_an_answer_is_known_only_since_it_was_written_down(areas):
    keep(read_messages(Source(CHAT)), kind="messages")
    by, later = officer_of(TRAFFORD), NOW + timedelta(days=2)
    confirming.confirm_many(Ask, [one.pk for one in Ask.objects.all()], by=by, now=NOW)
    more = Ask.objects.get(answered_at=None)

    def rows(as_at):
        found = asks_of.asks(by.scope, as_at=as_at, now=later)
        return {row.ask.pk: row for row in asks_of.told(found, at=as_at)}

    from junction.record.operations.asks import Step, answer_ask, pass_on

    pass_on(more.pk, Step(NOW, to="Comms"), by=by, now=NOW + timedelta(hours=1))
    answer_ask(more.pk, answer="Yes", answered_by="Comms", at=NOW, by=by, now=later)
    before, after = rows(later - timedelta(minutes=1))[more.pk], rows(later)[more.pk]
    assert (before.is_answered, before.has_it, before.alarms) == (False, "Comms", ["unanswered"])
    assert (after.is_answered, after.alarms, after.passed_on) == (True, [], 0)
    assert rows(NOW)[more.pk].is_homeless and rows(NOW)[more.pk].finder == "Asha Rao"
    past = later - timedelta(minutes=1)
    found = asks_of.asks(by.scope, as_at=past, now=later)
    assert [one.pk for one in asks_of.alarming(found, at=past)] == [more.pk]
