"""The national plan of 15 April 2020, against a reading of it by eye."""

import tomllib
from pathlib import Path

import pytest

from junction.record.rules.plan import read_plan
from junction.record.rules.reading import Kind
from junction.record.rules.source import Source

EYE = tomllib.loads((Path(__file__).parent / "plan_2020_04_15.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read(shared_data):
    found = list((shared_data.parent / "seeds").glob("002_*.txt"))
    if not found:
        pytest.skip("the national plan is not among the shared files")
    return read_plan(Source(found[0].read_text(encoding="utf-8"), name=found[0].name))


def of(read, kind):
    return [one for one in read.readings if one.kind is kind]


def lines(read, one):
    return read.source.lines_of(one.spans)


def test_nothing_is_left_unread_and_nothing_is_found_wrong(read):
    assert read.not_read() == []
    assert read.findings == ()


def test_every_paragraph_has_its_number_and_all_its_lines(read):
    numbered = {one.ref: lines(read, one) for one in of(read, Kind.PARAGRAPH) if not one.ref_inferred}
    assert numbered == EYE["paragraphs"]
    assert len(numbered) == len([one for one in of(read, Kind.PARAGRAPH) if not one.ref_inferred])


def test_what_has_no_number_is_kept_and_told_apart(read):
    parts = {}
    for one in of(read, Kind.PARAGRAPH):
        if one.ref_inferred:
            parts.setdefault(one.cells["part"].text, []).append(lines(read, one))
    assert parts["body"] == EYE["unnumbered"]
    assert parts["case study"] == EYE["case_studies"]
    assert parts["quotation"] == EYE["quotations"]
    first, last = EYE["annex_items"]
    assert parts["annex"] == [list(range(first, last + 1))]


def test_headings_have_their_level(read):
    assert [[*lines(read, one), int(one.cells["level"].text)] for one in of(read, Kind.HEADING)] == EYE[
        "headings"
    ]


def test_items_of_lists_are_parts_of_their_paragraph(read):
    counted = {}
    for one in of(read, Kind.ITEM):
        ref = read.readings[one.part_of].ref
        counted[ref] = counted.get(ref, 0) + 1
    assert {ref: count for ref, count in counted.items() if ref in EYE["paragraphs"]} == EYE["list_items"]


def test_footnotes_know_the_paragraph_of_their_mark(read):
    assert {one.ref: one.cells["paragraph"].text for one in of(read, Kind.FOOTNOTE)} == EYE["footnotes"]


def test_every_promise_in_bold_is_found_and_no_figure_or_title(read):
    bold = [one for one in of(read, Kind.COMMITMENT) if one.cells["basis"].text == "bold"]
    assert {one.ref: lines(read, one)[0] for one in bold} == {
        ref: said["line"] for ref, said in EYE["bold"].items()
    }
    assert len(bold) == len(EYE["bold"])
    dated = {
        one.ref: [(str(day.from_on or ""), str(day.until_on or "")) for day in one.dates]
        for one in bold
        if one.dates
    }
    assert dated == {
        ref: [(said["from"], said["until"])] for ref, said in EYE["bold"].items() if "from" in said
    }


def test_promises_in_plain_type_are_found_where_they_are_and_nowhere_else(read):
    plain = {one.ref for one in of(read, Kind.COMMITMENT) if one.cells["basis"].text == "plain"}
    assert set(EYE["plain"]["promising"]) - plain == set()
    assert plain & set(EYE["plain"]["silent"]) == set()
    assert not any(
        one.cells["part"].text in ("case study", "quotation")
        for one in (read.readings[said.part_of] for said in of(read, Kind.COMMITMENT))
    )


def test_plain_promises_with_an_end_have_it(read):
    for ref, until in EYE["plain"]["until"].items():
        dates = [day for one in of(read, Kind.COMMITMENT) if one.ref == ref for day in one.dates]
        assert until in [str(day.until_on) for day in dates], ref


def test_we_are_who_publishes_the_plan(read):
    said = [one.cells["who"].text for one in of(read, Kind.COMMITMENT) if one.ref == "2.12"]
    assert said == ["Department of Health & Social Care"]
    (measured,) = [one.cells["measure"].text for one in of(read, Kind.COMMITMENT) if one.ref == "2.12"]
    assert measured == "20,000 people into social care over the next three months"
