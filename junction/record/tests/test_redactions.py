"""What was taken out of a text is seen, with its place; ordinary words are left alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.redactions import is_redacted, redactions_in, without_marks
from junction.record.rules.source import Span


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("NR", "NR", "whole"),
        ("  [NR]. ", "NR", "whole"),
        ("I&S", "IS", "whole"),
        ("Irrelevant and Sensitive", "IS", "whole"),
        ("Irrelevant & Sensitive I would rather wait", "IS", "prefix"),
        ("I would rather wait, I&S", "IS", "within"),
        ("please ring [redacted] today", "REDACTED", "within"),
        ("it was REDACTED who rang", "REDACTED", "within"),
        ("███████ rang", "BLACK", "prefix"),
        ("number XXXX rang", "BLACK", "within"),
        ("Personal data", "PD", "whole"),
        ("her number is Personal Data ring her", "PD", "within"),
        ("[s.40(2)]", "FOI", "whole"),
    ],
)
def test_a_mark_is_seen_with_its_code_and_place(text, code, place):
    (mark,) = redactions_in(text)
    assert (mark.code, mark.place) == (code, place)
    assert text[mark.span.start : mark.span.end] == mark.mark


@pytest.mark.parametrize(
    "text",
    [
        "the personal data of residents",
        "thanks xxx",
        "xxx",
        "that is irrelevant to us",
        "a redacted copy went out",
        "R&S and the NRs",
        "REDACTEDLY",
        "a data protection agreement (signed)",
    ],
)
def test_ordinary_words_are_no_marks(text):
    assert redactions_in(text) == ()


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("We met Irrelevant &\nSensitive today", [("Irrelevant &\nSensitive", "IS", "within")]),
        ("Irrelevant\n& Sensitive", [("Irrelevant\n& Sensitive", "IS", "whole")]),
        ("She rang\nIrrelevant and\nSensitive at ten", [("Irrelevant and\nSensitive", "IS", "prefix")]),
        ("told [Irrelevant and\nSensitive] so", [("[Irrelevant and\nSensitive]", "IS", "within")]),
        ("met (name\nredacted) at NR", [("(name\nredacted)", "NR", "within"), ("NR", "NR", "within")]),
        ("NR\nNR", [("NR", "NR", "whole"), ("NR", "NR", "whole")]),
        ("Name\n\nRedacted copies went out", []),
        ("the personal\ndata of residents", []),
    ],
)
def test_a_mark_wrapped_over_a_line_end_is_one_mark(text, marks):
    found = redactions_in(text)
    assert [(one.mark, one.code, one.place) for one in found] == marks
    assert all(text[one.span.start : one.span.end] == one.mark for one in found)


def test_each_line_is_a_paragraph_of_its_own_and_offsets_are_those_of_the_text():
    text = "I&S\nring me, NR\n\nNR) NR"
    assert [(mark.code, mark.place) for mark in redactions_in(text)] == [
        ("IS", "whole"),
        ("NR", "within"),
        ("NR", "whole"),
        ("NR", "whole"),
    ]
    (inner,) = redactions_in(text, Span(4, 15))
    assert text[inner.span.start : inner.span.end] == "NR"


def test_a_name_is_redacted_only_where_nothing_else_stands():
    assert is_redacted("[NR]") and is_redacted("NR)") and is_redacted("██████")
    assert not is_redacted("MHCLG NR") and not is_redacted("") and not is_redacted("Nina Rao")


def test_marks_are_blanked_and_the_offsets_stay():
    assert without_marks("ring NR now") == "ring    now"


@given(st.text(alphabet="NRI&S []()redactedX█ \n", max_size=60))
def test_any_text_gives_marks_that_quote_it_and_do_not_overlap(text):
    marks = redactions_in(text)
    assert all(text[mark.span.start : mark.span.end] == mark.mark for mark in marks)
    assert all(a.span.end <= b.span.start for a, b in pairwise(marks))
