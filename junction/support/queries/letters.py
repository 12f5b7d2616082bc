"""Letters that are shown to others: for those who issue them, and the one answer for whoever checks a code.

Who checks learns whether a letter holds, until when, of which council, and initials; none of one that
holds no more.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from junction.core.personal.queries import shown, value
from junction.core.reading.rules import Kind, seen
from junction.core.scope import Scope

from ..models import Letter
from ..rules.desk import desk_on, initials
from .needs import ANSWER

READ = Kind("support.letter.read", "letter")
VALID, EXPIRED, UNKNOWN = "valid", "expired", "unknown"


@dataclass(frozen=True, slots=True)
class Checked:
    """What is told of a code."""

    state: str
    title: str = ""
    initials: str = ""
    council: str = ""
    until: date | None = None  # the first day on which it does not hold


def letters(scope: Scope) -> QuerySet[Letter]:
    """Return the letters of the areas one answers for, the newest first."""
    reach = scope.reach(ANSWER)
    found = Letter.objects.select_related("area", "need")
    return found if reach.national else found.filter(area__in=reach.areas)


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
