"""Set what a plan asks: open a catalogue, add requirements, correct or withdraw one, publish it.

A requirement is never changed: its correction is a row of its own that comes from it, so that answers given
to the old words stay answers to the old words, and are carried along only as the lineage allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.record.queries.documents import document
from junction.record.queries.documents import statements as readable
from junction.record.rules.lineage import Clause, Fate, lineage

from ..models import Catalogue, Lineage, Requirement
from ..queries.catalogues import catalogue as one_catalogue
from ..queries.catalogues import requirement as one_requirement
from ..queries.reach import SET
from ..rules.book import assurance_rules
from ..rules.words import requirement_words
from . import refusals
from .carrying import carry_over, carry_over_one


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement as a person confirmed it; `statement` is the number of the row it was read from."""

    text: str
    theme: str
    actors: tuple[str, ...]
    strength: str
    kind: str
    ref: str = ""
    category: str = ""
    condition: str = ""
    due_on: date | None = None
    due_said: str = ""
    statement: int | None = None


@transaction.atomic
def open_catalogue(
    *,
    title: str,
    in_force_from: date,
    version: str = "",
    document_id: int | None = None,
    area: str | None = None,
    replaces: int | None = None,
    by: Actor,
    now: datetime,
) -> Catalogue:
    """Begin the catalogue of a version of a plan. Raise `MayNotSet`, `CannotSet` or what is out of reach."""
    reach = by.scope.reach(SET)
    if not (reach.national or area in reach.areas):
        raise refusals.MayNotSet
    if not title.strip():
        raise refusals.CannotSet("Enter a title")
    made = Catalogue.objects.create(
        title=title.strip()[:200], version=version.strip()[:60], area_id=area, in_force_from=in_force_from,
        document=document(by.scope, document_id) if document_id else None,
        replaces=one_catalogue(by.scope, replaces) if replaces else None,
        added_at=now, added_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.catalogue.opened", subject=f"catalogue:{made.pk}", title=made.title,
        document=document_id, replaces=replaces,
    )  # fmt: skip
    return made


@transaction.atomic
def add_requirements(
    catalogue_id: int, asked: Sequence[Asked], *, by: Actor, now: datetime
) -> list[Requirement]:
    """Add requirements to a catalogue; one of a statement that has one already is left out."""
    catalogue = _settable(catalogue_id, by=by)
    for one in asked:
        _refuse_unsound(one, now=now)
    there = set(
        Requirement.objects.filter(catalogue=catalogue, withdrawn_at=None).values_list("statement", flat=True)
    ) - {None}
    new = [one for one in asked if one.statement not in there]
    _refuse_unreadable(new, by=by)
    first = _next_number(catalogue)
    made = Requirement.objects.bulk_create(
        _row(catalogue, number, one, by=by, now=now) for number, one in enumerate(new, start=first)
    )
    if made:
        record(
            at=now, by=by, verb="assurance.requirements.added", subject=f"catalogue:{catalogue.pk}",
            playbook=requirement_words(local_day(now)).reference, count=len(made),
        )  # fmt: skip
    return made


@transaction.atomic
def correct_requirement(
    requirement_id: int, asked: Asked, *, why: str, by: Actor, now: datetime
) -> Requirement:
    """Put a requirement in other words: the old one is withdrawn and answers are carried along."""
    old = _live(requirement_id, by=by)
    if not why.strip():
        raise refusals.NeedsReason
    _refuse_unsound(asked, now=now)
    made = _row(old.catalogue, _next_number(old.catalogue), asked, by=by, now=now)
    made.statement_id = old.statement_id
    made.save(force_insert=True)
    _withdraw(old, why=why, by=by, now=now)
    kind = str(lineage([Clause(old.ref, old.text)], [Clause(made.ref, made.text)])[0].fate)
    kind = kind if kind == Fate.SAME else str(Fate.REWORDED)
    Lineage.objects.create(
        requirement=made, earlier=old, kind=kind, confidence=1, added_at=now, added_by=by.key
    )
    record(
        at=now, by=by, verb="assurance.requirement.corrected", subject=f"requirement:{made.pk}", why=why,
        earlier=old.pk,
    )  # fmt: skip
    carry_over_one(made, old, kind, by=by, now=now)
    return made


@transaction.atomic
def withdraw_requirement(requirement_id: int, *, why: str, by: Actor, now: datetime) -> None:
    """Ask it of nobody any more; what was answered stays."""
    old = _live(requirement_id, by=by)
    if not why.strip():
        raise refusals.NeedsReason
    _withdraw(old, why=why, by=by, now=now)
    record(at=now, by=by, verb="assurance.requirement.withdrawn", subject=f"requirement:{old.pk}", why=why)


@transaction.atomic
def publish_catalogue(catalogue_id: int, *, by: Actor, now: datetime) -> Catalogue:
    """Ask it of everybody it names; answers and evidence to the version before are carried over."""
    catalogue = _settable(catalogue_id, by=by)
    if catalogue.published_at:
        raise refusals.NotADraft
    if catalogue.replaces_id:
        Catalogue.objects.select_for_update().get(pk=catalogue.replaces_id)
        if Catalogue.objects.filter(replaces=catalogue.replaces_id, published_at__isnull=False).exists():
            raise refusals.ReplacedAlready
    if not Requirement.objects.filter(catalogue=catalogue, withdrawn_at=None).exists():
        raise refusals.HasNoRequirements
    Catalogue.objects.filter(pk=catalogue.pk).update(published_at=now, published_by=by.key)
    carried = carry_over(catalogue, by=by, now=now) if catalogue.replaces_id else {}
    record(
        at=now, by=by, verb="assurance.catalogue.published", subject=f"catalogue:{catalogue.pk}",
        playbook=assurance_rules(local_day(now)).reference, carried=carried,
    )  # fmt: skip
    catalogue.refresh_from_db()
    return catalogue


def _settable(catalogue_id: int, *, by: Actor) -> Catalogue:
    catalogue = one_catalogue(by.scope, catalogue_id)
    reach = by.scope.reach(SET)
    if not (reach.national or catalogue.area_id in reach.areas):
        raise refusals.MayNotSet
    return Catalogue.objects.select_for_update().get(pk=catalogue.pk)


def _live(requirement_id: int, *, by: Actor) -> Requirement:
    found = one_requirement(by.scope, requirement_id)
    _settable(found.catalogue_id, by=by)
    return one_requirement(by.scope, requirement_id)


def _withdraw(old: Requirement, *, why: str, by: Actor, now: datetime) -> None:
    Requirement.objects.filter(pk=old.pk).update(
        withdrawn_at=now, withdrawn_by=by.key, withdrawn_why=why.strip()
    )


def _next_number(catalogue: Catalogue) -> int:
    last = Requirement.objects.filter(catalogue=catalogue).aggregate(Max("number"))["number__max"]
    return (last or 0) + 1


def _refuse_unsound(asked: Asked, *, now: datetime) -> None:
    day = local_day(now)
    rules, words = assurance_rules(day), requirement_words(day)
    known = asked.theme in words.themes and asked.strength in words.strengths and asked.kind in words.kinds
    if not (asked.text.strip() and asked.actors and known and set(asked.actors) <= set(rules.parties)):
        raise refusals.CannotSet


def _refuse_unreadable(asked: Sequence[Asked], *, by: Actor) -> None:
    """A requirement keeps only a line that whoever adds it may read."""
    wanted = {one.statement for one in asked if one.statement is not None}
    if wanted and readable(by.scope).filter(pk__in=wanted).count() != len(wanted):
        raise refusals.CannotSet("A line of the document is not there or not for you.")


def _row(catalogue: Catalogue, number: int, asked: Asked, *, by: Actor, now: datetime) -> Requirement:
    values: dict[str, Any] = {
        "ref": asked.ref.strip()[:40], "text": asked.text.strip(), "category": asked.category.strip()[:200],
        "theme": asked.theme, "actors": list(asked.actors), "strength": asked.strength, "kind": asked.kind,
        "condition": asked.condition.strip(), "due_on": asked.due_on,
        "due_said": asked.due_said.strip()[:200],
        "statement_id": asked.statement,
    }  # fmt: skip
    return Requirement(catalogue=catalogue, number=number, added_at=now, added_by=by.key, **values)
