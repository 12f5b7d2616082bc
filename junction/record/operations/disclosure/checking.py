"""Check an extract for what does not fit, by a job; accept with a reason what is to stay as it is."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.jobs import defer
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ...models import Extract, ExtractFinding
from ...queries.extracts import finding
from ...queries.leaving import leaving, numbers_of, papers, rules_in_force
from ...rules.disclosure.consistency import Inconsistency, Spot, inconsistencies
from ...rules.disclosure.held import held_back
from ...rules.disclosure.papers import Leaf, Leaving, Paper
from ...rules.disclosure.rules import State
from ...rules.opened import NOT_READ
from .refusals import ExtractMovedOn, at_work, locked, progress_of

CHECK = "record.check_extract"
Hidden = Callable[[Paper], Iterable[tuple[str, int | None]] | None]  # text under boxes, and its page
Held = Callable[[Paper], Iterable[tuple[str, str, bool]] | None]  # `rules.disclosure.held`


class CannotAccept(Refusal):
    """Say why it may stay as it is."""

    status: ClassVar[int] = 422


@transaction.atomic
def ask_check(extract_id: int, *, by: Actor, now: datetime) -> None:
    """Have an extract checked. Raise `Extract.DoesNotExist`, `ExtractMovedOn`."""
    extract = locked(extract_id, State.PREPARING, State.CHECKED, by=by)
    extract.state, extract.done, extract.of = State.CHECKING, 0, 0
    extract.save(update_fields=["state", "done", "of"])
    record(at=now, by=by, verb="record.extract.check-asked", subject=f"extract:{extract.pk}")
    defer(CHECK, extract_id=extract.pk, by=by.key)


def check(extract_id: int, *, hidden: Hidden, held: Held, by: Actor, now: datetime) -> int:
    """Do it; return how many findings are open. `hidden` reads what nobody sees, `held` every word the
    bytes of a source hold (None: unread).
    """
    extract = at_work(extract_id, State.CHECKING, by=by)
    if extract is None:
        return 0
    through, of = leaving(by.scope, extract), len(numbers_of(by.scope, extract))
    found: list[Inconsistency] = []
    for done, paper in enumerate(papers(by.scope, extract), start=1):
        found += [*_under_boxes(paper, hidden(paper)), *_unread(paper)]
        if extract.with_originals:
            found += _as_received(paper, held, through)
        progress_of(extract_id, State.CHECKING, done, of)
    found += inconsistencies(lambda: papers(by.scope, extract), through)
    return _keep(extract_id, found, by=by, now=now)


def _under_boxes(paper: Paper, hidden: Iterable[tuple[str, int | None]] | None) -> list[Inconsistency]:
    if hidden is None:
        return [Inconsistency("unread-source", "", Spot(paper.number, "file", None, paper.file_name), None)]
    return [
        Inconsistency(
            "text-under-box",
            text[:500],
            Spot(paper.number, f"page {page}" if page else "file", None, text[:80]),
            None,
        )
        for text, page in hidden
    ]


def _unread(paper: Paper) -> list[Inconsistency]:
    """Return the files within a source that nobody has read: it cannot leave as received."""
    return [
        Inconsistency("unread-part", said[:500], Spot(paper.number, "file", None, said[:80]), None)
        for name, said in paper.properties
        if name == NOT_READ
    ]


def _as_received(paper: Paper, held: Held, through: Leaving) -> list[Inconsistency]:
    """Return what would leave with the file of a document that no rule touches."""
    if Leaf(paper, through).is_touched:
        return []
    texts = held(paper)
    return _under_boxes(paper, None) if texts is None else held_back(paper, texts, through)


@transaction.atomic
def _keep(extract_id: int, found: list[Inconsistency], *, by: Actor, now: datetime) -> int:
    """Replace what was found before; what was accepted stays accepted where it is found again."""
    extract = Extract.objects.select_for_update().get(pk=extract_id)
    if extract.state != State.CHECKING:
        raise ExtractMovedOn
    every = {one.key: one for one in found}
    ExtractFinding.objects.filter(extract=extract).exclude(key__in=every).delete()
    known = set(ExtractFinding.objects.filter(extract=extract).values_list("key", flat=True))
    ExtractFinding.objects.bulk_create(
        ExtractFinding(extract=extract, key=key, found_at=now, **_row(one))
        for key, one in every.items()
        if key not in known
    )
    open_now = ExtractFinding.objects.filter(extract=extract, accepted_at__isnull=True).count()
    extract.state, extract.checked_at = State.CHECKED, now
    extract.save(update_fields=["state", "checked_at"])
    record(
        at=now, by=by, verb="record.extract.checked", subject=f"extract:{extract.pk}",
        playbook=rules_in_force(extract).reference, findings=len(every), open=open_now,
    )  # fmt: skip
    return open_now


def _row(one: Inconsistency) -> dict[str, object]:
    return one.as_dict() | {"words": one.words[:500]}


@transaction.atomic
def accept_finding(finding_id: int, because: str, *, by: Actor, now: datetime) -> None:
    """Let a finding stay. Raise `ExtractFinding.DoesNotExist`, `ExtractMovedOn`, `CannotAccept`."""
    one = finding(by.scope, finding_id)
    extract = locked(one.extract_id, State.CHECKED, by=by)
    if not because.strip():
        raise CannotAccept
    if one.accepted_at:
        raise ExtractMovedOn
    one.accepted_at, one.accepted_by, one.because = now, by.key, because.strip()[:500]
    one.save(update_fields=["accepted_at", "accepted_by", "because"])
    record(
        at=now, by=by, verb="record.finding.accepted", subject=f"extract:{extract.pk}", why=one.because,
        finding=one.pk, kind=one.kind,
    )  # fmt: skip
