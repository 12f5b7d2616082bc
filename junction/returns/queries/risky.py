"""Places whose newest return rates red, as computed: those that came lately, newest first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from junction.core.scope import Scope
from junction.registry.queries import places

from ..models import Latest
from ..rules.measures import RED

SEE = "returns.see"
LATELY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Risky:
    """One place that turned up red."""

    place_id: int
    name: str
    question_set: str
    about_on: date
    declared: int | None


def turned_red(scope: Scope, *, now: datetime, most: int = 5) -> list[Risky]:
    """Return the places in scope whose return of the last day rates red. One statement."""
    if not scope.reach(SEE):
        return []
    reached = places(scope, permission=SEE).filter(closed_on__isnull=True)
    found = Latest.objects.filter(
        place__in=reached.order_by().values("pk"), computed_rating=RED, recorded_at__gte=now - LATELY
    ).order_by("-recorded_at")
    columns = ("place_id", "place__name", "question_set", "about_on", "rating_overall")
    return [Risky(*row) for row in found.values_list(*columns)[:most]]
