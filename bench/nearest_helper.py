"""The best ten of 750,000 helpers for one arriving need, through PostgreSQL, need after need.

`nearest_helper.sql` holds the tables, the index and the function. The answers are compared with the engine's
exact search over the same helpers.
"""

import sys
import time
from pathlib import Path

import numpy as np

from bench.harness import SEED, SIZE, database, durability, promise
from bench.pairing import LIMIT, market
from junction.engine.pairing import Batch, nearest_candidates

HELPERS = {"small": 20_000, "full": 750_000}[SIZE]
ARRIVALS, COMPARED, BEST = {"small": 500, "full": 5_000}[SIZE], 200, 10
PATTERN = Path(__file__).with_suffix(".sql")
ASK = "SELECT helper_id FROM nearest_helpers(%s, %s, point(%s, %s), %s, %s, %s, %s, %s, %s, %s, %s)"


def main() -> int:
    batch = market(np.random.default_rng(SEED), ARRIVALS, HELPERS, most=2, side=360_000.0)
    with database(of_world=False):
        from django.db import connection

        started = time.perf_counter()
        rows = keep(batch)
        made = time.perf_counter() - started
        with connection.cursor() as cursor:
            answers, seconds = zip(*(asked(cursor, question) for question in questions(batch)), strict=True)
        median, longest = 1000 * float(np.median(seconds)), 1000 * max(seconds)
        how = (
            f"{HELPERS:,} helpers in {rows:,} rows made in {made:.0f} s, {ARRIVALS:,} needs in turn on one "
            f"connection, wall time; median {median:.1f} ms, longest {longest:.0f} ms; {durability()}"
        )
    slow = 1000 * float(np.percentile(seconds, 99))
    met = promise(f"the best {BEST} for one need, p99", slow, "ms", at_most=10, conditions=how)
    same = 100 * same_as_engine(batch, answers)
    how = f"{COMPARED} of these needs, helper by helper, in the same order"
    return 0 if met & promise("the same as the engine's", same, "%", at_least=100, conditions=how) else 1


def keep(batch: Batch) -> int:
    """Store the helpers of a batch, a row for each skill; return how many rows."""
    from django.db import connection

    helpers = batch.helpers
    bits = (helpers.skills[:, None] >> np.arange(4, dtype=np.uint64)) & np.uint64(1)
    who, skill = np.nonzero(bits)
    place = np.char.add(np.char.add("(", helpers.x.astype(str)), np.char.add(",", helpers.y.astype(str)))
    columns = (
        helpers.ids, None, np.char.add(place, ")"), helpers.vetting, helpers.free_from[:, 0],
        helpers.free_until[:, 0], helpers.capacity, helpers.recent, helpers.languages, helpers.setting,
        helpers.reach.astype(np.int64),
    )  # fmt: skip
    listed = [(skill if column is None else column[who]).tolist() for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(PATTERN.read_text("utf-8"))
        with cursor.copy("COPY helper_skill FROM STDIN") as copy:
            for row in zip(*listed, strict=True):
                copy.write_row(row)
        cursor.execute("CREATE INDEX ON helper_skill USING gist (skill, place, vetting) WHERE capacity > 0")
        cursor.execute("ANALYZE helper_skill")
    return len(who)


def questions(batch: Batch):
    """Yield the arguments of each need; each asks for one skill, as all do here."""
    needs = batch.needs
    for row in range(len(needs)):
        yield (
            int(needs.skills[row]).bit_length() - 1, int(needs.vetting[row]), float(needs.x[row]),
            float(needs.y[row]), int(LIMIT), int(needs.opens[row]), int(needs.closes[row]),
            int(needs.minutes[row]), int(needs.languages[row]), int(needs.setting[row]),
            int(needs.household[row]), BEST,
        )  # fmt: skip


def asked(cursor, question: tuple) -> tuple[list[int], float]:
    """Return the helpers and the seconds it took."""
    started = time.perf_counter()
    cursor.execute(ASK, question)
    rows = cursor.fetchall()
    return [helper for (helper,) in rows], time.perf_counter() - started


def same_as_engine(batch: Batch, answers: tuple[list[int], ...]) -> float:
    some = batch.part(slice(None), np.arange(min(COMPARED, len(batch.needs))))
    found = nearest_candidates(some, BEST)
    parts = np.split(batch.helpers.ids[found.helpers], found.starts[1:-1])
    return float(np.mean([part.tolist() == list(answers[need]) for need, part in enumerate(parts)]))


if __name__ == "__main__":
    sys.exit(main())
