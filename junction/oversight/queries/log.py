"""The log as people read it: a page of lines with the names of who acted, and the state of the chain.

Whoever may see it over the whole nation reads every line. Whoever may see it over areas or places reads the
lines about those: a line is about what its subject names, or what its details say it is over or about (the
function `oversight_line_about` of the database). Lines about nothing that lies anywhere (a sign-in, an
import) are the nation's alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.core.audit.queries import SEE, Wanted, lines
from junction.core.pages.tables import prepared
from junction.core.scope import Scope
from junction.people.queries import memberships

from ..rules.log import After
from .log_within import all_within, newest_within

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


def sees_whole_log(scope: Scope) -> bool:
    """Tell whether this scope sees every line, and not only those about what it reaches."""
    return scope.reach(SEE).national


def log_page(scope: Scope, wanted: LogFilter, *, after: After | None, now: datetime) -> LogPage:
    """Return the newest fifty lines, or the fifty after one."""
    rows = _newest(scope, wanted, after=after, most=PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return LogPage(_named(scope, rows[:PAGE], now=now), After(last.at, last.pk) if last else None)


def every_line(scope: Scope, wanted: LogFilter, *, now: datetime) -> Iterator[NamedLine]:
    """Every line asked for, newest first, in parts, so that a long file needs little memory."""
    asked = _wanted(wanted)
    found = lines(scope, asked) if sees_whole_log(scope) else all_within(scope, asked)
    return prepared(found.iterator(chunk_size=2000), lambda part: _named(scope, part, now=now))


def names_of(scope: Scope, keys: Iterable[str], *, now: datetime) -> dict[str, str]:
    """The names of the people behind these keys, of those whom this scope may see."""
    numbers = {int(key[5:]) for key in keys if key.startswith("user:") and key[5:].isdigit()}
    if not (numbers and scope.may("people.see")):
        return {}
    held = memberships(scope, now=now).filter(user_id__in=numbers)
    return {f"user:{number}": name for number, name in held.values_list("user_id", "user__name")}


def _newest(scope: Scope, wanted: LogFilter, *, after: After | None, most: int) -> list[AuditEntry]:
    if not sees_whole_log(scope):
        return newest_within(scope, _wanted(wanted), after=after, most=most)
    found = lines(scope, _wanted(wanted))
    if after:
        found = found.filter(Q(at__lt=after.at) | Q(pk__lt=after.number), at__lte=after.at)
    return list(found[:most])


def _wanted(given: LogFilter) -> Wanted:
    return Wanted(
        subject=given.subject,
        by=given.by,
        verb=given.verb,
        at_from=_midnight(given.from_on),
        at_until=_midnight(given.until_on),
    )


def _midnight(day: date | None) -> datetime | None:
    zone = timezone.get_default_timezone()
    return datetime.combine(day, time(), zone) if day else None


def _named(scope: Scope, rows: list[AuditEntry], *, now: datetime) -> list[NamedLine]:
    names = names_of(scope, {row.by for row in rows}, now=now)
    return [NamedLine(row, names.get(row.by, "")) for row in rows]
