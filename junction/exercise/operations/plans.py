"""Play a plan: one council shows what it says, another's answers are half true, the others are silent.

The half-true one is the council whose officer the demo signs in as: whoever looks finds claims that nothing
shows, evidence that ran out, a thing that is done and not met, and what is overdue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from junction.assurance.operations.answering import answer
from junction.assurance.operations.catalogues import (
    Asked,
    add_requirements,
    open_catalogue,
    publish_catalogue,
)
from junction.assurance.operations.issues import raise_issue
from junction.assurance.operations.recording import Said
from junction.assurance.operations.showing import Shown, add_evidence
from junction.assurance.operations.signing import sign_off
from junction.assurance.operations.verifying import Found, verify_answer
from junction.assurance.queries.proposals import proposed_of
from junction.assurance.rules.book import assurance_rules
from junction.assurance.rules.parties import Party
from junction.assurance.rules.words import requirement_words
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.record.operations.keeping import About, keep_document
from junction.record.rules.plain import read_plain
from junction.record.rules.source import Source

from .. import queries
from ..files import plan_asked
from ..rules.plan import Plan

PUBLISHED, ANSWERED, LOOKED = timedelta(days=21), timedelta(days=9), timedelta(days=2)
OWNER = "Director of Adult Social Services"


def play_plan(plan: Plan, *, by: Actor, now: datetime) -> int:
    """Publish the plan and answer it; return how many answers were given."""
    said = plan_asked()
    catalogue, numbers = _publish(said, by=by, now=now - PUBLISHED)
    half = queries.largest_council(by.scope, plan.region, on=plan.last_day)
    solid = queries.other_council(by.scope, plan.region, half, on=plan.last_day)
    given = 0
    for number, one in zip(numbers, said["requirement"], strict=True):
        if number is not None:
            given += _answer_half(number, Party(area=half), one.get("half"), by=by, now=now)
            given += _answer_solid(number, Party(area=solid), by=by, now=now)
    for council, words in ((solid, ""), (half, "We are ready.")):
        sign_off(
            catalogue, Party(area=council), level="self", verdict="agreed", said=words, by=by,
            now=now - LOOKED,
        )  # fmt: skip
    return given


def _publish(said: Mapping[str, Any], *, by: Actor, now: datetime) -> tuple[int, Sequence[int | None]]:
    """Keep the plan's document, add what it asks as it is proposed, and ask it; none where nobody answers."""
    text = "\n\n".join(one["text"] for one in said["requirement"])
    day = local_day(now)
    about = About(kind="plan", title=said["title"], dated_on=day, sensitivity="published")
    read = read_plain(Source(text, name="plan.txt"))
    kept = keep_document(text.encode(), read, about, media_type="text/plain", by=by, now=now).document
    catalogue = open_catalogue(
        title=said["title"], in_force_from=day, document_id=kept.pk if kept else None, by=by, now=now
    )
    proposed = proposed_of(by.scope, catalogue, assurance_rules(day), requirement_words(day))
    asked = [_asked(one, said["requirement"], day=day) for one in proposed]
    made = add_requirements(catalogue.pk, asked, by=by, now=now)
    publish_catalogue(catalogue.pk, by=by, now=now)
    by_text = {one.text: one.pk if "council" in one.actors else None for one in made}
    return catalogue.pk, [by_text.get(one["text"]) for one in said["requirement"]]


def _asked(one: Any, said: Sequence[Mapping[str, Any]], *, day: Any) -> Asked:
    """Return a proposal as a person would confirm it: the day it is due is set by hand."""
    due = next((row.get("due_in_days") for row in said if row["text"] == one.text), None)
    return Asked(
        text=one.text, theme=one.theme, actors=one.actors, strength=one.strength, kind=one.kind, ref=one.ref,
        condition=one.condition, statement=one.statement,
        due_on=day + PUBLISHED + timedelta(days=due) if due is not None else None,
    )  # fmt: skip


def _answer_half(
    number: int, party: Party, said: Mapping[str, str] | None, *, by: Actor, now: datetime
) -> int:
    """Answer as the half-true council does: some of it shown, some only said, some not at all."""
    if not said:
        return 0
    then = now - ANSWERED
    answer(Said(number, party, said["status"], said.get("result", "")), by=by, now=then)
    if title := said.get("shown"):
        add_evidence(number, party, Shown(title=title, owner=OWNER, quote=title), by=by, now=then)
    if title := said.get("expired"):
        ended = local_day(now) - timedelta(days=3)
        old = Shown(
            title=title, owner=OWNER, quote=title, received_on=ended - timedelta(days=300), expires_on=ended
        )
        add_evidence(number, party, old, by=by, now=then)
    if text := said.get("issue"):
        raise_issue(number, party, text=text, owner=OWNER, by=by, now=then)
    return 1


def _answer_solid(number: int, party: Party, *, by: Actor, now: datetime) -> int:
    """Answer as a council does that shows what it says, and let somebody else look at every third."""
    then = now - ANSWERED
    answer(Said(number, party, "done", "met", depth=2, said="Done, and tried."), by=by, now=then)
    shown = Shown(title="Note of what was done and when", owner=OWNER, quote="Done, with names and days.")
    add_evidence(number, party, shown, by=by, now=then)
    if number % 3 == 0:
        reviewer = replace(by, key="system:exercise-review")
        found = Found("verified", "Read the note and rang two of the homes in it")
        verify_answer(number, party, found, by=reviewer, now=now - LOOKED)
    return 1
