"""Who used which model plan, and for whom one may say so."""

from collections import defaultdict
from datetime import datetime

from junction.core.scope import Scope
from junction.registry.models import Area, Organisation
from junction.registry.queries import places, topmost

from ..models import Reuse
from .reach import ANSWER, SEE

KINDS = ("unitary", "county", "lrf", "region")
MOST = 500


def reused_by(scope: Scope, *, as_at: datetime | None = None) -> dict[int, list[str]]:
    """Return the names of who used each model; whoever sees models sees them."""
    if not scope.may(SEE):
        return {}
    found = Reuse.objects.select_related("area", "organisation", "place")
    named: dict[int, list[str]] = defaultdict(list)
    for one in found.filter(recorded_at__lte=as_at) if as_at else found:
        of = one.area or one.organisation or one.place
        named[one.model_plan_id].append(str(of.name) if of else "")
    return named


def parties_to_answer_for(scope: Scope) -> list[tuple[str, str]]:
    """Return key and name of the areas at the top of one's reach, of organisations and places."""
    reach = scope.reach(ANSWER)
    found = Area.objects.filter(kind__in=KINDS, ended_on__isnull=True) if reach.national else None
    if found is None:
        found = topmost(reach.areas)
    areas = [(one.code, one.name) for one in found.order_by("name")[:MOST]]
    organisations = Organisation.objects.filter(pk__in=reach.organisations).order_by("name")
    held = places(scope, permission=ANSWER).filter(pk__in=reach.places)
    named = [(f"o{one.pk}", one.name) for one in organisations]
    return [*areas, *named, *((f"p{one.pk}", one.name) for one in held)]
