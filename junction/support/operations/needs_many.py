"""State many needs that machines send, once what their places stated before was looked at."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from junction.core.scope import Actor

from ..queries.needs import stated_before_many
from ..rules.keeping import name_key, phone_key
from . import need_refusals as refusals
from .needs import Made, Stated, state_needs

Row = dict[str, int | list[int]]


@transaction.atomic
def state_many(
    stated: Sequence[Stated], *, another: Collection[int] = (), by: Actor, now: datetime
) -> list[Made]:
    """State needs in order, all or none. Raise what `state_needs` raises, and `LookLikeOthers` with each row
    that a place states of somebody it has an open need of, or states one of earlier in the same call; a row
    in `another` was looked at.
    """
    if alike := _alike(stated, another, by):
        raise refusals.LookLikeOthers(rows=alike)
    return state_needs(stated, by=by, now=now)


def _alike(stated: Sequence[Stated], another: Collection[int], by: Actor) -> list[Row]:
    """Return the rows to look at, each with the needs before it by number and the earlier rows."""
    ours = {
        row: (one.by_place, one.who.phone, one.who.name) for row, one in enumerate(stated) if one.by_place
    }
    if not ours:
        return []
    before = stated_before_many(by.scope, sorted(set(ours.values())))
    first: dict[tuple[int, str, str], int] = {}
    found: list[Row] = []
    for row, (place, phone, name) in ours.items():
        told = [("phone", phone_key(phone)), ("name", name_key(name))]
        marks = [(place, kind, key) for kind, key in told if key]
        needs = [one.pk for one in before[place, phone, name]]
        rows = sorted({first[mark] for mark in marks if mark in first})
        if (needs or rows) and row not in another:
            found.append({"row": row, "needs": needs, "rows": rows})
        for mark in marks:
            first.setdefault(mark, row)
    return found
