"""Strength, problems and words of cells: examples worked by hand, then what must always be so."""

from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.assurance.rules.book import assurance_rules
from junction.assurance.rules.grid import Grid, cells, empty_grid, problems, strengths

DAY = date(2020, 10, 5)
RULES = assurance_rules(DAY)
STATUSES, RESULTS, LADDER = list(RULES.statuses), list(RULES.results), list(RULES.strengths)


def one(status="", result="", *, due=None, asked=True, **facts) -> Grid:
    """A grid of one party and one requirement."""
    grid = empty_grid(1, 1)
    grid.asked[0, 0] = asked
    grid.status[0, 0] = STATUSES.index(status) if status else -1
    grid.result[0, 0] = RESULTS.index(result) if result else -1
    for name, value in facts.items():
        getattr(grid, name)[0, 0] = value
    if due:
        grid.due[0] = np.datetime64(due)
    return grid


def strength_of(grid: Grid) -> str:
    return LADDER[strengths(grid, RULES)[0, 0]]


def wrong_with(grid: Grid) -> set[str]:
    return {code for code, found in problems(grid, RULES, day=DAY).items() if found[0, 0]}


@pytest.mark.parametrize(
    ("grid", "strength"),
    [
        (one(), "none"),
        (one(in_force=3), "none"),  # evidence of what nobody said
        (one("planned"), "none"),
        (one("done"), "claimed"),
        (one("not-started", "met"), "claimed"),
        (one("done", in_force=1), "documented"),
        (one("done", expired=1), "claimed"),
        (one("done", in_force=1, verified=True), "verified"),
        (one("done", expired=1, verified=True), "claimed"),  # what was verified shows nothing any more
        (one("done", in_force=1, verified=True, doubted=True), "documented"),
        (one("done", tested=True), "tested"),
    ],
)
def test_strength_follows_from_facts(grid, strength):
    assert strength_of(grid) == strength


@pytest.mark.parametrize(
    ("grid", "found"),
    [
        (one(), {"no-answer"}),
        (one(asked=False), set()),
        (one(due=date(2020, 10, 4)), {"no-answer", "overdue"}),
        (one(due=DAY), {"no-answer"}),  # the last day is not over yet
        (one("done", in_force=1, due=date(2020, 10, 4)), set()),
        (one("planned", "not-applicable", due=date(2020, 10, 4)), set()),
        (one("done"), {"done-no-evidence", "only-claimed"}),
        (one("underway"), {"only-claimed"}),
        (one("done", "not-met", in_force=1), {"done-not-met"}),
        (one("done", expired=2), {"evidence-expired", "only-claimed"}),
        (one("done", in_force=1, expired=2), set()),
        (one("done", in_force=1, issues=1), {"done-open-issue"}),
        (one("underway", in_force=1, issues=1), set()),
        (one("not-started", "met", in_force=1), {"met-not-started"}),
        (one("done", in_force=1, doubted=True), {"doubted"}),
        (one("done", in_force=1, soon=1), {"expires-soon"}),
        (one("done", in_force=2, soon=1), set()),
    ],
)
def test_problems_are_told(grid, found):
    assert wrong_with(grid) == found


def word_of(*grids: Grid) -> str:
    """The word of one party's cell over several requirements of one theme."""
    joined = Grid(**{
        field.name: np.concatenate([getattr(grid, field.name) for grid in grids], axis=-1)
        for field in fields(Grid)
    })  # fmt: skip
    found = cells(joined, RULES, np.zeros(len(grids), np.intp), 1, day=DAY)
    return list(RULES.cells)[found.word[0, 0]] if found.word[0, 0] >= 0 else ""


def test_a_cell_says_the_worst_that_holds():
    shown, verified = one("done", in_force=1), one("done", in_force=1, verified=True)
    assert word_of(one(asked=False)) == ""
    assert word_of(one(), one()) == "silent"
    assert word_of(one("done"), shown) == "contradicts"
    assert word_of(one("underway", in_force=1, due=date(2020, 1, 1)), shown) == "overdue"
    assert word_of(one(), shown) == "missing"
    assert word_of(one("underway"), shown) == "claimed"
    assert word_of(one("planned"), shown) == "open"
    assert word_of(shown, verified) == "backed"
    assert word_of(verified, verified) == "verified"
    assert word_of(verified, one("planned", "not-applicable")) == "verified"


numbers = st.integers(0, 3)
grids = st.builds(
    one,
    st.sampled_from(["", *STATUSES]), st.sampled_from(["", *RESULTS]),
    asked=st.booleans(), in_force=numbers, expired=numbers, soon=numbers, issues=numbers,
    verified=st.booleans(), tested=st.booleans(), doubted=st.booleans(),
    due=st.none() | st.dates(date(2020, 9, 1), date(2020, 11, 1)),
)  # fmt: skip


@given(grids)
def test_only_a_second_person_or_an_exercise_makes_more_than_a_document(grid):
    seen = strength_of(grid)
    if seen in ("verified", "tested"):
        assert grid.verified[0, 0] or grid.tested[0, 0]
    if not grid.answered[0, 0]:
        assert seen == "none"


@given(grids)
def test_more_evidence_never_weakens_an_answer(grid):
    before = LADDER.index(strength_of(grid))
    grid.in_force[0, 0] += 1
    assert LADDER.index(strength_of(grid)) >= before


@given(grids)
def test_what_is_done_and_shown_is_never_overdue_nor_bare(grid):
    found = wrong_with(grid)
    if grid.status[0, 0] == STATUSES.index("done"):
        assert "overdue" not in found
    if grid.in_force[0, 0]:
        assert not found & {"done-no-evidence", "evidence-expired"}


@given(st.lists(grids, min_size=1, max_size=5))
def test_a_cell_never_says_verified_of_what_is_not(several):
    asked = [grid for grid in several if grid.asked[0, 0]]
    if word_of(*several) == "verified":
        weak = [grid for grid in asked if strength_of(grid) not in ("verified", "tested")]
        assert all(grid.result[0, 0] == RESULTS.index("not-applicable") for grid in weak)
