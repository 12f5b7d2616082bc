"""What became of requirements from one version of a plan to the next, worked by hand."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from junction.record.rules.lineage import Clause, Fate, lineage

STORE = "Open a stock room at Eastgate with masks, gloves and aprons for every home."
VISIT = "Visit each home once a month and write down what was found."
TRAIN = "Train managers in infection control. Publish the rota of trained managers on the council's pages."


def fates(old, new):
    found = lineage([Clause(*each) for each in old], [Clause(*each) for each in new])
    return [(one.fate, [each.ref for each in one.old], [each.ref for each in one.new]) for one in found]


def test_what_stays_is_the_same_though_its_number_changes():
    assert fates([("1", STORE), ("2", VISIT)], [("5", VISIT), ("6", STORE.upper())]) == [
        (Fate.SAME, ["2"], ["5"]),
        (Fate.SAME, ["1"], ["6"]),
    ]


def test_of_two_that_are_alike_the_same_number_goes_first():
    assert fates([("1", VISIT), ("2", VISIT)], [("2", VISIT), ("1", VISIT)]) == [
        (Fate.SAME, ["2"], ["2"]),
        (Fate.SAME, ["1"], ["1"]),
    ]


def test_other_words_for_the_same_thing():
    new = "Visit every home once each month, and write down what you found there."
    ((fate, old, _),) = fates([("2", VISIT)], [("2", new)])
    assert (fate, old) == (Fate.REWORDED, ["2"])


def test_one_becomes_two_and_two_become_one():
    first, second = TRAIN.split(". ")
    assert fates([("3", TRAIN)], [("3", first + "."), ("4", second)]) == [(Fate.SPLIT, ["3"], ["3", "4"])]
    assert fates([("3", first + "."), ("4", second)], [("3", TRAIN)]) == [(Fate.MERGED, ["3", "4"], ["3"])]


def test_what_has_no_like_was_dropped_or_is_new():
    assert fates([("1", STORE)], [("1", "Ring round families on Fridays.")]) == [
        (Fate.NEW, [], ["1"]),
        (Fate.DROPPED, ["1"], []),
    ]


def test_a_score_says_how_sure_and_both_are_quoted():
    (found,) = lineage([Clause("1", STORE)], [Clause("9", STORE)])
    assert (found.score, found.old[0].text, found.new[0].text) == (100, STORE, STORE)
    assert lineage([], []) == ()


CLAUSES = st.lists(
    st.builds(Clause, st.text(max_size=3), st.text(alphabet="abc def\n", max_size=30)), max_size=8
)


@settings(deadline=None)
@given(CLAUSES, CLAUSES)
def test_every_clause_is_in_exactly_one_answer(old, new):
    found = lineage(old, new)
    assert sorted(id(each) for one in found for each in one.old) == sorted(map(id, old))
    assert sorted(id(each) for one in found for each in one.new) == sorted(map(id, new))
    assert all(-0.01 <= one.score <= 100.01 for one in found)
    assert lineage(old, new) == found


def test_three_hundred_clauses_are_matched_within_a_few_seconds():
    old = [Clause(str(n), f"{STORE} Number {n}, {'word ' * (n % 40)} and {VISIT}") for n in range(300)]
    began = time.process_time()
    found = lineage(old, old)
    assert {one.fate for one in found} == {Fate.SAME} and all(one.old == one.new for one in found)
    assert time.process_time() - began < 10
