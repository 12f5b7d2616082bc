"""Plans of other layouts than the national one, made for these tests; and what holds for any text."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junction.record.rules.plan import read_plan
from junction.record.rules.plan.labels import Style, label_of
from junction.record.rules.plan.wording import promise_in
from junction.record.rules.reading import Kind
from junction.record.rules.source import Source, Span

PLANS = Path(__file__).parent / "plans"


def made(name):
    return read_plan(Source((PLANS / f"{name}.txt").read_text(encoding="utf-8")))


def outline(read, *kinds):
    return [(one.ref, read.source.lines_of(one.spans)) for one in read.readings if one.kind in kinds]


def promised(read):
    return [
        (one.ref, one.cells["who"].text, one.cells["act"].text)
        for one in read.readings
        if one.kind is Kind.COMMITMENT
    ]


def checks(read):
    return [(found.check, found.row) for found in read.findings]


def test_paragraphs_numbered_through_with_letters_below():
    read = made("numbered-through")
    assert outline(read, Kind.PARAGRAPH)[1:5] == [
        ("12", [14, 15]),
        ("13", [16, 17, 18, 19]),
        ("15", [20]),
        ("15", [21, 22]),
    ]
    assert outline(read, Kind.ITEM)[:2] == [("13(a)", [17]), ("13(b)", [18, 19])]
    assert checks(read) == [("number-missing", 14), ("number-missing", 20), ("number-doubled", 21)]


def test_a_list_that_we_will_opens_promises_each_of_its_items():
    read = made("numbered-through")
    assert promised(read) == [
        (
            "12",
            "The Council",
            "open a stock room at Eastgate by 1 November 2021, and will keep at least 2,000 masks in it",
        ),
        ("15", "Northmoor Borough Council", "recruit 40 drivers by the end of December"),
        ("16", "Northmoor Borough Council", "train 300 carers by March 2022"),
        ("16", "Northmoor Borough Council", "publish a rota each month"),
        ("16", "Northmoor Borough Council", "not charge for either"),
    ]


def test_boxes_and_annexes_are_kept_apart():
    read = made("numbered-through")
    parts = {one.ref: one.cells["part"].text for one in read.readings if one.kind is Kind.PARAGRAPH}
    assert (parts["12"], parts["p6"], parts["A1"]) == ("body", "box", "annex")


def test_three_levels_of_numbers_and_marks_of_markdown():
    read = made("three-levels")
    levels = [
        (one.ref, one.cells["level"].text, one.cells["chain"].text)
        for one in read.readings
        if one.kind is Kind.HEADING
    ]
    assert levels == [
        ("1", "1", ""),
        ("1.1", "2", "1 Our homes"),
        ("1.2", "2", "1 Our homes"),
        ("", "2", "1 Our homes"),
        ("2", "1", ""),
    ]
    assert ("number-missing", 28) in checks(read)


def test_a_promise_in_bold_is_its_own_and_figures_names_and_run_in_titles_are_none():
    read = made("three-levels")
    bold = [one for one in read.readings if one.kind is Kind.COMMITMENT and one.cells["basis"].text == "bold"]
    assert [(one.ref, read.source.quote(one.spans[0])) for one in bold] == [
        ("1.1.2", "Every home gets a named nurse by 30 June 2022.")
    ]
    assert str(bold[0].dates[0].until_on) == "2022-07-01"
    assert promised(read)[0][:2] == ("1.1.1", "The Government")


def test_case_studies_promise_nothing():
    assert not [who for _, who, _ in promised(made("three-levels")) if "Harbour" in who]


def test_lines_as_set_without_numbers_pages_or_blank_lines():
    read = made("without-numbers")
    assert outline(read, Kind.PARAGRAPH) == [
        ("p1", [7, 8]),
        ("p2", [11, 12]),
        ("p3", [13, 17]),
        ("p4", [19]),
        ("p5", [23]),
        ("p6", [27]),
    ]
    roles = {one.cells["what"].text for one in read.readings if one.kind is Kind.FURNITURE}
    assert {"page number", "running head", "published", "publisher"} <= roles
    assert read.not_read() == []


def test_bold_by_fonts_and_heads_at_the_edges_of_pages():
    pages = [
        "Vale Plan\n1 Care at home\n1.1 The Council will buy 20 cars.\n1.2 Carers drive\n",
        "Vale Plan\nthem home each night.\n1.3 Nothing else is planned.\n",
        "Vale Plan\n1.4 The end is near.\n",
    ]
    text = "".join(pages)
    bold = tuple(
        Span(text.index(said), text.index(said) + len(said))
        for said in ("1 Care at home", "The Council will buy 20 cars.")
    )
    read = read_plan(Source(text, page_starts=(0, len(pages[0]), len(pages[0] + pages[1])), bold=bold))
    assert outline(read, Kind.HEADING) == [("1", [2])]
    assert outline(read, Kind.PARAGRAPH) == [("1.1", [3]), ("1.2", [4, 6]), ("1.3", [7]), ("1.4", [9])]
    (promise,) = [one for one in read.readings if one.kind is Kind.COMMITMENT]
    assert promise.cells["basis"].text == "bold" and promise.cells["measure"].text == "20 cars"


@pytest.mark.parametrize(
    ("line", "ref", "style"),
    [
        ("- 1.1 Care", "1.1", Style.DOTTED),
        ("## 2.3.4 Care", "2.3.4", Style.DOTTED),
        ("§ 4 Care", "§4", Style.DOTTED),
        ("**12.** Care", "12", Style.PLAIN),
        ("A3 Care", "A3", Style.DOTTED),
        ("Recommendation 5: Care", "Recommendation 5", Style.WORD),
        ("Annex B – Care", "Annex B", Style.PART),
        ("(iv) care", "(iv)", Style.LETTER),
        ("• care", "•", Style.BULLET),
    ],
)
def test_what_a_line_is_numbered_with(line, ref, style):
    label = label_of(line)
    assert (label.ref, label.style) == (ref, style)


@pytest.mark.parametrize(
    "line", ["1.5 million carers", "3 May 2021", "**Bold** words", "Care", "2020. The", "5 homes"]
)
def test_figures_and_dates_number_nothing(line):
    assert label_of(line) is None


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("We will shortly issue advice.", "We"),
        ("Our goal is to reach every home.", "Our"),
        ("By May, PHE is working to issue advice.", "PHE"),
        ("The Welsh Government will fund it.", "The Welsh Government"),
        ("CQC and the Home Office are drawing up a code.", "CQC and the Home Office"),
        ("The industry has pledged to help us.", "The industry"),
        ("The code will be published by the LGA.", "LGA"),
    ],
)
def test_who_promises(sentence, who):
    found = promise_in(sentence)
    assert sentence[found.who.start : found.who.end] == who


@pytest.mark.parametrize(
    "sentence",
    [
        "We are facing a hard winter.",
        "We may open a second store.",
        "We expect councils to open a second store.",
        "Local authorities should open a second store.",
        "Care homes will feel the strain.",
        "Will we open a second store?",
        "She said “we will open a second store” and left.",
        "These are the steps we are taking.",
        "We have opened a second store.",
        "COVID-19 is changing.",
    ],
)
def test_what_promises_nothing(sentence):
    assert promise_in(sentence) is None


PIECES = [
    *(
        "1.1 ",
        "1. ",
        "12. ",
        "(a) ",
        "- ",
        "• ",
        "**",
        "\n",
        "\n\n",
        " ",
        "\t",
        "\f",
        "# ",
        "§ 4 ",
        "2\n",
        "¹",
    ),
    *("We will ", "publish. ", "7 million", "The Council will ", "They will ", "is working ", "lower "),
    *("Contents\n", "A …… 3\n", "² Note\n", "Annex A\n", "Chapter 2: X\n", "“said”\n", "Case study\n"),
    *("Published 3 May 2021\n", "<u>x</u>\n", "© x\n", "Heading\n"),
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
PLACES = st.tuples(st.integers(0, 80), st.integers(0, 80))


@settings(deadline=None)
@given(TEXTS, st.lists(PLACES, max_size=3), st.lists(st.integers(0, 80), max_size=3))
def test_any_text_is_read_whole_and_once(text, bold, pages):
    text = text.replace("\r", "\n")
    read = read_plan(
        Source(
            text,
            bold=tuple(Span(min(pair), min(max(pair), len(text))) for pair in bold if min(pair) <= len(text)),
            page_starts=tuple(sorted({0, *(page for page in pages if page <= len(text))})) if pages else (),
        )
    )
    assert read.not_read() == []
    first = sorted(span for one in read.readings if one.part_of is None for span in one.spans)
    assert all(one.end <= other.start for one, other in pairwise(first))
    for one in read.readings:
        assert one.spans and all(span.end <= len(text) for span in one.spans)
        if one.part_of is not None:
            whole = read.readings[one.part_of].spans
            assert all(any(outer.holds(span) for outer in whole) for span in one.spans)
