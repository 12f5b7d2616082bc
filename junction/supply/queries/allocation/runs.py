"""Runs in reach: a draft is for who may decide over its whole area, a published run for who sees all of it.

A provider sees what a published run gave its own places, and why (`lines.py`), not the run.
"""

import zlib

from django.db.models import Q, QuerySet

from junction.core.scope import Reach, Scope

from ...models import AllocationLine, AllocationRun
from ...rules.allocation import Problem, digest, solve

SEE, DECIDE = "supply.see", "supply.decide"
HEAVY = ("inputs", "result")
ALL = ~Q(pk__in=[])


def within(reach: Reach) -> Q:
    """The condition that a run's whole area is in reach; a run of the nation only in a national one."""
    return ALL if reach.national else Q(area__in=reach.areas)


def runs(scope: Scope) -> QuerySet[AllocationRun]:
    """Return the runs that this scope may look at, the newest first, without what is frozen of them."""
    published = Q(state=AllocationRun.State.PUBLISHED)
    may = within(scope.reach(DECIDE)) | (within(scope.reach(SEE)) & published)
    return AllocationRun.objects.filter(may).select_related("area").defer(*HEAVY)


def run(scope: Scope, run_id: int, *, permission: str = SEE) -> AllocationRun:
    """Return one of them, or one to decide on. Raise `AllocationRun.DoesNotExist`."""
    found = runs(scope)
    if permission == DECIDE:
        found = found.filter(within(scope.reach(DECIDE)))
    return found.get(pk=run_id)


def settled_runs(scope: Scope, place_id: int) -> QuerySet[AllocationRun]:
    """Return the published runs in which a place had a line; its scope is for the caller to see to."""
    found = AllocationRun.objects.filter(lines__place=place_id, state=AllocationRun.State.PUBLISHED)
    return found.distinct().defer(*HEAVY)


def frozen(scope: Scope, run: AllocationRun) -> Problem:
    """Return all that a run is decided by, as it was written down."""
    kept = runs(scope).values_list("inputs", flat=True).get(pk=run.pk)
    return Problem.from_bytes(zlib.decompress(bytes(kept or b"")))


def is_the_same_again(scope: Scope, run: AllocationRun) -> bool:
    """Solve a run once more from what was frozen; tell whether all of it is as it was written down.

    Inputs and result have the hashes kept, and the lines that people read say what the result says.
    """
    problem = frozen(scope, run)
    again = solve(problem)
    hashes = digest(problem.to_bytes()), digest(again.to_bytes())
    given = AllocationLine.objects.filter(run=run, number__lte=len(again.given)).order_by("number")
    lines = list(given.values_list("given", flat=True))
    return hashes == (run.inputs_sha256, run.result_sha256) and lines == [int(n) for n in again.given]
