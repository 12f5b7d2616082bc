"""The record and the plans of the exercise: a solid, a half-true and a silent council; nothing is lost."""

from datetime import UTC, date, datetime

import pytest

from junction.assurance.models import Answer, Evidence, Requirement, SignOff
from junction.assurance.queries import national, stocktakes
from junction.assurance.queries.catalogues import asked_now, requirements
from junction.assurance.queries.chain import changes_since
from junction.assurance.queries.parties import named_party
from junction.assurance.queries.standing import standing
from junction.assurance.rules.book import assurance_rules
from junction.assurance.rules.grid import problems
from junction.assurance.rules.parties import Party
from junction.core.audit.models import AuditEntry
from junction.exercise import queries
from junction.exercise.files import told, written
from junction.exercise.operations.assuring import play_assurance
from junction.exercise.operations.binding import play_binding
from junction.exercise.operations.documents import Kept, play_documents
from junction.exercise.operations.escalating import play_escalating
from junction.exercise.operations.following import play_following
from junction.exercise.operations.raising import play_raising
from junction.exercise.operations.retaining import play_retaining
from junction.exercise.operations.settling import play_settling
from junction.exercise.rules.plan import Plan
from junction.exercise.rules.written import dated
from junction.oversight.queries.promises import bound_promises, judged_promises, suggested
from junction.people.queries import system_actor
from junction.record.files import open_source
from junction.record.models import Action, Ask, Commitment, Decision, Document, Statement
from junction.record.queries.asks import asks
from junction.record.queries.asks import told as told_asks
from junction.record.queries.meetings import meetings
from junction.record.queries.meetings import told as told_of_meetings
from junction.record.queries.promises import actions, commitments
from junction.record.queries.retention import to_decide
from junction.record.rules.contradictions import contradictions_in
from junction.record.rules.readers import read_as
from junction.record.rules.retention import retention_rules

LAST = date(2026, 11, 21)
PLAN = Plan(seed=7, region="E12000001", last_day=LAST, days=6, filed_days=2, share=0.02)
BY = system_actor("exercise")
EVENING = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


@pytest.fixture
def kept(areas) -> Kept:
    kept = play_documents(PLAN, by=BY)
    play_following(PLAN, kept, by=BY)
    play_assurance(PLAN, kept, by=BY)
    play_raising(PLAN, kept, by=BY)
    play_escalating(PLAN, kept, by=BY)
    return kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("by {-1}.", "by 20 November 2026."),
        ("{+10} and {-20}", "1 December 2026 and 1 November 2026"),
        ("[{-20:chat}, 18:02]", "[01/11/2026, 18:02]"),
        ("Date: {+0:mail} 09:14", "Date: Sat, 21 Nov 2026 09:14"),
        ("{one} is no day", "{one} is no day"),
    ],
)
def test_days_in_a_text_follow_the_last_day(text, said):
    assert dated(text, last_day=LAST) == said


@pytest.mark.parametrize("last_day", [LAST, date(2027, 1, 4), date(2028, 2, 29)])
def test_two_of_the_documents_contradict_each_other_in_one_day_whenever_they_are_played(last_day):
    reads = [
        read_as(one["kind"], open_source(written(one["file"], last_day=last_day), name=one["file"]))
        for one in told("documents")["document"]
    ]
    assert all(not read.not_read() for read in reads)
    (found,) = contradictions_in(reads)
    assert found.kind == "two-dates" and "fire inspection" in found.why


def test_the_plan_is_read_with_its_promises_dated_and_undated(kept):
    of_plan = Statement.objects.filter(document=kept.documents["plan.txt"])
    refs = set(of_plan.filter(kind="paragraph").values_list("ref", flat=True))
    assert refs == {f"{chapter}.{number}" for chapter in range(1, 6) for number in range(1, 6)}
    bold = [one for one in of_plan.filter(kind="commitment") if one.cells["basis"]["text"] == "bold"]
    days = [one.date_mentions.exclude(until_on=None).exists() for one in bold]
    assert (sum(days), len(days) - sum(days)) == (5, 4)


def wrong_of(who: str, kept: Kept) -> dict[str, set[str]]:
    """Which problems each requirement has at a council, by the reference."""
    rules = assurance_rules(LAST)
    party = named_party(BY.scope, rules, Party(area=kept.councils[who]), on=LAST)
    asked = list(requirements(BY.scope, asked_now(BY.scope).get().pk))
    found = standing(BY.scope, [party], asked, rules, at=EVENING, day=LAST)
    wrong = problems(found.grid, rules, day=LAST)
    return {
        one.ref: {code for code in wrong if wrong[code][0, column]}
        for column, one in enumerate(found.requirements)
    }


def test_one_council_is_solid_one_half_true_one_silent(kept):
    half, solid, silent = (wrong_of(who, kept) for who in ("half-true", "solid", "silent"))
    assert "done-not-met" in half["4.2"] and "evidence-expired" in half["2.1"]
    assert "done-open-issue" in half["2.3"] and "done-no-evidence" in half["1.2"]
    assert not {
        code for codes in solid.values() for code in codes if code not in ("no-answer", "expires-soon")
    }
    assert all("no-answer" in codes for codes in silent.values())
    assert "overdue" in half["3.1"] and "only-claimed" in half["1.4"]
    assert not Answer.objects.filter(area=kept.councils["silent"]).exists()
    missing = Statement.objects.filter(
        document=kept.documents["action-plan-half-true.csv"], kind="row", ref=""
    )
    assert missing.count() == 1  # a row without its reference
    assert half["3.3"] == {"no-answer"}  # so nobody can tell what it answers


def test_one_council_is_sent_back_by_its_region_and_another_changed_since_all_signed(kept):
    signed = {(one.area_id, one.level): one for one in SignOff.objects.all()}
    half, solid = kept.councils["half-true"], kept.councils["solid"]
    assert {(area, level): one.verdict for (area, level), one in signed.items()} == {
        (half, "self"): "agreed", (half, "local"): "agreed", (half, "regional"): "sent-back",
        (solid, "self"): "agreed", (solid, "local"): "agreed", (solid, "regional"): "reservations",
        (solid, "national"): "agreed",
    }  # fmt: skip
    assert len({one.signed_by for one in signed.values() if one.area_id == solid}) == 4
    (catalogue,) = {one.catalogue_id for one in signed.values()}

    def since(area, level):
        at = signed[area, level].signed_at
        return changes_since(BY.scope, catalogue, Party(area=area), since=at, until=EVENING)

    assert (since(solid, "national").evidence, len(since(solid, "national").requirements)) == (1, 1)
    assert not since(half, "regional")


def test_every_requirement_has_its_line_in_the_plan(kept):
    asked = Requirement.objects.all()
    assert 15 <= asked.count() <= 20
    assert all(one.statement.document_id == kept.documents["plan.txt"] for one in asked)
    assert all("council" in one.actors for one in asked)
    quoted = Evidence.objects.filter(statement__isnull=False).select_related("statement__document")
    assert quoted and all(one.quote in one.statement.document.text for one in quoted)


def test_a_decision_is_superseded_and_both_stay(kept):
    first, second = Decision.objects.order_by("decided_on")
    assert second.supersedes == first and first.options.filter(is_chosen=True).count() == 1
    assert set(second.scopes.values_list("stage", flat=True)) == {"adopted", "delivered"}


def test_nothing_is_written_after_the_last_day_or_without_its_line_in_the_log(kept):
    assert not AuditEntry.objects.filter(at__gte=EVENING).exists()
    assert AuditEntry.objects.filter(verb="record.document.kept").count() == Document.objects.count() == 7
    assert AuditEntry.objects.filter(verb="assurance.answer.recorded").count() == Answer.objects.count()


def test_the_half_true_council_is_the_one_whose_officer_signs_in(kept):
    largest = queries.largest_council(BY.scope, PLAN.region, on=LAST)
    assert len(set(kept.councils.values())) == 3
    assert kept.councils["half-true"] == queries.largest_councils(BY.scope, PLAN.region, on=LAST, most=1)[0]
    assert kept.councils["half-true"] == largest


def test_an_ask_went_through_four_hands_and_another_waits(kept):
    rows = told_asks(asks(BY.scope, now=EVENING), at=EVENING)
    by_words = {one.ask.words: one for one in rows}
    (round_trip,) = [one for words, one in by_words.items() if "who delivers to them" in words]
    assert (round_trip.passed_on, round_trip.has_it) == (3, "Hospital stores")
    assert set(round_trip.alarms) == {"unanswered", "passed-on"}
    assert [step.statement is not None for step in round_trip.steps][1:] == [True, True, True]
    (waiting,) = [one for words, one in by_words.items() if "night sitting" in words]
    assert waiting.alarms == ["unanswered"] and not waiting.is_answered
    assert sum(one.is_answered for one in rows) == 1
    assert Ask.objects.filter(confirmed_at=None, dismissed_at=None).exists()  # left for who looks


def test_promises_are_kept_late_and_undated_and_an_action_is_late(kept):
    found = commitments(BY.scope, now=EVENING)
    assert {one.standing for one in found} == {"kept", "late", "due", "undated"}
    assert Commitment.objects.filter(confirmed_at=None).exists()  # those in plain type wait
    states = {one.owner_said.partition(" ")[0]: one.state for one in actions(BY.scope, now=EVENING)}
    assert states == {"RF": "open", "TB": "late"} and Action.objects.count() == 2


def test_an_issue_waits_in_due_course_one_is_published_and_one_has_no_home(kept):
    found = {one.theme: one for one in national.issues(BY.scope, now=EVENING)}
    assert {theme: one.state for theme, one in found.items()} == {
        "indemnity": "undated", "workforce": "published", "regulation": "to-decide",
    }  # fmt: skip
    assert found["indemnity"].raised_times == 2 and (LAST - found["indemnity"].said_on).days == 14
    assert found["indemnity"].is_late and found["regulation"].owner is None


def test_a_stocktake_of_the_region_is_written_up_and_an_ask_of_it_carried_on(kept):
    one = stocktakes.stocktakes(BY.scope, now=EVENING).get()
    assert (one.state, one.asks, one.carried, one.came) == ("written-up", 2, 1, 2)


def test_promises_of_the_plan_are_bound_to_figures_by_a_person_and_others_wait(kept):
    play_settling(PLAN, kept, by=BY, now=EVENING)
    assert play_binding(PLAN, by=BY) == 3
    rows = judged_promises(BY.scope, bound_promises(BY.scope, now=EVENING), now=EVENING)
    said = {row.figure.code.split(":")[0]: (str(row.judgement), row.value) for row in rows}
    assert said["record-letters"][0] == "late" and 0 < said["record-letters"][1] < 100
    assert set(said) == {"record-letters", "supply-in-time", "assurance-national"}
    assert suggested(BY.scope, now=EVENING)


def test_old_papers_wait_are_held_are_asked_for_and_are_destroyed(kept):
    play_retaining(PLAN, kept, by=BY)
    rows = to_decide(BY.scope, retention_rules(LAST), day=LAST, as_at=EVENING)
    assert sorted(one.standing for one in rows) == ["asked", "destroyed", "held", "past"]
    gone = Document.objects.get(destroyed_at__isnull=False)
    assert gone.text == "" and gone.sha256 and gone.source == "Phone of a driver (simulated)"


def test_who_goes_to_the_forum_is_not_settled_and_a_read_out_says_who_was_there(kept):
    rows = told_of_meetings(meetings(BY.scope, now=EVENING), at=EVENING)
    states = {row.stand.state: row.stand for row in rows}
    assert set(states) == {"waits", "attended"}
    assert (states["waits"].decider, states["waits"].handed_over) == ("Imani Ward", 1)
    assert "Imani Ward (IW)" in states["attended"].came
