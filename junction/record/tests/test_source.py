"""Places in a text: lines, pages, what is covered."""

from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.source import Source, Span, joined, trimmed, uncovered


def test_lines_are_counted_as_an_editor_counts_them():
    source = Source("one\n\nthree\n")
    assert [source.quote(line) for line in source.lines] == ["one", "", "three", ""]
    assert [source.line_of(offset) for offset in (0, 3, 4, 5, 10)] == [1, 1, 2, 3, 3]
    assert source.lines_of([Span(1, 6)]) == [1, 2, 3]


def test_pages_are_counted_from_one_where_there_are_any():
    assert Source("a\fb", page_starts=(0, 2)).page_of(2) == 2
    assert Source("ab").page_of(1) is None


def test_what_no_span_covers_is_found_unless_it_is_white_space():
    assert uncovered("ab  cd", [Span(0, 2), Span(4, 5)]) == [Span(5, 6)]
    assert uncovered("ab\n", [Span(0, 2)]) == []


def test_a_span_is_trimmed_and_several_are_joined():
    assert trimmed("  ab ", Span(0, 5)) == Span(2, 4)
    assert joined("care\n  home", [Span(0, 5), Span(5, 11)]) == "care home"


@given(st.text())
def test_the_lines_give_the_text_back(text):
    source = Source(text)
    assert "\n".join(source.quote(line) for line in source.lines) == text
    assert all(source.line_of(line.start) == number for number, line in enumerate(source.lines, 1))
