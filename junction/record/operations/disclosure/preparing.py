"""Prepare the search in an extract, by a job: its statements are kept as they leave by its rules.

A job that was killed goes on where it was; one that is overtaken by a change of the rules keeps nothing that
anybody sees, and the next one begins anew.
"""

from django.db import transaction

from junction.core.jobs import defer
from junction.core.scope import Actor

from ...models import Extract, LeavingStatement, PreparedSearch
from ...queries.extracts import extract as find_extract
from ...queries.leaving import leaves, numbers_of
from ...queries.leaving_search import is_prepared, rows_of, stamp_now

PREPARE = "record.prepare_search"
ROWS = 1_000


def ask_search(extract_id: int, *, by: Actor) -> None:
    """Have the search in an extract prepared, unless it is. Raise `Extract.DoesNotExist`."""
    found = find_extract(by.scope, extract_id)
    if not is_prepared(by.scope, found):
        defer(
            PREPARE, once=f"{PREPARE}:{extract_id}", in_turn=f"{PREPARE}:{extract_id}", extract_id=extract_id
        )


@transaction.atomic
def forget_prepared(extract: Extract, *, by: Actor) -> None:
    """Forget what was redacted by other rules, and have it done again; a step of what changes them."""
    LeavingStatement.objects.filter(extract=extract).delete()
    PreparedSearch.objects.update_or_create(extract=extract, defaults={"stamp": "", "done": 0})
    ask_search(extract.pk, by=by)


def prepare_search(extract_id: int, *, by: Actor) -> int:
    """Do it. Return how many statements are kept; 0 where the rules changed meanwhile."""
    extract = Extract.objects.filter(pk=extract_id).first()
    if extract is None or is_prepared(by.scope, extract):
        return 0
    stamp = stamp_now(by.scope, extract)
    LeavingStatement.objects.filter(extract=extract).exclude(stamp=stamp).delete()
    kept = LeavingStatement.objects.filter(extract=extract, stamp=stamp)
    done = set(kept.values_list("paper", flat=True))
    left = [number for number in numbers_of(by.scope, extract) if number not in done]
    for many, leaf in enumerate(leaves(by.scope, extract, numbers=left), start=len(done) + 1):
        LeavingStatement.objects.bulk_create(
            rows_of(by.scope, extract, leaf, stamp=stamp), batch_size=ROWS, ignore_conflicts=True
        )
        PreparedSearch.objects.update_or_create(extract=extract, defaults={"stamp": "", "done": many})
    return kept.count() if _is_finished(extract_id, stamp, by=by) else 0


@transaction.atomic
def _is_finished(extract_id: int, stamp: str, *, by: Actor) -> bool:
    extract = Extract.objects.select_for_update().get(pk=extract_id)
    if stamp_now(by.scope, extract) != stamp:
        return False
    PreparedSearch.objects.update_or_create(extract=extract, defaults={"stamp": stamp})
    return True
