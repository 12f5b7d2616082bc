"""Real requests of 2020: what people offered and asked for in the first months, matched week by week.

The data, the rounds and the metrics are those of the PyPI package `ppe_match`. It wants older packages than
the project, so it runs in an environment of its own, made under var/bench when first asked for; our engine
answers it over a pipe. Each donor's stock is shared (weighted max-min, the first unit to everyone first)
among the few recipients nearest to it. Without the packages nothing is measured, and a line says so. It takes
some five minutes, nearly all of them in the package.
"""

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import numpy as np

from bench.harness import ROOT, SIZE, promise
from junction.engine.sharing import Depots, Lines, share_from_depots

HOME = ROOT / "var" / "bench" / "ppe-match"
THERE = Path(__file__).parent / "apart" / "real_requests.py"
PACKAGES = ["ppe_match==0.1.4", "pandas==1.5.3", "numpy<2"]
INTERVAL = 7  # days between rounds, as the package has it
NEAREST = 6  # recipients that a donor's stock is shared among
MILES = 15.0  # and how much further than the nearest they may be


def main() -> int:
    if SIZE == "small":
        print("real requests of 2020: not measured at this size (it fetches packages); run it alone, in full")
        return 0
    python = environment()
    if python is None:
        print("real requests of 2020: not measured, since its packages cannot be had on this machine")
        return 0
    return 0 if measured(python) else 1


def environment() -> Path | None:
    """Make the environment unless it stands; None where packages cannot be had."""
    python = HOME / "bin" / "python"
    if not (HOME / "ready").exists():
        venv.create(HOME, clear=True, with_pip=True)
        wanted = [str(python), "-m", "pip", "install", "--quiet", *PACKAGES]
        if subprocess.run(wanted, check=False).returncode:
            return None
        (HOME / "ready").touch()
    return python


def measured(python: Path) -> bool:
    found = {each["strategy"]: each for each in run(python, ["first come", "nearest", "asked"])}
    ours, theirs = found.pop("asked"), list(found.values())
    fill = "fill rate"
    conditions = (
        f"{ours['units']:,.0f} units sent, overall fill {ours['metrics'][fill]:.3f}; theirs: "
        + ", ".join(
            f"{each['strategy']} {each['unit_miles']:,.2f} miles, {each['recipients']:,} recipients,"
            f" {each['units']:,.0f} units, fill {each['metrics'][fill]:.3f}"
            for each in theirs
        )
        + f"; data and metrics of ppe_match 0.1.4, rounds of {INTERVAL} days"
    )
    return all(
        [
            promise(
                "real requests of 2020: miles that a unit travels", ours["unit_miles"], "miles",
                at_most=min(each["unit_miles"] for each in theirs), conditions=conditions,
            ),
            promise(
                "real requests of 2020: recipients served", ours["recipients"], "recipients",
                at_least=max(each["recipients"] for each in theirs), conditions=conditions,
            ),
            promise(
                "real requests of 2020: overall fill", ours["metrics"][fill], "of requests",
                at_least=max(each["metrics"][fill] for each in theirs), conditions=conditions,
            ),
        ]
    )  # fmt: skip


def run(python: Path, names: list[str]) -> list[dict[str, Any]]:
    """Return what came of each strategy, answering the rounds of ours."""
    found = []
    command = [str(python), str(THERE), str(INTERVAL), *names]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as there:
        assert there.stdin
        assert there.stdout
        for line in there.stdout:
            said = json.loads(line)
            if "strategy" in said:
                found.append(said)
            else:
                there.stdin.write(json.dumps(decide(said)) + "\n")
                there.stdin.flush()
    if there.returncode:
        raise RuntimeError(f"the framework ended with {there.returncode}")
    return found


def decide(asked: dict[str, Any]) -> list[tuple[str, str, float]]:
    """Return who sends whom how much of one item in one round."""
    givers, stocks = zip(*asked["donors"], strict=True)
    takers, needs = zip(*asked["recipients"], strict=True)
    giver, taker = ({name: n for n, name in enumerate(names)} for names in (givers, takers))
    apart = np.full((len(givers), len(takers)), np.inf)
    for donor, recipient, miles in asked["distances"]:
        apart[giver[donor], taker[recipient]] = miles
    near = np.argsort(apart, axis=1, kind="stable")[:, :NEAREST]
    miles = np.take_along_axis(apart, near, axis=1)
    may = miles <= miles[:, :1] + MILES
    reached: list[list[int]] = [[] for _ in takers]
    for number in range(len(givers)):
        for each in near[number][may[number] & np.isfinite(miles[number])]:
            reached[each].append(number)
    width = max(map(len, reached), default=0) or 1
    choices = np.array([each + [-1] * (width - len(each)) for each in reached])
    lengths = np.where(choices < 0, 0, apart[choices, np.arange(len(takers))[:, None]] * 100)
    lines = Lines.of(np.floor(needs).astype(np.int64))
    depots = Depots(choices, lengths.astype(np.int64))
    plan = share_from_depots(lines, depots, np.floor(stocks).astype(np.int64))
    drops = plan.drops
    return [
        (givers[d], takers[r], float(q))
        for r, d, q in zip(drops.lines.tolist(), drops.depots.tolist(), drops.packs.tolist(), strict=True)
        if q
    ]


if __name__ == "__main__":
    sys.exit(main())
