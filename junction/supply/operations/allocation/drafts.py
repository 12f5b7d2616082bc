"""A draft to be changed or settled: locked, and only for who decides over its whole area."""

from junction.core.scope import Actor

from ...models import AllocationRun
from ...queries import allocation as queries
from .refusals import RunHasMovedOn


def draft_of(
    run_id: int, *, by: Actor, state: AllocationRun.State = AllocationRun.State.DRAFT
) -> AllocationRun:
    """Return a draft (or a run in another state), locked.

    Raise `AllocationRun.DoesNotExist` out of reach, `RunHasMovedOn`.
    """
    found = queries.run(by.scope, run_id, permission=queries.DECIDE)
    run = AllocationRun.objects.select_for_update().defer("inputs", "result").get(pk=found.pk)
    if run.state != state:
        raise RunHasMovedOn
    return run
