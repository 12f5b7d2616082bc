"""Work cover of the nation out ahead of who looks at it, and keep it with its moment and rules for a while.

What is kept is a cache of returns and movements: nobody decides by it, and no line of the log is written.
"""

from datetime import datetime

from django.db import transaction

from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import CoverMark, CoverSum
from ..queries.demand import counted_items, demand_of
from ..queries.demand.kept_cover import rules_of
from ..rules.demand.sums import sums_of
from ..rules.kept_figures import keeping_on


@transaction.atomic
def keep_cover(*, by: Actor, now: datetime) -> CoverMark | None:
    """Keep how the places of every area are covered now; what is too old to be shown goes.

    Nothing where a mark of this moment is kept already, or where there are so few places that pages work
    cover out anew.
    """
    day = local_day(now)
    keeping = keeping_on(day)
    CoverMark.objects.filter(at__lt=now - keeping.cover_shown).delete()
    if CoverMark.objects.filter(at__gte=now).exists():
        return None
    items = counted_items(by.scope)
    found = demand_of(by.scope, items, now=now, on=day)
    if len(found) < keeping.cover_from_places:
        return None
    codes = [item.code for item in items]
    sums = sums_of(found.cover.days, found.places.lowest, codes, found.limits)
    mark = CoverMark.objects.create(at=now, on=day, rules=rules_of(day), items=codes, places=len(found))
    CoverSum.objects.bulk_create(
        CoverSum(mark=mark, area=code, counts=counts.ravel().tolist())
        for code, counts in zip(sums.areas, sums.counts, strict=True)
    )
    return mark
