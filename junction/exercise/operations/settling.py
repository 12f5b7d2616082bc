"""Play what a record is kept for: a contradiction is settled, letters come in time, late or not at all.

A subject is followed as a thread, and what concerns it leaves as a sealed bundle with names taken out.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from junction.core.scope import Actor
from junction.record.operations import disclosure
from junction.record.operations.confirmations import Asked, Letter, ask_confirmation, confirm
from junction.record.operations.contradictions import (
    find_contradictions,
    list_assertions,
    settle_contradiction,
)
from junction.record.operations.disclosure import Redaction, Wish
from junction.record.operations.threads import Subject, add_to_thread, begin_thread
from junction.record.queries.extracts import Wanted

from .. import queries
from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan
from .documents import Kept

EVENING = 17 * 60  # minutes of the day
FOLLOWED = 1  # days before the last, as what was proposed is confirmed


def play_settling(plan: Plan, kept: Kept, *, by: Actor, now: datetime) -> None:
    """Settle, ask for letters, follow and disclose what `settled` says; the bundle is sealed `now`."""
    said = told("settled")
    for one in said["contradiction"]:
        _settle(one, kept, plan.last_day, by=by)
    for one in said["letter"]:
        _ask_for_letters(one, plan, kept, by=by)
    for one in said["thread"]:
        _follow(one, kept.councils["half-true"], plan.last_day, by=by)
    _disclose(said["extract"], by=by, now=now)


def _settle(one: Mapping[str, Any], kept: Kept, last_day: date, *, by: Actor) -> None:
    """Compare a document with all others, and say that it is the one that holds."""
    now = moment(last_day + timedelta(days=one["day"]), EVENING)
    document = kept.documents[one["holds"]]
    for number in kept.documents.values():
        list_assertions(number, by=by, now=now)
    find_contradictions(document, by=by, now=now)
    for number, first in queries.contradictions_saying(by.scope, one["why"], now=now):
        outcome = "first-holds" if first == document else "second-holds"
        settle_contradiction(number, outcome=outcome, note=one["note"], by=by, now=now)


def _ask_for_letters(one: Mapping[str, Any], plan: Plan, kept: Kept, *, by: Actor) -> None:
    """Ask the councils of the region; each letter is written down on the day it came."""
    asked_on, due_on = (plan.last_day + timedelta(days=one[name]) for name in ("asked", "due"))
    asked = Asked(
        title=one["title"], asks=one["asks"], asked_of=one["asked_of"], due_on=due_on, asked_on=asked_on,
        area=plan.region, gates=one["gates"], document=kept.documents["plan.txt"],
    )  # fmt: skip
    request = ask_confirmation(asked, by=by, now=moment(asked_on, EVENING))
    for came in one["came"]:
        if area := kept.councils.get(came["of"]):
            sent_on, received_on = (
                plan.last_day + timedelta(days=came[name]) for name in ("sent", "received")
            )
            letter = Letter(area, sent_on, received_on, came["signed_by"], came["key_issues"])
            confirm(request.pk, letter, by=by, now=moment(received_on, EVENING))


def _follow(one: Mapping[str, Any], area: str, last_day: date, *, by: Actor) -> None:
    now = moment(last_day - timedelta(days=FOLLOWED), EVENING)
    thread = begin_thread(one["title"], about=one["about"], area=area, by=by, now=now)
    for kind in ("ask", "commitment", "action"):
        for words in one[f"{kind}s"]:
            for number in queries.confirmed_saying(by.scope, kind, words, now=now):
                add_to_thread(thread.pk, Subject(kind, number), by=by, now=now)


def _disclose(one: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    """Make an extract, take names out, leave with a reason what the check found, release it."""
    wanted = Wanted(kinds=tuple(one["kinds"]))
    wish = Wish(one["title"], one["purpose"], one["made_for"], wanted)
    extract = disclosure.make_extract(wish, by=by, now=now)
    for words in one["take_out"]:
        disclosure.add_redaction(
            extract.pk, Redaction("extract", "S40", words, initials=True), by=by, now=now
        )
    disclosure.ask_check(extract.pk, by=by, now=now)
    disclosure.check(extract.pk, hidden=lambda paper: [], held=lambda paper: [], by=by, now=now)
    for number in queries.open_findings(by.scope, extract):
        disclosure.accept_finding(number, one["because"], by=by, now=now)
    disclosure.ask_release(extract.pk, by=by, now=now)
    disclosure.release(extract.pk, by=by, now=now)
