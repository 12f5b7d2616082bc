"""Threads in reach, and each as one line: its things and what became of them, by when it happened."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet

from junction.core.calendar import LOCAL, local_day
from junction.core.scope import Scope

from ..models import Action, Ask, Commitment, Decision, Meeting, Statement, Thread, ThreadLink
from ..rules.attendance import attendance_rules
from ..rules.retention import GONE
from ..rules.searching import search_rules
from .documents import SEE, statements
from .said import in_reach
from .search import search
from .words import groups_of, holding_groups

SHOWN = 10  # of each kind that a search offers


@dataclass(frozen=True, slots=True)
class Entry:
    """One point of a line: when, what it is, its words, the thing it belongs to, the link that brought it.

    Of a statement, `source` is the title of its document and `source_line` where it stands in it.
    """

    at: datetime
    what: str
    words: str
    kind: str
    number: int
    link: int | None = None  # none: what became of a thing whose link stands earlier
    note: str = ""
    source: str = ""
    source_line: int | None = None
    document: int | None = None
    has_hour: bool = False  # a day alone stands at its first moment; here the moment itself was told


@dataclass(frozen=True, slots=True)
class Linkable:
    """A kind of thing that may stand on a thread: how it is read, when it happened, what became of it."""

    rows: Callable[[Scope, datetime | None], QuerySet[Any]]
    at: Callable[[Any], datetime]
    words: Callable[[Any], str]
    later: Callable[[Any, datetime], Iterator[tuple[datetime, str, str]]]


def _on(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=LOCAL) if day else None


def _statement_at(one: Statement) -> datetime:
    document = one.document
    return one.at or _on(document.dated_on) or _on(document.received_on) or document.added_at


def _nothing(one: Any, at: datetime) -> Iterator[tuple[datetime, str, str]]:
    return iter(())


def _of_commitment(one: Commitment, at: datetime) -> Iterator[tuple[datetime, str, str]]:
    if one.until_on and (over := _on(one.until_on)):
        yield over, "Last day over", one.words
    for found in one.findings.all():
        if found.recorded_at <= at:
            yield _on(found.on) or found.recorded_at, f"Found: {found.outcome.replace('-', ' ')}", found.note


def _of_ask(one: Ask, at: datetime) -> Iterator[tuple[datetime, str, str]]:
    for step in one.steps.all():
        if step.recorded_at <= at:
            yield (
                step.at,
                "Passed on" if step.to else "No home yet",
                step.to or f"{step.finder} must find one",
            )
    if one.answered_at and one.answer_recorded_at and one.answer_recorded_at <= at:
        yield one.answered_at, f"Answered by {one.answered_by}", one.answer


def _of_meeting(one: Meeting, at: datetime) -> Iterator[tuple[datetime, str, str]]:
    named = attendance_rules(local_day(at)).steps
    for step in one.steps.all():
        if step.recorded_at <= at and not (step.withdrawn_at and step.withdrawn_at <= at):
            yield step.at, named.get(step.what, step.what), ": ".join(filter(None, (step.who, step.note)))


def _of_action(one: Action, at: datetime) -> Iterator[tuple[datetime, str, str]]:
    if one.closed_at and one.closed_at <= at:
        yield one.closed_at, "Closed", one.note


def _of_decision(one: Decision, at: datetime) -> Iterator[tuple[datetime, str, str]]:
    for scope in one.scopes.all():
        if scope.recorded_at <= at:
            yield _on(scope.on) or scope.recorded_at, scope.stage.capitalize(), scope.words


def _said(kind: type[Any], *more: str) -> Callable[[Scope, datetime | None], QuerySet[Any]]:
    return lambda scope, as_at: in_reach(scope, kind, as_at=as_at).prefetch_related(*more)


LINKABLE: Mapping[str, Linkable] = MappingProxyType(
    {
        "statement": Linkable(
            lambda scope, as_at: statements(scope, as_at=as_at, with_destroyed=True), _statement_at,
            lambda one: GONE if one.document.destroyed_at else one.text, _nothing,
        ),
        "commitment": Linkable(
            _said(Commitment, "findings"), lambda one: _on(one.made_on) or one.recorded_at,
            lambda one: one.words, _of_commitment,
        ),
        "action": Linkable(
            _said(Action), lambda one: _on(one.asked_on) or one.recorded_at, lambda one: one.words, _of_action
        ),
        "ask": Linkable(_said(Ask, "steps"), lambda one: one.asked_at, lambda one: one.words, _of_ask),
        "meeting": Linkable(
            _said(Meeting, "steps"), lambda one: one.asked_at, lambda one: one.words, _of_meeting
        ),
        "decision": Linkable(
            _said(Decision, "scopes"), lambda one: _on(one.decided_on) or one.recorded_at,
            lambda one: one.title, _of_decision,
        ),
    }
)  # fmt: skip


def threads(scope: Scope, *, permission: str = SEE, as_at: datetime | None = None) -> QuerySet[Thread]:
    """Return the threads in reach."""
    return in_reach(scope, Thread, permission=permission, as_at=as_at)


def happened_at(scope: Scope, kind: str, number: int) -> datetime | None:
    """Return when a thing in reach happened; none where there is no such thing."""
    if kind not in LINKABLE:
        return None
    found = LINKABLE[kind].rows(scope, None).filter(pk=number).first()
    return LINKABLE[kind].at(found) if found else None


def linked(scope: Scope, link: int) -> ThreadLink:
    """Return a link of a thread in reach. Raise its `DoesNotExist`."""
    return ThreadLink.objects.get(pk=link, thread__in=threads(scope).order_by().values("pk"))


def line_of(scope: Scope, thread: Thread, *, as_at: datetime | None = None, now: datetime) -> list[Entry]:
    """Return a thread as one line, as far as each thing is in reach: a few statements a kind."""
    at = as_at or now
    still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at)
    links = list(thread.links.filter(still, added_at__lte=at))
    entries = []
    for kind, how in LINKABLE.items():
        own = {link.subject_id: link for link in links if link.subject_kind == kind}
        for row in how.rows(scope, as_at).filter(pk__in=own) if own else ():
            link = own[row.pk]
            entries.append(
                Entry(
                    link.at, _what(row, kind), how.words(row), kind, row.pk, link.pk, link.note, *_source(row)
                )
            )
            entries += [Entry(*each, kind, row.pk) for each in how.later(row, at) if each[0] <= at]
    return sorted(entries, key=lambda one: (one.at, one.kind, one.number))


def _what(one: Any, kind: str) -> str:
    """Say what a point is: of a statement, its kind and who said it."""
    if not isinstance(one, Statement):
        return kind.capitalize()
    said = one.kind.replace("-", " ").capitalize()
    if one.sender:
        return f"{said} of {one.sender}"
    return f"{said}, as printed" if one.kind in LINKABLE else said


def _source(one: Any) -> tuple[str, int | None, int | None, bool]:
    if isinstance(one, Statement):
        return one.document.title, one.line, one.document_id, one.at is not None
    has_hour = isinstance(one, Ask | Meeting) and (not one.statement or one.statement.at == one.asked_at)
    return "", None, None, has_hour


def to_add(scope: Scope, words: str, *, now: datetime) -> list[Entry]:
    """Return things that hold some words, or words like them, to be added to a thread."""
    groups, found = groups_of(words, search_rules(local_day(now))), []
    for kind, how in LINKABLE.items():
        if kind == "statement":
            rows: QuerySet[Any] = search(scope, words, now=now).rows
        else:
            rows = holding_groups(how.rows(scope, None), "title" if kind == "decision" else "words", groups)
        if kind in ("commitment", "action", "ask", "meeting"):
            rows = rows.filter(dismissed_at__isnull=True)
        found += [
            Entry(how.at(row), _what(row, kind), how.words(row), kind, row.pk, None, "", *_source(row))
            for row in rows[:SHOWN]
        ]
    return found
