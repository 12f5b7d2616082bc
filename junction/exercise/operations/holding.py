"""Play the registers of plans: who holds which, how each was reviewed, what was eased, what was heard.

A second person reviews, and the owner of the plan replies: nobody speaks for both.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from junction.assurance.operations.easements import Decision, decide_stage, tell
from junction.assurance.operations.heard import Said, write_heard
from junction.assurance.operations.model_plans import publish_model, say_reused
from junction.assurance.operations.plans import Known, register_plan
from junction.assurance.operations.reviews import Found, ask_review, finish_review, reply, write_finding
from junction.assurance.rules.parties import Party
from junction.assurance.rules.plan_book import plan_rules
from junction.core.scope import Actor

from .. import queries
from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan
from .assuring import REVIEWER
from .documents import Kept

AFTERNOON = 15 * 60  # minutes of the day
REGISTERED = 22  # days before the last, where nothing else says when
HOMES = 3

Plans = dict[tuple[str, str], int]  # the number of a plan by its kind and whose it is


def play_holding(plan: Plan, kept: Kept, *, by: Actor) -> None:
    """Write down what `registers` says, of whoever is there in this world."""
    last_day = plan.last_day
    parties = _parties(kept, last_day, by=by)
    here = {kind: [one for one in rows if one["of"] in parties] for kind, rows in told("registers").items()}
    plans: Plans = {}
    known = plan_rules(last_day - timedelta(days=REGISTERED)).kinds
    for one in (one for one in here["plan"] if one["kind"] in known):
        plans[one["kind"], one["of"]] = _register(one, parties[one["of"]], plans, last_day, by=by)
    for one in (one for one in here["review"] if (one["plan"], one["of"]) in plans):
        _review(one, plans[one["plan"], one["of"]], last_day, by=by)
    for one in here["model"]:
        _publish(one, plans[one["plan"], one["of"]], parties, last_day, by=by)
    for one in here["easement"]:
        _ease(one, parties[one["of"]], last_day, by=by)
    for one in here["heard"]:
        _hear(one, parties[one["of"]], last_day, by=by)


def _parties(kept: Kept, last_day: date, *, by: Actor) -> dict[str, Party]:
    """Return whose things the registers speak of, by the names of `registers.toml`."""
    council = kept.councils["half-true"]
    found = {who: Party(area=code) for who, code in kept.councils.items()}
    found["forum"] = Party(area=queries.forum_of(by.scope, council, on=last_day))
    homes = queries.homes_of(by.scope, council, on=last_day, most=HOMES)
    return found | {f"home-{number}": Party(place=home) for number, home in enumerate(homes, start=1)}


def _register(one: Mapping[str, Any], party: Party, plans: Plans, last_day: date, *, by: Actor) -> int:
    on = last_day + timedelta(days=one["day"]) if "day" in one else None
    known = Known(
        one["kind"], party, one["state"], title=one.get("title", ""), version=one.get("version", ""),
        owner=one.get("owner", ""), parent=plans.get(("lrf", one["below"])) if "below" in one else None,
        on=on, source=one.get("source", ""),
    )  # fmt: skip
    return register_plan(known, by=by, now=_at(last_day, -REGISTERED)).plan_id


def _review(one: Mapping[str, Any], plan_id: int, last_day: date, *, by: Actor) -> None:
    other = replace(by, key=REVIEWER)
    asked, due_on = _at(last_day, one["asked"]), last_day + timedelta(days=one["due"])
    named = [(post, department) for post, department in one["reviewers"]]
    review = ask_review(plan_id, reviewers=named, due_on=due_on, by=other, now=asked)
    for found in one["finding"]:
        written = Found(found["criterion"], found["grade"], found["said"], found.get("place", ""))
        write_finding(review.pk, written, by=other, now=asked + timedelta(days=1))
    if "finished" in one:
        finished = _at(last_day, one["finished"])
        finish_review(review.pk, depth=one["depth"], summary=one["summary"], by=other, now=finished)
        reply(review.pk, said=one["reply"], by=by, now=finished + timedelta(days=2))


def _publish(
    one: Mapping[str, Any], plan_id: int, parties: Mapping[str, Party], last_day: date, *, by: Actor
) -> None:
    now = _at(last_day, one["day"])
    model = publish_model(plan_id, why=one["why"], by=replace(by, key=REVIEWER), now=now)
    if party := parties.get(one["used_by"]):
        say_reused(model.pk, party, said=one["said"], by=by, now=now + timedelta(days=3))


def _ease(one: Mapping[str, Any], party: Party, last_day: date, *, by: Actor) -> None:
    decided_on = last_day + timedelta(days=one["day"])
    now = _at(last_day, one["day"])
    words = {
        name: one[name] for name in ("stage", "duties", "reason", "evidence", "impact", "parts", "principles")
    }
    decision = Decision(
        area=str(party.area),
        decided_on=decided_on,
        review_on=last_day + timedelta(days=one["review"]),
        **words,
    )
    easement = decide_stage(decision, by=by, now=now)
    for each in one["told"]:
        tell(
            easement.pk, audience=each["audience"], told_on=decided_on, how=each["how"],
            is_accessible=each.get("accessible", False), by=by, now=now,
        )  # fmt: skip


def _hear(one: Mapping[str, Any], party: Party, last_day: date, *, by: Actor) -> None:
    heard_on = last_day + timedelta(days=one["day"])
    said = Said(
        party, one["said_by"], one["said"], one["reliability"], one["credibility"], heard_on,
        is_shareable=one["shared"],
    )  # fmt: skip
    write_heard(said, by=by, now=_at(last_day, one["day"]))


def _at(last_day: date, days: int) -> datetime:
    return moment(last_day + timedelta(days=days), AFTERNOON)
