"""Run by another Python (see `bench/ppe_match.py`): the framework of the package `ppe_match`, one strategy
after the other, with its own data and metrics.

Reads and writes lines of JSON. For "asked" the strategy writes what is on offer and asked for of one item,
and reads who is sent what; the last line of each strategy is what came of it.
"""

import json
import logging
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
said = sys.stdout
sys.stdout = sys.stderr

import pandas  # noqa: E402 - after the warnings are off
import ppe_match.testing_framework as framework  # noqa: E402 - as above
from ppe_match import strategies  # noqa: E402 - as above

COLUMNS = ["don_id", "rec_id", "ppe", "qty"]


def tell(message):
    said.write(json.dumps(message) + "\n")
    said.flush()


def asked(date, donors, recipients, distances):
    """Ask for the decisions of one round, an item at a time."""
    rows = []
    for ppe in sorted(set(donors.ppe) & set(recipients.ppe)):
        giving, asking = donors[donors.ppe == ppe], recipients[recipients.ppe == ppe]
        near = distances[distances.don_id.isin(giving.don_id) & distances.rec_id.isin(asking.rec_id)]
        tell(
            {
                "donors": giving[["don_id", "qty"]].values.tolist(),
                "recipients": asking.sort_values("date", kind="stable")[["rec_id", "qty"]].values.tolist(),
                "distances": near[["don_id", "rec_id", "distance"]].values.tolist(),
            }
        )
        rows += [[donor, recipient, ppe, qty] for donor, recipient, qty in json.loads(sys.stdin.readline())]
    return pandas.DataFrame(rows, columns=COLUMNS)


STRATEGIES = {
    "first come": strategies.FCFM_strategy,
    "nearest": strategies.proximity_match_strategy,
    "asked": asked,
}


def main():
    interval = int(sys.argv[1])
    for name in sys.argv[2:]:
        began = time.time()
        run = framework.TestingFramework(strategy=STRATEGIES[name], interval=interval)
        run.run()
        metrics = run.get_metrics().tail(5)
        sent = run.get_decisions()
        tell(
            {
                "strategy": name,
                "units": float(sent.qty.sum()),
                "recipients": int(sent.rec_id.nunique()),
                "unit_miles": float((sent.qty * sent.distance).sum() / sent.qty.sum()),
                "metrics": dict(zip(metrics.metric_name, metrics.value.astype(float), strict=True)),
                "seconds": time.time() - began,
            }
        )


main()
