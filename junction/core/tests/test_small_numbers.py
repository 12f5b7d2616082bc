"""Few people are not counted out: what is hidden, and that nothing shown depends on it."""

from hypothesis import given
from hypothesis import strategies as st

from junction.core.small_numbers import at_least, in_steps, is_small, kept_back

WHOLES = {"all": ("a", "b", "c", "ab"), "ab": ("a", "b"), "far": None}


def shown(figures, may_see=frozenset()):
    hidden = kept_back(figures, below=5, parts=lambda key: WHOLES.get(key, ()), may_see=may_see.__contains__)
    return {key: None if key in hidden else value for key, value in figures.items()}


def test_a_small_figure_goes_with_every_sum_it_is_part_of():
    figures = {"a": 3, "b": 20, "c": 9, "ab": 23, "all": 32}
    assert shown(figures) == {"a": None, "b": 20, "c": 9, "ab": None, "all": None}
    assert shown({"a": 0, "b": 20, "ab": 20}) == {"a": 0, "b": 20, "ab": 20}  # nobody is not few
    assert shown({"a": 5, "ab": 5}) == {"a": 5, "ab": 5}


def test_what_came_hidden_stays_so_and_hides_sums_whose_parts_are_not_known():
    assert shown({"a": None, "b": 7, "far": 90}) == {"a": None, "b": 7, "far": None}
    assert shown({"b": 7, "far": 90}) == {"b": 7, "far": 90}


def test_who_may_see_a_small_figure_sees_it_and_no_other():
    assert shown({"a": 2, "b": 3, "ab": 5}, {"a"}) == {"a": 2, "b": None, "ab": None}


def test_the_limit_is_the_first_that_is_shown():
    assert [is_small(one, below=5) for one in (0, 1, 4, 5)] == [False, True, True, False]


def test_a_sum_says_what_it_comes_to_at_least():
    assert at_least([7, None, 9, None]) == 18 and at_least([]) == 0


def test_figures_of_days_go_in_steps():
    assert [in_steps(one, step=5) for one in (0, 4, 5, 9, 10)] == [0, 0, 5, 5, 10]


@given(st.tuples(*[st.integers(0, 12)] * 3), st.tuples(*[st.integers(1, 4)] * 3))
def test_nothing_shown_depends_on_what_is_hidden(values, others):
    def world(a, b, c):
        return shown({"a": a, "b": b, "c": c, "ab": a + b, "all": a + b + c, "far": a + b + c})

    swapped = [other if 0 < one < 5 else one for one, other in zip(values, others, strict=True)]
    assert world(*swapped) == world(*values)
