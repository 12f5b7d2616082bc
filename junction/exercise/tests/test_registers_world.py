"""The registers of the exercise: no page of the record or of plans is empty, and each has something wrong."""

from datetime import UTC, date, datetime

import pytest

from junction.assurance.models import ModelPlan, PlanEntry
from junction.assurance.queries.easements import easements
from junction.assurance.queries.reviews import reviews
from junction.assurance.rules.easing import gaps_of
from junction.core.audit.models import AuditEntry
from junction.core.files.queries import content
from junction.exercise import queries
from junction.exercise.operations.assuring import play_assurance
from junction.exercise.operations.documents import Kept, play_documents
from junction.exercise.operations.following import play_following
from junction.exercise.operations.holding import play_holding
from junction.exercise.operations.settling import play_settling
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.record.models import Confirmation, ConfirmationRequest, Contradiction, Extract, Thread
from junction.record.tests.disclosing import found_in, unpacked

LAST = date(2026, 11, 21)
PLAN = Plan(seed=7, region="E12000001", last_day=LAST, days=6, filed_days=2, share=0.02)
BY = system_actor("exercise")
EVENING = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


@pytest.fixture
def kept(areas) -> Kept:
    kept = play_documents(PLAN, by=BY)
    play_following(PLAN, kept, by=BY)
    play_assurance(PLAN, kept, by=BY)
    play_holding(PLAN, kept, by=BY)
    play_settling(PLAN, kept, by=BY, now=EVENING)
    return kept


def test_the_mail_settles_what_the_action_plan_had_wrong(kept):
    (settled,) = Contradiction.objects.exclude(settled_at=None)
    mail = kept.documents["quayside.eml"]
    holds = settled.one if settled.outcome == "first-holds" else settled.other
    assert holds.document_id == mail and "fire inspection" in settled.why


def test_one_letter_came_in_time_one_late_and_one_is_missing(kept):
    request = ConfirmationRequest.objects.get()
    came = {one.area_id: one.received_on <= request.due_on for one in Confirmation.objects.all()}
    assert came == {kept.councils["solid"]: True, kept.councils["half-true"]: False}


def test_one_easement_lacks_nothing_and_one_lacks_much(kept):
    lacks = {one.area_id: set(gaps_of(one, day=LAST)) for one in easements(BY.scope)}
    assert not lacks[kept.councils["solid"]]
    assert {"evidence", "impact", "consulted", "told", "review-overdue"} <= lacks[kept.councils["half-true"]]


def test_an_extract_has_left_without_the_names(kept):
    extract = Extract.objects.get()
    assert extract.state == "released" and extract.documents.count() == 2
    bundle = unpacked(content(extract.file_id))
    assert not found_in(bundle, head=extract.seal["head"]).broken
    assert not [name for name, bytes_of in bundle.items() if b"Imani" in bytes_of or b"Tom Bell" in bytes_of]


def test_plans_are_held_promised_heard_of_and_reviewed(kept):
    assert set(PlanEntry.objects.values_list("state", flat=True)) == {"held", "promised", "heard-of"}
    found = list(reviews(BY.scope).exclude(entry__plan__kind="shielding"))
    states = {one.entry.plan.area_id: one.state(day=LAST) for one in found}
    assert states == {kept.councils["half-true"]: "finished", kept.councils["solid"]: "overdue"}
    assert ModelPlan.objects.get().reuses.get().area_id == kept.councils["half-true"]


def test_of_plans_to_restart_shielding_one_is_held_and_weak_and_one_is_promised(kept):
    rows = PlanEntry.objects.filter(plan__kind="shielding")
    assert dict(rows.values_list("plan__area_id", "state")) == {
        kept.councils["half-true"]: "held", kept.councils["solid"]: "promised",
    }  # fmt: skip
    review = reviews(BY.scope).get(entry__plan__kind="shielding")
    assert review.state(day=LAST) == "under-way"
    assert dict(review.findings.values_list("criterion", "grade")) == {
        "shield-food": "strong", "shield-medicine": "weak", "shield-data": "weak",
        "shield-stand-down": "absent",
    }  # fmt: skip


def test_a_thread_holds_the_asks_the_promise_and_the_action(kept):
    links = Thread.objects.get().links.values_list("subject_kind", flat=True)
    assert sorted(links) == ["action", "ask", "ask", "commitment"]


def test_nothing_of_the_registers_is_written_after_the_last_day(kept):
    assert not AuditEntry.objects.filter(at__gt=EVENING).exists()
    assert queries.homes_of(BY.scope, kept.councils["half-true"], on=LAST, most=1) == []  # no homes here
