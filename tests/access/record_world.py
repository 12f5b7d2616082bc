"""A document of Northham for the world of the matrix, with one statement, and a note over it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from junction.core.scope import Actor
from junction.people.queries import system_actor
from junction.record.models import Commitment, Contradiction, ExtractFinding, Statement
from junction.record.operations import disclosure
from junction.record.operations.annotating import Layer, annotate
from junction.record.operations.asks import answer_ask
from junction.record.operations.decisions import Draft, write_decision
from junction.record.operations.disclosure import Redaction
from junction.record.operations.figures import dismiss_figure
from junction.record.operations.keeping import keep_document
from junction.record.operations.meeting_merges import merge_meetings
from junction.record.operations.meetings import Gathering, write_meeting
from junction.record.operations.promises import bind_commitment
from junction.record.operations.threads import Subject, add_to_thread, begin_thread
from junction.record.operations.writing import (
    Promise,
    Question,
    Task,
    Where,
    write_action,
    write_ask,
    write_commitment,
)
from junction.record.queries.extracts import Wanted
from junction.record.rules.handling import About
from junction.record.rules.plain import read_plain
from junction.record.rules.source import Source

from .retention_world import make_retention

TEXT = "Northham keeps a store of masks for its homes."


def make_record(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    by = system_actor("matrix")
    read = read_plain(Source(TEXT, name="store.txt"))
    about = About("letter", "Letter of Northham", area=world.north.code)
    kept = keep_document(TEXT.encode(), read, about, by=by, now=now).document
    assert kept is not None
    note = annotate(kept.pk, Layer("note", 0, 8, "The council"), by=by, now=now)
    said = Statement.objects.get(document=kept)
    doubt = Contradiction.objects.create(
        kind="in-place-and-pending", one=said, one_start=0, one_end=8, other=said, other_start=9,
        other_end=14, why="Masks are kept and are not", proposed_at=now,
    )  # fmt: skip
    return (
        disclosed(by=by, now=now)
        | promises_of(world, by=by, now=now)
        | make_retention(world, by=by, now=now)
        | {
            "contradiction_id": doubt.pk,
            "document_id": kept.pk,
            "statement_id": Statement.objects.get(document=kept).pk,
            "annotation_id": note.pk,
        }
    )


def promises_of(world: SimpleNamespace, *, by: Actor, now: datetime) -> dict[str, Any]:
    """Promises, an action and asks of Northham: proposed, confirmed and answered."""
    north, day = Where(world.north.code), now.date() - timedelta(days=30)
    promise = write_commitment(Promise("Northham sends sixty gowns", "Northham", day), north, by=by, now=now)
    waiting = write_commitment(Promise("Send ninety masks", "Northham", day), north, by=by, now=now)
    unfigured = write_commitment(Promise("Lend forty visors", "Northham", day), north, by=by, now=now)
    dismiss_figure(unfigured.pk, rule="drops", why="Counts others", by=by, now=now)
    bound = write_commitment(Promise("Bring eighty aprons", "Northham", day), north, by=by, now=now)
    bind_commitment(bound.pk, indicator="completeness", target=95, target_is="at-least", by=by, now=now)
    Commitment.objects.filter(pk=waiting.pk).update(confirmed_at=None, confirmed_by="")
    action = write_action(Task("Somebody is to count the visors", day), north, by=by, now=now)
    asked_at = datetime(2020, 4, 1, 9, tzinfo=UTC)
    question = Question("Tell me who has the keys", "Northham", asked_at, to="Warden")
    asked = write_ask(question, north, by=by, now=now)
    answered = write_ask(Question("Which door?", "Northham", asked_at, to="Warden"), north, by=by, now=now)
    answer_ask(answered.pk, answer="It is the blue door", answered_by="Warden", at=asked_at, by=by, now=now)
    gathering = Gathering("The stocktake of Northham", "Northham", asked_at, finder="Warden")
    meeting = write_meeting(gathering, north, by=by, now=now)
    counted, told_again, spoken_of = (
        write_meeting(Gathering(words, "Northham", asked_at, finder="Warden"), north, by=by, now=now)
        for words in ("Northham counts its beds", "The count of beds", "The call about the stocktake")
    )
    merge = merge_meetings(counted.pk, other=told_again.pk, why="One count", by=by, now=now)
    decided = write_decision(Draft("Share the aprons"), north, by=by, now=now)
    thread = begin_thread("The story of masks", area=world.north.code, by=by, now=now)
    on_it = add_to_thread(thread.pk, Subject("commitment", promise.pk), by=by, now=now)
    return {
        "decision_id": decided.pk,
        "thread_id": thread.pk,
        "thread_link_id": on_it.pk,
        "commitment_id": promise.pk,
        "bound_commitment_id": bound.pk,
        "unfigured_commitment_id": unfigured.pk,
        "proposed_commitment_id": waiting.pk,
        "action_id": action.pk,
        "ask_id": asked.pk,
        "answered_ask_id": answered.pk,
        "meeting_id": meeting.pk,
        "other_meeting_id": spoken_of.pk,
        "meeting_merge_id": merge.pk,
        "meeting_step_id": meeting.steps.get().pk,
    }


def disclosed(*, by: Actor, now: datetime) -> dict[str, Any]:
    """Extracts with the letter of Northham in them: one with a rule and a finding, one that was released."""
    ready, gone = (
        disclosure.make_extract(disclosure.Wish(title, "To show", "The matrix", Wanted()), by=by, now=now)
        for title in ("Papers of masks", "Papers that left")
    )
    rule = disclosure.add_redaction(ready.pk, Redaction("extract", "S40", "homes"), by=by, now=now)
    for extract in (ready, gone):
        disclosure.ask_check(extract.pk, by=by, now=now)
        disclosure.check(extract.pk, hidden=lambda paper: [], held=lambda paper: [], by=by, now=now)
    spot = {"paper": 1, "where": "text", "line": 1, "quote": "a store"}
    found = ExtractFinding.objects.create(
        extract=ready, key="0" * 64, kind="left-elsewhere", words="store", one=spot, other=spot, found_at=now
    )
    disclosure.ask_release(gone.pk, by=by, now=now)
    disclosure.release(gone.pk, by=by, now=now)
    return {
        "extract_id": ready.pk,
        "released_extract_id": gone.pk,
        "rule_id": rule.pk,
        "finding_id": found.pk,
    }
