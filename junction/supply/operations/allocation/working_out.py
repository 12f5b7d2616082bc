"""Work a run out: claims from what is known, shares by its method, and all of it frozen with its hashes."""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor
from junction.engine.sharing import Bound, Method
from junction.people.queries import actor_of_key

from ...models import AllocationRun
from ...queries.allocation import DECIDE
from ...rules.allocation import Comparison, Result, compare, digest, solve_by_each
from .claiming import Claimed, claimed

COLUMNS = (
    "run_id", "number", "place_id", "to_depot_id", "item_id", "claim", "weight", "floor", "cap", "given",
    "bound", "level", "nothing", "use", "basis", "stock", "cover", "sources", "by_method",
)  # fmt: skip
NO_ACCESS = "Whoever asked for it has no access any more. Ask for it again."
OUR_FAULT = "The fault lies with this service. Try again; if it fails again, tell whoever runs it."
COPY = f"COPY supply_allocationline ({', '.join(COLUMNS)}) FROM STDIN"


@transaction.atomic
def solve_allocation(run_id: int, *, by: Actor, now: datetime) -> AllocationRun | None:
    """Turn a run that waits into a draft; nothing where it waits no more."""
    waiting = AllocationRun.objects.select_for_update().filter(pk=run_id, state=AllocationRun.State.WAITING)
    run = waiting.first()
    if run is None:
        return None
    chosen = list(run.stocks.select_related("depot__area", "item", "pack"))
    found = claimed(run, chosen, by=by, now=now)
    results = solve_by_each(found.problem)
    result = results[Method(run.method)]
    written = found.problem.to_bytes(), result.to_bytes()
    run.inputs, run.result = (zlib.compress(each) for each in written)
    run.inputs_sha256, run.result_sha256 = (digest(each) for each in written)
    run.playbook = ", ".join(found.problem.playbook)
    run.summary = _summary(found, result, results)
    run.state, run.solved_at = AllocationRun.State.DRAFT, now
    run.save()
    item_ids = {item.code: item.pk for item in (one.item for one in chosen)}
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in _rows(run, found, results, [item_ids[code] for code in found.problem.items]):
            copy.write_row(row)
    record(
        at=now, by=by, verb="supply.allocation.solved", subject=f"allocation:{run.pk}",
        playbook=run.playbook[:100], inputs=run.inputs_sha256, result=run.result_sha256,
        lines=len(found.problem.claims),
    )  # fmt: skip
    return run


def work_out_allocation(run_id: int, *, by: Actor, now: datetime) -> None:
    """Do what waits for a run, with what its asker may do by now; what goes wrong is kept with the run."""
    key = AllocationRun.objects.values_list("asked_by", flat=True).get(pk=run_id)
    asker = by if key.startswith("system:") else actor_of_key(key, now=now)
    if asker is None or not asker.scope.may(DECIDE):
        fail_allocation(run_id, trouble=NO_ACCESS, by=by, now=now)
        return
    try:
        solve_allocation(run_id, by=asker, now=now)
    except Exception:
        fail_allocation(run_id, trouble=OUR_FAULT, by=by, now=now)
        raise  # into the log of the worker


@transaction.atomic
def fail_allocation(run_id: int, *, trouble: str, by: Actor, now: datetime) -> None:
    """Keep with a run that waits why it could not be worked out."""
    waiting = AllocationRun.objects.filter(pk=run_id, state=AllocationRun.State.WAITING)
    if waiting.update(state=AllocationRun.State.FAILED, trouble=trouble[:300], solved_at=now):
        record(
            at=now, by=by, verb="supply.allocation.failed", subject=f"allocation:{run_id}", why=trouble[:300]
        )


def _rows(
    run: AllocationRun, found: Claimed, results: Mapping[Method, Result], items: list[int]
) -> Iterator[tuple[Any, ...]]:
    problem, result = found.problem, results[Method(run.method)]
    sources = _sources(found, result)
    by_method = {str(method): each.given.tolist() for method, each in results.items()}
    stocked = np.array(problem.stocks, dtype=np.int64).sum(axis=1) if problem.items else np.empty(0)
    for number, (row, column) in enumerate(zip(problem.line_recipients, problem.line_items, strict=True)):
        given, recipient = int(result.given[number]), problem.recipients[row]
        nothing = "" if given else _why(bool(stocked[column]), bool(problem.choices[row]))
        yield (
            run.pk, number + 1, *_bearer(recipient, found.to_depots), items[column],
            problem.claims[number], problem.weights[number], problem.floors[number], problem.caps[number],
            given, int(result.bounds[number]), _known(result.levels[number]), nothing,
            _known(found.uses[number]), int(found.bases[number]), _whole(found.stocks[number]),
            _known(found.covers[number]), json.dumps(sources.get(number, [])),
            json.dumps({name: given[number] for name, given in by_method.items()}),
        )  # fmt: skip
    for number, (row, column) in enumerate(found.silent, start=len(problem.claims) + 1):
        yield (
            run.pk, number, *_bearer(problem.recipients[row], found.to_depots), items[column],
            0, 1.0, 0, 0, 0, int(Bound.NOTHING), None, "unknown", None, 0, None, None, "[]", "{}",
        )  # fmt: skip


def _bearer(recipient: int, to_depot: bool) -> tuple[int | None, int | None]:
    return (None, recipient) if to_depot else (recipient, None)


def _why(has_stock: bool, has_depot: bool) -> str:
    return "no-depot" if not has_depot else "too-few" if has_stock else "no-stock"


def _sources(found: Claimed, result: Result) -> dict[int, list[list[int]]]:
    sources: dict[int, list[list[int]]] = {}
    columns = (result.drop_lines.tolist(), result.drop_depots.tolist(), result.drop_packs.tolist())
    for line, depot, packs in zip(*columns, strict=True):
        sources.setdefault(line, []).append([found.problem.depots[depot], packs])
    return sources


def _summary(found: Claimed, result: Result, results: Mapping[Method, Result]) -> dict[str, Any]:
    problem = found.problem
    items = np.array(problem.line_items, dtype=np.int64)
    claims = np.array(problem.claims, dtype=np.int64)
    return {
        "methods": [_as_row(line, problem.items) for line in compare(problem, results)],
        "items": [
            {
                "item": code,
                "size": problem.sizes[number],
                "packs": sum(problem.stocks[number]),
                "claimed": int(claims[items == number].sum()),
                "given": int(result.given[items == number].sum()),
                "distance": whole.distance,
                "price_of_fairness": whole.price_of_fairness,
                "least_fill": whole.least_fill,
                "fills": list(whole.fills),
            }
            for number, (code, whole) in enumerate(zip(problem.items, result.wholes, strict=True))
        ],
        "recipients": len(problem.recipients),
        "enough": found.enough,
        "unserved": dict(found.unserved),
        "uncounted": found.uncounted,
        "unknown": len(found.silent),
        "nothing": int((result.given == 0).sum()),
    }


def _as_row(line: Comparison, items: Sequence[str]) -> dict[str, Any]:
    given = dict(zip(items, line.given, strict=True))
    return asdict(line) | {"method": str(line.method), "fills": list(line.fills), "given": given}


def _known(value: float) -> float | None:
    return None if np.isnan(value) or np.isinf(value) else float(value)


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else round(float(value))
