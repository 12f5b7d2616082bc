"""Which figures that rules propose for promises were dismissed, within a scope."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import QuerySet

from junction.core.scope import Scope

from ..models import Commitment, FigureDismissed
from .documents import KEEP
from .said import in_reach


def dismissed_figures(scope: Scope) -> QuerySet[FigureDismissed]:
    """Return the dismissals that hold, of promises whose record one keeps; the newest first."""
    kept = in_reach(scope, Commitment, permission=KEEP).order_by().values("pk")
    return FigureDismissed.objects.filter(commitment__in=kept, undone_at=None).select_related(
        "commitment__document"
    )


def dismissed_rules(scope: Scope) -> Mapping[int, set[str]]:
    """Return the codes of the rules that were dismissed, by the number of the promise."""
    reached = in_reach(scope, Commitment).order_by().values("pk")
    found: dict[int, set[str]] = defaultdict(set)
    rows = FigureDismissed.objects.filter(commitment__in=reached, undone_at=None).order_by()
    for number, rule in rows.values_list("commitment", "rule"):
        found[number].add(rule)
    return found
