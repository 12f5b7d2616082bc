"""Play the record: a plan, three councils' answers to it, a chat, an e-mail and a read-out are kept.

Each goes the way of any document: opened as a file, read, kept at its own moment. Nothing here writes what
was read: the readers do. The texts are our own; nobody real has said any of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from junction.core.scope import Actor
from junction.record.files import open_source
from junction.record.models import Decision
from junction.record.operations.decisions import Option, Reach, record_decision
from junction.record.operations.keeping import keep_document
from junction.record.rules.handling import About
from junction.record.rules.readers import read_as

from .. import queries
from ..files import told, written
from ..rules.answers import moment
from ..rules.plan import Plan

NATION = "nation"
WHO = ("half-true", "solid", "silent")  # the councils of most people, the largest first
RECEIVED = 9 * 60  # minutes of the day
DECIDED = 11 * 60


@dataclass(frozen=True, slots=True)
class Kept:
    """The numbers of the documents by the names of their files, and the councils by what their plans are."""

    documents: Mapping[str, int]
    councils: Mapping[str, str]


def play_documents(plan: Plan, *, by: Actor) -> Kept:
    """Keep the documents of the exercise, and write down what was decided."""
    largest = queries.largest_councils(by.scope, plan.region, on=plan.last_day, most=len(WHO))
    councils = dict(zip(WHO, largest, strict=False))
    kept: dict[str, int] = {}
    for one in told("documents")["document"]:
        if one["of"] == NATION or one["of"] in councils:
            kept[one["file"]] = _keep(one, councils.get(one["of"]), plan.last_day, by=by)
    _decide(plan.last_day, by=by)
    return Kept(kept, councils)


def _keep(one: Mapping[str, Any], area: str | None, last_day: date, *, by: Actor) -> int:
    day = last_day + timedelta(days=one["day"])
    content = written(one["file"], last_day=last_day)
    read = read_as(one["kind"], open_source(content, name=one["file"]), written_on=day)
    about = About(
        one["kind"], one["title"], source=one.get("source", ""), dated_on=day, received_on=day, area=area,
        sensitivity=one["marking"],
    )  # fmt: skip
    report = keep_document(content, read, about, by=by, now=moment(day, RECEIVED))
    assert report.document is not None  # an exercise is played once
    return report.document.pk


def _decide(last_day: date, *, by: Actor) -> None:
    """Write down each decision; one that supersedes takes the place of the one before it."""
    before = None
    for one in told("decisions")["decision"]:
        day = last_day + timedelta(days=one["day"])
        decided = {name: one[name] for name in ("title", "information", "powers", "decision", "decided_by")}
        supersedes = before if one.get("supersedes") else None
        kept = record_decision(
            Decision(**decided, decided_on=day, principles=one["principles"], supersedes_id=supersedes),
            options=[Option(o["words"], o["reasons"], o.get("chosen", False)) for o in one["option"]],
            scopes=[
                Reach(each["stage"], each["words"], last_day + timedelta(days=each["day"]))
                for each in one["scope"]
            ],
            by=by,
            now=moment(day, DECIDED),
        )
        before = kept.pk
