"""The map by hand: gaps, overlaps, what is only enabled or in parts, and who should speak to whom."""

from hypothesis import given
from hypothesis import strategies as st

from junction.support.rules.programme_map import Cell, MissingLink, Provided, map_cells, missing_links

A, B, AB = frozenset("A"), frozenset("B"), frozenset("AB")


def words(*provided, overlap_from=2):
    cells = map_cells(["food", "talk"], ["A", "B"], provided, overlap_from=overlap_from)
    return {(one.category, one.area): one.word for one in cells}


def test_the_worst_word_that_holds_stands_in_each_cell():
    found = words(
        Provided(1, "food", True, AB), Provided(2, "food", True, A), Provided(3, "talk", False, A),
        Provided(4, "talk", True, frozenset(), B),
    )  # fmt: skip
    assert found == {("food", "A"): "overlap", ("food", "B"): "covered", ("talk", "A"): "enabled",
                     ("talk", "B"): "partly"}  # fmt: skip
    assert set(words().values()) == {"gap"}


def test_a_programme_counts_once_and_who_enables_does_not_overlap():
    twice = (Provided(1, "food", True, A), Provided(1, "food", True, AB), Provided(2, "food", False, AB))
    assert words(*twice)["food", "A"] == "covered"
    assert map_cells(["food"], ["A"], twice, overlap_from=2) == [Cell("food", "A", "covered", (1,), (2,))]


def test_what_is_for_some_people_only_says_so_and_overlaps_with_its_like():
    shield = Provided(1, "food", True, AB, audience="shielded")
    assert words(shield)["food", "A"] == "some"
    assert words(shield, Provided(2, "food", True, A, audience="carers"))["food", "A"] == "some"
    assert words(shield, Provided(2, "food", True, A, audience="shielded"))["food", "A"] == "overlap"
    for_all = words(shield, Provided(2, "food", True, A))
    assert (for_all["food", "A"], for_all["food", "B"]) == ("overlap", "some")


def test_those_who_serve_one_need_in_one_area_should_be_linked():
    held = [
        Provided(1, "food", True, AB), Provided(2, "food", False, A), Provided(2, "talk", True, B),
        Provided(1, "talk", True, B), Provided(3, "food", True, B), Provided(4, "talk", True, A),
    ]  # fmt: skip
    assert missing_links(held, []) == [
        MissingLink(1, 2, ("food", "talk"), 2), MissingLink(1, 3, ("food",), 1),
    ]  # fmt: skip
    assert missing_links(held, [(2, 1)]) == [MissingLink(1, 3, ("food",), 1)]


PROVIDED = st.builds(
    Provided, st.integers(1, 4), st.sampled_from(["food", "talk"]), st.booleans(),
    st.frozensets(st.sampled_from("AB")), st.frozensets(st.sampled_from("AB")),
)  # fmt: skip


@given(st.lists(PROVIDED, max_size=8), PROVIDED)
def test_more_that_is_provided_never_makes_a_gap(held, more):
    before = {
        (one.category, one.area): one for one in map_cells(["food", "talk"], "AB", held, overlap_from=2)
    }
    for cell in map_cells(["food", "talk"], "AB", [*held, more], overlap_from=2):
        was = before[cell.category, cell.area]
        assert set(was.offers) <= set(cell.offers) and (cell.word != "gap" or was.word == "gap")


@given(st.lists(PROVIDED, max_size=8))
def test_a_missing_link_is_gone_once_it_is_made(held):
    missing = missing_links(held, [])
    assert missing_links(held, [(one.other, one.one) for one in missing]) == []
