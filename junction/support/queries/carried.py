"""What waits to be posted or to be left as a word, in reach of who answers; what is to be said in it.

Only what is still safe waits: a way that was taken back, and whoever was forgotten, are on no list.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.messages.texts import render
from junction.core.scope import Scope

from ..models import WordToCarry
from .needs import ANSWER, needs

Way = WordToCarry.Way
SAFE = Q(need__person__erased_at__isnull=True) & (
    Q(way=Way.LETTER, need__person__may_write=True) & ~Q(need__person__address="")
    | Q(way=Way.WORD, need__person__may_leave_word=True) & ~Q(need__person__phone="")
)


def words_to_carry(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[WordToCarry]:
    """Return what was to be carried to people in reach, the oldest first; with `as_at`, what was by then."""
    found = WordToCarry.objects.select_related("need__person", "need__area")
    found = found.filter(need__in=needs(scope, permission=ANSWER).order_by())
    return found if as_at is None else found.filter(wanted_at__lte=as_at)


def that_wait(
    scope: Scope, rows: QuerySet[WordToCarry], *, as_at: datetime, waits: bool = True
) -> QuerySet[WordToCarry]:
    """Narrow what was read within a scope to what waited at a moment and is safe, or to what was done."""
    is_open = Q(done_at__isnull=True) | Q(done_at__gt=as_at)
    return rows.filter(is_open & SAFE) if waits else rows.exclude(is_open)


def text_of(scope: Scope, one: WordToCarry, product: str) -> str:
    """Return what is to be said, of a word that was read within a scope: it names nobody."""
    words = {"product": product, "reference": one.need.reference, "is_email": False, **one.said}
    return render(one.template, words)[1]
