"""Give a line of a draft another number of packs, with a reason.

More comes from what its depots have left in this run; fewer go back to where they would have come from. What
the run gave the line stays with it.
"""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ...models import AllocationEdit, AllocationLine, AllocationRun
from ...queries import allocation as queries
from .drafts import draft_of
from .refusals import NothingChanged, NotThatMuch

Sources = list[list[int]]  # [depot, packs]


@transaction.atomic
def edit_allocation_line(
    *, run_id: int, number: int, packs: int, why: str, by: Actor, now: datetime
) -> AllocationLine:
    """Change a line. Raise `DoesNotExist` out of reach, `RunHasMovedOn`, `NothingChanged`, `NotThatMuch`."""
    run = draft_of(run_id, by=by)
    line = AllocationLine.objects.get(run=run, number=number)
    before = line.final
    if packs == before:
        raise NothingChanged
    line.sources = (
        _fewer(line.sources, before - packs) if packs < before else _more(run, line, packs - before, by)
    )
    line.edited = packs
    line.save(update_fields=["sources", "edited"])
    AllocationEdit.objects.create(line=line, before=before, after=packs, why=why, at=now, by=by.key)
    record(
        at=now, by=by, verb="supply.allocation.edited", subject=f"allocation:{run.pk}", why=why, line=number,
        before=before, after=packs,
    )  # fmt: skip
    return line


def _fewer(sources: Sources, less: int) -> Sources:
    """Take packs back, from the last depot first."""
    kept: Sources = []
    for depot, packs in reversed(sources):
        back = min(packs, less)
        less -= back
        kept.append([depot, packs - back])
    return [source for source in reversed(kept) if source[1]]


def _more(run: AllocationRun, line: AllocationLine, more: int, by: Actor) -> Sources:
    """Add packs from the depots that serve this recipient, the nearest first."""
    left = _left(run, line.item_id)
    sources = dict(line.sources)
    for depot in _serving(run, line, by):
        taken = min(more, left.get(depot, 0))
        if taken:
            sources[depot] = sources.get(depot, 0) + taken
            more -= taken
    if more:
        raise NotThatMuch(short=more)
    return [[depot, packs] for depot, packs in sources.items()]


def _left(run: AllocationRun, item_id: int) -> dict[int, int]:
    """Return the packs of an item that no line of the run has, by depot."""
    left = dict(run.stocks.filter(item_id=item_id).values_list("depot_id", "packs"))
    sources = AllocationLine.objects.filter(run=run, item_id=item_id).exclude(sources=[])
    for given in sources.values_list("sources", flat=True).iterator():
        for depot, packs in given:
            left[depot] -= packs
    return left


def _serving(run: AllocationRun, line: AllocationLine, by: Actor) -> list[int]:
    problem = queries.frozen(by.scope, run)
    row = problem.recipients.index(line.place_id or line.to_depot_id or 0)
    return [problem.depots[number] for number in problem.choices[row]]
