"""Lines of a run, and what it gave one recipient."""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from junction.core.scope import Scope
from junction.registry import queries as registry

from ...models import AllocationLine, AllocationRun
from ..demand import SEE as SEE_PLACES
from .runs import SEE, runs, within

FINAL = Coalesce(F("edited"), F("given"))


def lines(scope: Scope, run: AllocationRun) -> QuerySet[AllocationLine]:
    """Return the lines of a run, each with the packs it shall have as `packs`.

    They say what places told in their returns: none for who may not read those of all its area.
    """
    found = AllocationLine.objects.filter(run__in=_read(scope).filter(pk=run.pk).values("pk"))
    related = found.select_related(
        "place", "place__area", "place__council", "to_depot", "to_depot__area", "item"
    )
    return related.annotate(packs=FINAL)


def _read(scope: Scope) -> QuerySet[AllocationRun]:
    """Return the runs in reach over whose whole area this scope may read returns."""
    return runs(scope).filter(within(scope.reach(SEE_PLACES)))


def line(scope: Scope, run: AllocationRun, number: int) -> AllocationLine:
    """Return one of them. Raise `AllocationLine.DoesNotExist`."""
    return _with_packs(lines(scope, run)).get(number=number)


def _with_packs(found: QuerySet[AllocationLine]) -> QuerySet[AllocationLine]:
    """Return lines that know their run, without what is frozen of it, and its packs."""
    related = found.select_related("run", "item", "place", "to_depot").defer("run__inputs", "run__result")
    return related.prefetch_related("run__stocks__pack")


def lines_of_place(scope: Scope, run_id: int, place_id: int) -> list[AllocationLine]:
    """Return what a run gave a place: to who may look at the run, and once published to the place itself."""
    if not scope.may(SEE):
        return []
    found = _with_packs(AllocationLine.objects.filter(run_id=run_id, place_id=place_id))
    seen = registry.places(scope, permission=SEE_PLACES).filter(pk=place_id).exists()
    if not _read(scope).filter(pk=run_id).exists():
        found = found.filter(run__state=AllocationRun.State.PUBLISHED) if seen else found.none()
    return list(found.annotate(packs=FINAL).order_by("item__name", "number"))


def recipients(scope: Scope, run: AllocationRun, text: str) -> list[AllocationLine]:
    """Return a line for each place whose name holds a text, at most twenty, by name."""
    found = lines(scope, run).filter(place__name__icontains=text.strip())
    ordered = found.order_by("place__name", "place_id", "number")
    return list(ordered.distinct("place__name", "place_id")[:20])
