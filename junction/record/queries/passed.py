"""What the record tells of its asks to whoever passes a case on to one: those of the case's council, of an
area around it or of the nation that a person confirmed, and whether each is answered.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from junction.core.passing import ANSWERED, Asked, Known
from junction.core.scope import Scope
from junction.registry.queries import ancestors

from .asks import asks as confirmed
from .documents import KEEP

MOST = 20
LONGEST = 60


def asks(scope: Scope, asked: Asked, *, now: datetime) -> list[Known]:
    """Return asks of the record. In a list stand those that were written down by hand: what documents ask is
    known by its number only, since not everybody may read them.
    """
    found: Any = confirmed(scope, now=now).order_by("-asked_at", "-pk")
    if asked.area:
        codes = [asked.area, *ancestors(scope, asked.area).values_list("code", flat=True)]
        typed = Q(document__isnull=True) & (Q(area__isnull=True) | Q(area__in=codes))
        read = Q(document__isnull=False) & (Q(document__area__isnull=True) | Q(document__area__in=codes))
        found = found.filter(typed | read)
    if asked.numbers is None:
        found = found.filter(is_answered=False, document__isnull=True)[:MOST]
    else:
        found = found.filter(pk__in=list(asked.numbers))
    return [
        Known(one.pk, _title(one), one.whose, KEEP, came_to=ANSWERED if one.is_answered else "")
        for one in found
    ]


def _title(one: Any) -> str:
    words = "" if one.document else f": {one.words[:LONGEST]}"
    return f"Ask {one.pk}{words}"
