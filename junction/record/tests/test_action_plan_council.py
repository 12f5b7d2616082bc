"""The given part of a council's action plan, against what a person read in it beforehand."""

import textwrap
from datetime import timedelta
from random import Random

import pytest

from junction.record.rules.action_plan import read_action_plan
from junction.record.rules.reading import Kind
from junction.record.rules.source import Source

from .council_plan import GAPS, GARBLED_LINES, OPEN_ISSUES, ROWS

WRITTEN_ON = None  # the plan does not say its day; its years come from its title and its items


@pytest.fixture(scope="module")
def read(shared_data):
    found = sorted(shared_data.parent.glob("seeds/003_*.part.txt"))
    if not found:
        pytest.skip("the council's action plan is not beside the project (../shared/seeds)")
    return read_action_plan(Source(found[0].read_text(encoding="utf-8")), written_on=WRITTEN_ON)


@pytest.fixture(scope="module")
def rows(read):
    return [reading for reading in read.readings if reading.kind is Kind.ROW]


def test_every_character_is_read(read):
    assert read.not_read() == []


def test_each_row_is_whole_and_no_two_are_one(read, rows):
    lines = [read.source.lines_of(row.spans) for row in rows]
    assert [(group[0], group[-1]) for group in lines] == [(row.first_line, row.last_line) for row in ROWS]


def test_references_are_as_printed_or_proved_by_their_neighbours(rows):
    assert [(row.ref, row.ref_inferred) for row in rows] == [(row.ref, row.ref_inferred) for row in ROWS]


@pytest.mark.parametrize("at", range(len(ROWS)), ids=[f"row {row.ref}" for row in ROWS])
def test_organisations_status_and_dates_are_as_a_person_reads_them(rows, at):
    row, by_eye = rows[at], ROWS[at]
    assert set(row.organisations) == by_eye.organisations
    assert (row.status or "") == by_eye.status
    assert set(by_eye.dates) <= {day for said in row.dates for day in ends(said)}


def ends(said):
    last = said.until_on and said.until_on - timedelta(days=1)  # "by 31 October" is open at its beginning
    return {day.isoformat() for day in (said.from_on, last) if day}


def test_numbers_that_no_row_has_are_named(read):
    assert tuple(f.value for f in read.findings if f.check == "gap-in-numbers") == GAPS


def test_what_is_left_open_is_said(rows):
    assert {row.ref for row in rows if "open_issue" in row.cells} == OPEN_ISSUES


def test_garbled_print_is_kept_and_taken_for_nothing_sure(read, rows):
    crumbs = [row.cells["unclear"] for row in rows if "unclear" in row.cells]
    assert {line for cell in crumbs for line in read.source.lines_of(cell.spans)} == GARBLED_LINES
    assert all(cell.confidence < 0.3 for cell in crumbs)


def test_a_torn_category_is_the_one_its_neighbours_print(rows):
    said = {row.ref: row.cells["category"].text for row in rows}
    assert said["48"] == said["49"] == said["47"]
    assert said["55"] == said["54"]


def test_the_same_evidence_twice_is_reported_and_both_rows_stay(read, rows):
    lines = {row.first_line for row in ROWS if row.ref == "33"}
    assert lines <= {finding.row for finding in read.findings if finding.check == "near-duplicate"}


def test_as_above_points_to_the_row_above(rows):
    assert [pointer.to_ref for row in rows if row.ref == "48" for pointer in row.references] == ["47"]


def test_each_cell_stands_in_its_row(rows):
    for row in rows:
        for cell in row.cells.values():
            assert 0 <= cell.confidence <= 1
            assert all(any(line.holds(span) for line in row.spans) for span in cell.spans)


def printed_anew(rows, *, seed, torn, without_ref):
    """Return the rows as a scan might print them, torn or without references, and where each begins."""
    random = Random(seed)
    lines, starts = ["Ref\tItem\tOrganisation\tCategory\tEvidence"], []
    for number, row in enumerate(rows):
        cells = ["" if random.random() < without_ref else row.ref]
        cells += [row.cells[column].text for column in ("item", "organisation", "category", "evidence")]
        lines += [""] if number % 5 == 0 else []
        starts.append(len(lines) + 1)
        widths = [6, *(random.randint(*width) for width in ((35, 60), (16, 22), (14, 22), (30, 50)))]
        if random.random() < torn:
            wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
            height = max(map(len, wrapped))
            lines += ["\t".join([*part, ""][min(at, len(part))] for part in wrapped) for at in range(height)]
        else:
            lines.append("\t".join(cells))
    return "\n".join(lines), starts


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("torn", "without_ref"), [(0, 1), (0.3, 0.3), (1, 0), (1, 1)])
def test_torn_cells_and_lost_references_neither_merge_nor_split_rows(rows, seed, torn, without_ref):
    text, starts = printed_anew(rows, seed=seed, torn=torn, without_ref=without_ref)
    found = read_action_plan(Source(text))
    assert found.not_read() == []
    lines = [found.source.line_of(one.spans[0].start) for one in found.readings if one.kind is Kind.ROW]
    assert lines == starts
