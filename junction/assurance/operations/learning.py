"""Write down an outbreak to be learned from, and its review. A change is a new entry; names stay apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.personal.operations import erase, keep
from junction.core.personal.queries import shown
from junction.core.playbook import NoRuleInForce
from junction.core.scope import Actor
from junction.registry.models import Place
from junction.registry.queries import places

from ..models import LearningEntry, LearningReview
from ..queries import learning as queries
from ..queries.learning_reach import circle
from ..queries.reach import ANSWER
from ..rules.learning import due_on, learning_rules
from . import learning_refusals as refusals
from .register_refusals import SayWhy, StillToCome

NAMES = "learning-participants"


@dataclass(frozen=True, slots=True)
class Outbreak:
    """What happened at a place, and who leads the review of it."""

    kind: str
    began_on: date
    over_on: date | None = None
    happened: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """When a review was held, whose part was played, and the names of who took part."""

    held_on: date
    parts: Sequence[str]
    took_part: str = ""


@transaction.atomic
def open_review(place_id: int, outbreak: Outbreak, *, by: Actor, now: datetime) -> LearningEntry:
    """Write down that there was an outbreak.

    Raise `NotYourCouncil`, `CannotOpen`, `StillToCome`, `OpenAlready`.
    """
    _refuse_wrong(outbreak, now=now)
    place = _own_place(place_id, by=by)
    standing = LearningEntry.objects.filter(
        superseded_at=None, review__withdrawn_at=None, review__place=place
    )
    if standing.filter(kind=outbreak.kind, began_on=outbreak.began_on).exists():
        raise refusals.OpenAlready
    made = LearningReview.objects.create(place=place, opened_at=now, opened_by=by.key)
    return _entered(made, "opened", _columns(outbreak), by=by, now=now)


@transaction.atomic
def correct_review(
    review_id: int, outbreak: Outbreak, *, why: str = "", by: Actor, now: datetime
) -> LearningEntry:
    """Say what is known of the outbreak by now, such as that it is over. What stood before stays.

    Raise `LearningEntry.DoesNotExist`, `NotYourCouncil`, `CannotOpen`, `StillToCome`, `SayWhy`.
    """
    _refuse_wrong(outbreak, now=now)
    before = _own(review_id, by=by)
    told = _columns(outbreak)
    known = ("kind", "began_on", "over_on")
    if not why.strip() and any(getattr(before, one) not in (None, "", told[one]) for one in known):
        raise SayWhy
    if before.held_on is not None and before.held_on < outbreak.began_on:
        raise refusals.CannotOpen("The review was held before that day.")
    kept = {"held_on": before.held_on, "parts": before.parts, "took_part": before.took_part}
    return _entered(before.review, "corrected", told | kept, before=before, why=why, by=by, now=now)


@transaction.atomic
def hold_review(review_id: int, held: Held, *, why: str = "", by: Actor, now: datetime) -> LearningEntry:
    """Write down that the review was held. Another time corrects it, with a reason.

    Raise `LearningEntry.DoesNotExist`, `NotYourCouncil`, `CannotHold`, `StillToCome`, `SayWhy`.
    """
    before, today = _own(review_id, by=by), local_day(now)
    if held.held_on > today:
        raise StillToCome
    rules = learning_rules(held.held_on)
    if held.held_on < before.began_on or not held.parts or set(held.parts) - set(rules.parts):
        raise refusals.CannotHold
    if before.held_on is not None and not why.strip():
        raise SayWhy
    values = _columns(_outbreak_of(before)) | {"held_on": held.held_on, "parts": list(held.parts)}
    values["took_part"] = before.took_part
    if names := held.took_part.strip():
        if before.took_part:
            erase(before.took_part, by=by, now=now, why="Corrected")
        until = today + timedelta(days=rules.names_kept_days)
        values["took_part"] = keep(names, kind=NAMES, by=by, now=now, retention_until=until)
    return _entered(before.review, "held", values, before=before, why=why, by=by, now=now)


@transaction.atomic
def withdraw_review(review_id: int, *, why: str, by: Actor, now: datetime) -> None:
    """Take back that there was such an outbreak; its lessons go with it. Raise `NotYourCouncil`, `SayWhy`."""
    found = _own(review_id, by=by).review
    if not why.strip():
        raise SayWhy
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_why = now, by.key, why.strip()
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record(at=now, by=by, verb="assurance.learning.withdrawn", subject=f"learning:{found.pk}", why=why)


@transaction.atomic
def read_names(review_id: int, *, by: Actor, now: datetime) -> str:
    """Return the names of who took part, and log that they were read. Raise `LearningEntry.DoesNotExist`."""
    mine = circle(by.scope, ANSWER, at="review__place__")
    found = queries.reviews(by.scope).filter(mine).get(review=review_id)
    if not found.took_part:
        return ""
    record(at=now, by=by, verb="assurance.names.read", subject=f"learning:{review_id}", kinds=[NAMES])
    return shown(found.took_part)


def _own_place(place_id: int, *, by: Actor) -> Place:
    """The place, locked, if it lies in one's own council. Raise `Place.DoesNotExist`, `NotYourCouncil`."""
    place = places(by.scope, permission=ANSWER).select_for_update(of=("self",)).get(pk=place_id)
    if not queries.may_write_of(by.scope, place.pk):
        raise refusals.NotYourCouncil
    return place


def _own(review_id: int, *, by: Actor) -> Any:
    mine = queries.own_reviews(by.scope).select_for_update(of=("self", "review"))
    found = mine.filter(review=review_id).first()
    if found is None:
        queries.review(by.scope, review_id)
        raise refusals.NotYourCouncil
    return found


def _refuse_wrong(outbreak: Outbreak, *, now: datetime) -> None:
    today = local_day(now)
    if outbreak.began_on > today or (outbreak.over_on or today) > today:
        raise StillToCome
    try:
        known = outbreak.kind in learning_rules(outbreak.began_on).kinds
    except NoRuleInForce:
        raise refusals.CannotOpen("Outbreaks before 2020 are not reviewed here.") from None
    if not known or (outbreak.over_on is not None and outbreak.over_on < outbreak.began_on):
        raise refusals.CannotOpen


def _outbreak_of(one: Any) -> Outbreak:
    return Outbreak(one.kind, one.began_on, one.over_on, one.happened, one.lead)


def _columns(outbreak: Outbreak) -> dict[str, Any]:
    return {
        "kind": outbreak.kind, "began_on": outbreak.began_on, "over_on": outbreak.over_on,
        "due_on": due_on(outbreak.over_on), "happened": outbreak.happened.strip(),
        "lead": outbreak.lead.strip()[:200],
    }  # fmt: skip


def _entered(
    review: LearningReview, verb: str, values: dict[str, Any], *, before: Any = None, why: str = "",
    by: Actor, now: datetime,
) -> LearningEntry:  # fmt: skip
    rules = learning_rules(values["over_on"] or values["began_on"])
    if before is not None:
        LearningEntry.objects.filter(pk=before.pk).update(superseded_at=now)
    made = LearningEntry.objects.create(
        review=review,
        **values,
        why=why.strip(),
        playbook=rules.reference,
        recorded_at=now,
        recorded_by=by.key,
    )
    days = {one: values[one].isoformat() for one in ("began_on", "over_on", "due_on") if values[one]}
    record(
        at=now, by=by, verb=f"assurance.learning.{verb}", subject=f"learning:{review.pk}", why=why,
        playbook=rules.reference, place=review.place_id, kind=made.kind, **days,
    )  # fmt: skip
    return made
