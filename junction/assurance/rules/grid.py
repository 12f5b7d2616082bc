"""What follows from all answers of many parties at once: strength of evidence, problems, the word of a cell.

Arrays in, arrays out; rows are parties and columns requirements, so that one council's page and the nation's
are decided by the same lines. Nothing here is stored: tomorrow the same facts may be overdue.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from .book import AssuranceRules

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
Counts = npt.NDArray[np.int16]
Days = npt.NDArray[np.datetime64]
NOTHING = -1  # the code of a status, a result or a depth that nobody said


@dataclass(frozen=True, slots=True)
class Grid:
    """Facts of parties (rows) and requirements (columns) on a day.

    `asked`: the party is of a kind the requirement names. `status`, `result`: the place in the playbook's
    order, or -1. Evidence is counted: in force, expired, expiring soon. `due`: the last day (NaT: none).
    """

    asked: Flags
    status: Codes
    result: Codes
    depth: Codes
    in_force: Counts
    expired: Counts
    soon: Counts
    verified: Flags
    tested: Flags
    doubted: Flags
    issues: Counts
    due: Days

    @property
    def answered(self) -> Flags:
        return np.not_equal(self.status, NOTHING)


def empty_grid(parties: int, requirements: int) -> Grid:
    """Return a grid of so many parties and requirements in which nothing was asked or said."""
    shape = (parties, requirements)
    return Grid(
        asked=np.zeros(shape, np.bool_),
        status=np.full(shape, NOTHING, np.int8),
        result=np.full(shape, NOTHING, np.int8),
        depth=np.full(shape, NOTHING, np.int8),
        in_force=np.zeros(shape, np.int16),
        expired=np.zeros(shape, np.int16),
        soon=np.zeros(shape, np.int16),
        verified=np.zeros(shape, np.bool_),
        tested=np.zeros(shape, np.bool_),
        doubted=np.zeros(shape, np.bool_),
        issues=np.zeros(shape, np.int16),
        due=np.full(requirements, np.datetime64("NaT"), "datetime64[D]"),
    )


def _where(codes: Codes, named: dict[str, bool]) -> Flags:
    """Tell where a code is one of those named true; never where nothing was said."""
    wanted: Flags = np.array([*named.values(), False], np.bool_)  # -1, which nobody said, is the last
    found: Flags = wanted[codes]
    return found


def strengths(grid: Grid, rules: AssuranceRules) -> Codes:
    """Return how strong the evidence of each answer is, as the place in the playbook's order.

    An answer that says something was done is a claim; evidence in force documents it; a second person's look
    at this very answer verifies it while evidence is in force; a test in an exercise counts by itself.
    Without an answer there is nothing that evidence could show.
    """
    order = {code: place for place, code in enumerate(rules.strengths)}
    claims = _where(grid.status, {code: one.claims for code, one in rules.statuses.items()}) | _where(
        grid.result, {code: one.claims for code, one in rules.results.items()}
    )
    documented = grid.answered & (grid.in_force > 0)
    found = np.full(grid.status.shape, order["none"], np.int8)
    found[claims & grid.answered] = order["claimed"]
    found[documented] = order["documented"]
    found[documented & grid.verified & ~grid.doubted] = order["verified"]
    found[grid.answered & grid.tested & ~grid.doubted] = order["tested"]
    return found


def problems(grid: Grid, rules: AssuranceRules, *, day: date) -> dict[str, Flags]:
    """Return where each problem of the playbook is, in its order."""
    strength = strengths(grid, rules)
    order = {code: place for place, code in enumerate(rules.strengths)}
    results = {code: place for place, code in enumerate(rules.results)}
    done = _where(grid.status, {code: one.is_done for code, one in rules.statuses.items()})
    applies = grid.result != results["not-applicable"]
    weak = strength <= order["claimed"]
    bare = (grid.in_force == 0) & ~grid.tested
    late = (grid.due < np.datetime64(day))[np.newaxis, :]
    counts = grid.asked | grid.answered
    found = {
        "done-not-met": done & (grid.result == results["not-met"]),
        "doubted": grid.answered & grid.doubted,
        "done-no-evidence": done & applies & weak & bare & (grid.expired == 0),
        "evidence-expired": grid.answered & applies & bare & (grid.expired > 0),
        "done-open-issue": done & applies & (grid.issues > 0),
        "met-not-started": (grid.status == 0) & (grid.result == results["met"]),
        "overdue": late & counts & applies & ~done,
        "no-answer": grid.asked & ~grid.answered,
        "only-claimed": grid.answered & applies & (strength == order["claimed"]),
        "expires-soon": grid.answered & applies & (grid.soon > 0) & (grid.soon == grid.in_force),
    }
    return {code: found[code] for code in rules.problems}


def added(flags: Flags, groups: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.int64]:
    """Return how many columns of each group are true, row by row; `groups` has the group of each column."""
    found = np.zeros((flags.shape[0], count), np.int64)
    for group in range(count):
        found[:, group] = flags[:, groups == group].sum(axis=1)
    return found


@dataclass(frozen=True, slots=True)
class Cells:
    """Each party's answers in each theme: counts, and the word for it (its place in the playbook)."""

    asked: npt.NDArray[np.int64]
    answered: npt.NDArray[np.int64]
    done: npt.NDArray[np.int64]
    documented: npt.NDArray[np.int64]
    verified: npt.NDArray[np.int64]
    contradicts: npt.NDArray[np.int64]
    overdue: npt.NDArray[np.int64]
    word: npt.NDArray[np.int64]  # -1 where nothing is asked


def cells(grid: Grid, rules: AssuranceRules, groups: npt.NDArray[np.intp], count: int, *, day: date) -> Cells:
    """Return the cells of a table of parties and groups of requirements (themes)."""
    strength = strengths(grid, rules)
    order = {code: place for place, code in enumerate(rules.strengths)}
    wrong = problems(grid, rules, day=day)
    applies = grid.asked & (grid.result != list(rules.results).index("not-applicable"))
    done = _where(grid.status, {code: one.is_done for code, one in rules.statuses.items()}) & applies
    contradicting = np.zeros_like(grid.asked)
    for code in rules.contradictions:
        contradicting |= wrong[code]
    asked, applied = added(grid.asked, groups, count), added(applies, groups, count)
    found = {
        "answered": added(grid.asked & grid.answered, groups, count),
        "done": added(done, groups, count),
        "documented": added(applies & (strength >= order["documented"]), groups, count),
        "verified": added(applies & (strength >= order["verified"]), groups, count),
        "contradicts": added(grid.asked & contradicting, groups, count),
        "overdue": added(grid.asked & wrong["overdue"], groups, count),
    }
    claimed = added(grid.asked & wrong["only-claimed"], groups, count)
    holds = {
        "silent": found["answered"] == 0,
        "contradicts": found["contradicts"] > 0,
        "overdue": found["overdue"] > 0,
        "missing": found["answered"] < asked,
        "claimed": claimed > 0,
        "open": found["done"] < applied,
        "backed": found["verified"] < applied,
        "verified": np.ones_like(asked, np.bool_),
    }
    word = np.select([holds[code] for code in rules.cells], list(range(len(rules.cells))), NOTHING)
    return Cells(asked=asked, word=np.where(asked > 0, word, NOTHING), **found)
