"""The log as people read it: a page of lines with the names of who acted, and the state of the chain.

The log belongs to whoever may see it over the whole nation. Its lines know no areas, and most are about
things that lie in none (a role given, a list imported), so an auditor of an area is shown no line here rather
than a part that looks like the whole; lines about one place stand on the page of that place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.core.audit.queries import SEE, lines
from junction.core.pages.tables import prepared
from junction.core.scope import Scope
from junction.people.queries import memberships

from ..rules.log import After

PAGE = 50


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines are asked for; a verb that ends in "." means a whole package, `until_on` is exclusive."""

    subject: str = ""
    verb: str = ""
    by: str = ""
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class NamedLine:
    """One line, and the name of who acted where one may know it."""

    entry: AuditEntry
    name: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """Fifty lines, and where the older ones go on."""

    lines: list[NamedLine]
    older: After | None


def sees_log(scope: Scope) -> bool:
    """Tell whether this scope sees the log at all."""
    return scope.reach(SEE).national


def log_page(scope: Scope, wanted: LogFilter, *, after: After | None, now: datetime) -> LogPage:
    """Return the newest fifty lines, or the fifty after one; two statements."""
    found = _found(scope, wanted)
    if after:
        found = found.filter(Q(at__lt=after.at) | Q(pk__lt=after.number), at__lte=after.at)
    rows = list(found[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return LogPage(_named(scope, rows[:PAGE], now=now), After(last.at, last.pk) if last else None)


def every_line(scope: Scope, wanted: LogFilter, *, now: datetime) -> Iterator[NamedLine]:
    """Every line asked for, newest first, in parts, so that a long file needs little memory."""
    rows = _found(scope, wanted).iterator(chunk_size=2000)
    return prepared(rows, lambda part: _named(scope, part, now=now))


def names_of(scope: Scope, keys: Iterable[str], *, now: datetime) -> dict[str, str]:
    """The names of the people behind these keys, of those whom this scope may see."""
    numbers = {int(key[5:]) for key in keys if key.startswith("user:") and key[5:].isdigit()}
    if not (numbers and scope.may("people.see")):
        return {}
    held = memberships(scope, now=now).filter(user_id__in=numbers)
    return {f"user:{number}": name for number, name in held.values_list("user_id", "user__name")}


def _found(scope: Scope, wanted: LogFilter) -> QuerySet[AuditEntry]:
    return lines(
        scope,
        subject=wanted.subject,
        by=wanted.by,
        verb=wanted.verb,
        at_from=_midnight(wanted.from_on),
        at_until=_midnight(wanted.until_on),
    )


def _midnight(day: date | None) -> datetime | None:
    zone = timezone.get_default_timezone()
    return datetime.combine(day, time(), zone) if day else None


def _named(scope: Scope, rows: list[AuditEntry], *, now: datetime) -> list[NamedLine]:
    names = names_of(scope, {row.by for row in rows}, now=now)
    return [NamedLine(row, names.get(row.by, "")) for row in rows]
