"""What a document asks, which rows answer what, and whose a key is: examples by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.assurance.rules.book import assurance_rules
from junction.assurance.rules.matching import Named, bare_claim, matches, plain_ref
from junction.assurance.rules.parties import Party, party_of
from junction.assurance.rules.proposing import StatementSaid, due_of, propose
from junction.assurance.rules.words import requirement_words

DAY = date(2020, 10, 5)
RULES, WORDS = assurance_rules(DAY), requirement_words(DAY)


def said(number, kind, text, *, ref="", part_of=None, due_on=None, **cells) -> StatementSaid:
    return StatementSaid(number, kind, ref, text, cells, due_on=due_on, part_of=part_of)


def test_a_paragraph_is_proposed_for_its_word_of_duty():
    found = propose(
        [
            said(1, "paragraph", "Local authorities must write to every care home by the end of May.",
                 ref="2.1", due_on=date(2020, 5, 31)),
            said(2, "paragraph", "The winter of that year was long and people were tired of it."),
            said(3, "heading", "Local authorities must do a great many things"),
            said(4, "paragraph", "They must."),
        ],
        RULES, WORDS,
    )  # fmt: skip
    assert [(one.statement, one.ref, one.strength, one.kind, one.actors) for one in found] == [
        (1, "2.1", "must", "one-off", ("council",))
    ]


def test_a_promise_stands_for_its_paragraph():
    text = "We heard a lot. Care providers should test their staff every week."
    promise = "Care providers should test their staff every week."
    found = propose([said(1, "paragraph", text), said(2, "commitment", promise, part_of=1)], RULES, WORDS)
    assert [(one.statement, one.kind, one.theme, one.actors) for one in found] == [
        (2, "recurring", "testing", ("provider",))
    ]


def test_a_row_is_always_proposed_and_its_columns_count_first():
    row = said(1, "row", "all of it", ref="7", item="Local authorities should keep PPE in stock",
               category="Workforce", organisation="Local Resilience Forum")  # fmt: skip
    (found,) = propose([row], RULES, WORDS)
    assert (found.text, found.theme, found.actors) == (
        "Local authorities should keep PPE in stock", "workforce", ("lrf",)
    )  # fmt: skip


def test_a_day_is_the_last_of_the_first_date_that_ends():
    assert due_of([(None, None, "soon"), (None, date(2020, 6, 1), "by the end of May")]) == (
        date(2020, 5, 31), "by the end of May"
    )  # fmt: skip
    assert due_of([(date(2020, 6, 1), None, "from June")]) == (None, "from June")
    assert due_of([]) == (None, "")


ASKED = [
    Named("1", "Councils must write to confirm that their plan is in place."),
    Named("2", "Councils should keep two weeks of masks in reach of every home."),
]


def test_rows_are_matched_by_reference_and_by_words():
    rows = [
        Named("Ref 1.", "Councils must write to confirm their plan is in place"),
        Named("9", "Councils should keep two weeks of masks within reach of every home"),
        Named("2", "Something about gardens altogether"),
        Named("", "Nothing like it"),
    ]
    found = matches(rows, ASKED, RULES.matching)
    assert [match and match.place for match in found] == [0, 1, 1, None]
    assert found[0].confidence >= 0.95 and found[2].confidence == 0.5
    assert matches([], ASKED, RULES.matching) == [] and matches(rows, [], RULES.matching) == [None] * 4


def test_two_spellings_of_a_reference_are_one():
    assert plain_ref("Ref 4.12.") == plain_ref(" 4.12") == "4.12"


@pytest.mark.parametrize(
    ("text", "is_bare"),
    [("Complete", True), ("In place - ongoing.", True), ("", True), ("Completed", True),
     ("Complete. Letter sent to all homes on 29 October", False), ("Weekly calls with homes", False)],
)  # fmt: skip
def test_a_word_of_status_alone_shows_nothing(text, is_bare):
    assert bare_claim(text, RULES.bare) is is_bare


@given(st.one_of(
    st.from_regex(r"[A-Z][0-9]{8}", fullmatch=True).map(lambda code: Party(area=code)),
    st.integers(1, 10**17).map(lambda number: Party(organisation=number)),
    st.integers(1, 10**17).map(lambda number: Party(place=number)),
))  # fmt: skip
def test_a_party_is_found_again_by_its_key(party):
    assert party_of(party.key) == party


@pytest.mark.parametrize("key", ["", "o0", "x5", "E0800000", "o1p2"])
def test_what_is_no_key_is_no_party(key):
    with pytest.raises(ValueError, match="no party"):
        party_of(key)


def test_a_party_is_exactly_one():
    with pytest.raises(ValueError, match="one area"):
        Party()
    with pytest.raises(ValueError, match="one area"):
        Party(area="E08000009", place=1)
