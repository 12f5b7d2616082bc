"""Action plans that are lists and no tables: each clear action is a row, less sure than one of a table."""

import io
from datetime import date
from itertools import pairwise

import pytest
from docx import Document as Docx
from hypothesis import given
from hypothesis import strategies as st

from junction.record.files import open_source
from junction.record.rules.action_plan import read_action_plan
from junction.record.rules.reading import Kind
from junction.record.rules.source import Source

WRITTEN = date(2020, 10, 1)
PROSE = """Northham Council winter action plan

This plan says what we do this winter.

Homes
1. Set up a stock of masks. Owner: Public Health, by 30 November 2020
2. Ring every home each week, and write down
what they say
   Owner: Jo Hay
   Status: underway
3. Agree a protocol with the trust (Lead: NHS) by 15 November
   - with the wards
   - with the hub

Staff
- Train all staff. Lead: Care providers. Deadline: end of December
- Write to families. Responsible: A. Okoro; Update: letters are complete and were sent

We review it monthly.
"""


def read(text):
    found = read_action_plan(text if isinstance(text, Source) else Source(text), written_on=WRITTEN)
    assert found.not_read() == []
    return found


def rows(found):
    return [one for one in found.readings if one.kind is Kind.ROW]


def said(row, *names):
    return [row.cells[name].text if name in row.cells else "" for name in names]


def test_each_item_of_a_clear_list_is_a_row_with_who_and_by_when():
    found = rows(read(PROSE))
    assert [said(one, "ref", "organisation", "owner", "due") for one in found] == [
        ["1", "Public Health", "", "by 30 November 2020"],
        ["2", "", "Jo Hay", ""],
        ["3", "NHS", "", "by 15 November"],
        ["", "Care providers", "", "end of December"],
        ["", "", "A. Okoro", ""],
    ]
    assert found[1].cells["item"].text == "Ring every home each week, and write down what they say"
    assert found[1].status == "underway" and found[4].status == "complete"
    assert "with the wards" in found[2].cells["item"].text  # a sub-item is part of it
    assert [(one.raw, one.from_on, one.until_on) for one in found[2].dates] == [
        ("by 15 November", None, date(2020, 11, 16))
    ]


def test_what_is_beside_the_lists_is_kept_and_the_gap_report_says_where_rows_came_from():
    found = read(PROSE)
    beside = [one.text for one in found.readings if one.kind is not Kind.ROW]
    assert beside == [
        "Northham Council winter action plan", "This plan says what we do this winter.", "Homes", "Staff",
        "We review it monthly.",
    ]  # fmt: skip
    (finding,) = [one for one in found.findings if one.check == "read-from-list"]
    assert finding.row == 6 and "5 actions are read from a list" in finding.message


def test_a_list_is_less_sure_than_a_table_of_the_same():
    listed = rows(read("Actions\n1. Ring homes. Owner: NHS\n2. Send masks\n"))
    table = rows(read("Ref\tAction\tLead\n1\tRing homes\tNHS\n2\tSend masks\t\n"))
    assert [said(one, "ref", "organisation") for one in listed] == [["1", "NHS"], ["2", ""]]
    for one, other in zip(listed, table, strict=True):
        for name in ("ref", "item"):
            assert one.cells[name].confidence < other.cells[name].confidence
    assert listed[1].cells["item"].confidence < listed[0].cells["item"].confidence  # it says neither


@pytest.mark.parametrize(
    "text",
    [
        "Our principles\n\n- We put people first.\n- We listen.\n- We work together.\n",
        "Notes\n1. Ring homes. Owner: NHS\n",
        "We will ring every home by 30 November. The owner of this is the council.",
        "Who came\n- Ann Lee\n- Tom Kay\n- Jo Hay (Owner: x)\n",
    ],
)
def test_what_is_no_clear_list_of_actions_is_no_row_and_is_said(text):
    found = read(text)
    assert rows(found) == []
    assert [one.check for one in found.findings] == ["no-table"]
    assert "nor a list" in found.findings[0].message


def test_a_heading_that_says_actions_makes_a_list_clear():
    found = rows(read("Next steps\n\n* Ring homes\n* Send masks\n"))
    assert [one.cells["item"].text for one in found] == ["Ring homes", "Send masks"]


def test_a_list_of_word_is_read_with_the_numbers_that_word_sets():
    document = Docx()
    document.add_heading("Winter action plan", level=1)
    for said_ in ("Set up a stock. Owner: NHS, by 30 November 2020", "Ring every home. Owner: Jo Hay"):
        document.add_paragraph(said_, style="List Number")
    document.add_paragraph("Lead: Public Health", style="List Bullet")
    document.add_paragraph("Staff")
    for said_ in ("Train all staff. Due: 1 December 2020", "Test all staff. Lead: NHS"):
        document.add_paragraph(said_, style="List Bullet")
    into = io.BytesIO()
    document.save(into)
    found = read(open_source(into.getvalue(), name="plan.docx"))
    assert [said(one, "ref", "item", "organisation", "owner") for one in rows(found)] == [
        ["1", "Set up a stock. by 30 November 2020", "NHS", ""],
        ["2", "Ring every home.", "Public Health", "Jo Hay"],
        ["", "Train all staff.", "", ""],
        ["", "Test all staff.", "NHS", ""],
    ]


LINES = st.sampled_from(
    ["1. Ring homes. Owner: NHS", "2) Send, by 5 May", "- a", "   - b", "Owner: X", "Actions", "", "  goes",
     "Then; it, ends", "a;b;c", '"x', "o one", "(a) two Status: done", "Action 3: Train. Due: May",
     "- Owner:"]
)  # fmt: skip


@given(st.lists(LINES, max_size=14))
def test_nothing_is_dropped_and_no_character_is_in_two_rows(lines):
    found = read("\n".join(lines))
    held = sorted(span for one in rows(found) for span in one.spans)
    assert all(one.end <= other.start for one, other in pairwise(held))
