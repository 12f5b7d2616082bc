"""Play the end of documents: a council's old papers; one waits, one is held, one is asked for, one went."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from junction.core.scope import Actor
from junction.people.queries import system_actor
from junction.record.files import open_source
from junction.record.operations.keeping import keep_document
from junction.record.operations.retention import Holding, ask_destruction, destroy, place_hold
from junction.record.rules.handling import About
from junction.record.rules.readers import read_as

from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan
from .documents import Kept

MORNING, NOON, AFTERNOON = 9 * 60, 12 * 60, 15 * 60  # minutes of the day
BEFORE = 2  # days before the last


def play_retaining(plan: Plan, kept: Kept, *, by: Actor) -> None:
    """Keep the old papers, and do with each what the facts say."""
    area = kept.councils.get("half-true")
    for number, one in enumerate(told("retained")["document"]):
        document = _keep(one, number, area, plan.last_day, by=by)
        _end(one, document, plan.last_day - timedelta(days=BEFORE), by=by)


def _keep(one: Mapping[str, Any], number: int, area: str | None, last_day: date, *, by: Actor) -> int:
    received = date(last_day.year - one["years"], last_day.month, 1)
    content = one["text"].encode()
    read = read_as(one["kind"], open_source(content, name=f"paper-{number}.txt"), written_on=received)
    about = About(
        one["kind"], one["title"], source=one["source"], dated_on=received, received_on=received, area=area,
        sensitivity=one["marking"],
    )  # fmt: skip
    at = moment(last_day - timedelta(days=BEFORE), MORNING)
    report = keep_document(content, read, about, by=by, now=at)
    assert report.document is not None  # an exercise is played once
    return report.document.pk


def _end(one: Mapping[str, Any], document: int, day: date, *, by: Actor) -> None:
    now = moment(day, NOON)
    if one["end"] == "held":
        wanted = Holding("document", one["matter"], one["why"], document=document)
        place_hold(wanted, by=by, now=now)
    if one["end"] in ("asked", "destroyed"):
        asked = ask_destruction(document, why=one["why"], by=by, now=now)
        if one["end"] == "destroyed":
            destroy(asked.pk, by=system_actor("exercise-second"), now=moment(day, AFTERNOON))
