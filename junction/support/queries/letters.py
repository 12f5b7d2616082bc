"""Letters that are shown to others: for those who issue them, and the one answer for whoever checks a code.

Who checks learns whether a letter holds, until when, of which council, and initials; none of one that
holds no more.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from junction.core.personal.queries import shown, value
from junction.core.reading.rules import Kind, seen
from junction.core.scope import Scope

from ..models import Letter, Need, NeedEvent
from ..rules.desk import desk_on, initials
from .needs import ANSWER, OPEN, needs

READ = Kind("support.letter.read", "letter")
ASKED = "letter-asked"  # why of the event, where somebody asked for a letter on their page
VALID, EXPIRED, UNKNOWN = "valid", "expired", "unknown"


@dataclass(frozen=True, slots=True)
class Checked:
    """What is told of a code."""

    state: str
    title: str = ""
    initials: str = ""
    council: str = ""
    until: date | None = None  # the first day on which it does not hold


def letters(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Letter]:
    """Return the letters of the areas one answers for, the newest first; by a moment if asked."""
    reach = scope.reach(ANSWER)
    found = Letter.objects.select_related("area", "need")
    found = found if as_at is None else found.filter(issued_at__lte=as_at)
    return found if reach.national else found.filter(area__in=reach.areas)


def withdrawn(scope: Scope, found: QuerySet[Letter], at: datetime, *, is_asked: bool) -> QuerySet[Letter]:
    """Narrow letters that were read within a scope to those withdrawn by a moment, or to the others."""
    by_then = Q(withdrawn_at__lte=at)
    return found.filter(by_then) if is_asked else found.exclude(by_then)


def may_ask(scope: Scope, need: Need, *, on: date) -> bool:
    """Tell whether a letter may be asked for on the private page of an open need.

    Not for whom nobody may learn the address of, who ask by telephone, nor while one was asked for or holds.
    """
    person = need.person
    if person is None or person.erased_at is not None or person.is_protected or not need.is_open:
        return False
    holds = need.letters.filter(withdrawn_at__isnull=True, valid_until__gt=on).exists()
    return not holds and not _waiting(Need.objects.filter(pk=need.pk)).exists()


def is_asked(scope: Scope, need: Need) -> bool:
    """Tell whether a letter was asked for on the page of an open need and not yet issued."""
    return _waiting(Need.objects.filter(pk=need.pk)).exists()


def asked_letters(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Any]:
    """Return the needs in reach on whose page a letter was asked for and none issued since, with when."""
    return _waiting(needs(scope, permission=ANSWER), as_at).select_related("area").order_by("asked_at", "pk")


def _waiting(found: QuerySet[Need], as_at: datetime | None = None) -> QuerySet[Any]:
    events = NeedEvent.objects.filter(need=OuterRef("pk"), kind=NeedEvent.Kind.NOTED, why=ASKED)
    issued = Letter.objects.filter(need=OuterRef("pk"), issued_at__gte=OuterRef("asked_at"))
    if as_at is not None:
        events, issued = events.filter(at__lte=as_at), issued.filter(issued_at__lte=as_at)
    last = Subquery(events.order_by("-at").values("at")[:1])
    return found.annotate(asked_at=last).filter(~Exists(issued), asked_at__isnull=False, state__in=OPEN)


def letter_name(scope: Scope, letter: Letter) -> str:
    """Return whose a letter is that was read within a scope; the reading is in the log."""
    seen(READ, letter.pk)
    return shown(letter.name)


def check_letter(scope: Scope, code: str, *, on: date) -> Checked:
    """Tell whether a code holds on a day: anybody may ask. A withdrawn letter reads as expired."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    if len(plain) != 12:
        return Checked(UNKNOWN)
    written = f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"
    found = Letter.objects.select_related("area").filter(code=written).first()
    if found is None:
        return Checked(UNKNOWN)
    kinds = desk_on(found.valid_from).letters
    title = kinds[found.kind].title if found.kind in kinds else ""
    name = value(found.name)
    if found.withdrawn_at is not None or name is None or not found.valid_from <= on < found.valid_until:
        return Checked(EXPIRED, title, council=found.area.name)
    seen(READ, found.pk, "initials")
    return Checked(VALID, title, initials(name), found.area.name, found.valid_until)
