"""Tables as others make them: joined cells, two rows of titles, days for references, totals and notes."""

import io
from datetime import datetime

import pytest
import xlsxwriter
from docx import Document

from junction.record.files import open_source
from junction.record.rules.action_plan import read_action_plan
from junction.record.rules.reading import Kind
from junction.record.rules.source import Source

TITLES = ["Ref", "Action", "Lead organisation", "Lead officer", "Update"]


def rows_of(source):
    read = read_action_plan(source)
    assert read.not_read() == []
    return [one for one in read.readings if one.kind is Kind.ROW], read


def as_xlsx(write):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        write(book, book.add_worksheet("Plan"))
    return open_source(out.getvalue(), name="plan.xlsx")


def joined_workbook(book, sheet):
    sheet.merge_range(0, 0, 0, 1, "What")
    sheet.merge_range(0, 2, 0, 3, "Who")
    sheet.write_row(1, 0, TITLES)
    for at, ref in enumerate(["1.1", "1.2", "2.1", "2.2"], start=2):
        sheet.write_row(at, 0, [ref, f"Do thing {ref}", "", "", "Underway"])
    sheet.merge_range(2, 2, 3, 2, "Council")
    sheet.merge_range(2, 3, 3, 3, "Jo Roe")
    sheet.write_row(4, 2, ["CCG", "Sam Poe"])
    sheet.write_row(6, 0, ["Total", "4 actions"])
    sheet.write_row(7, 0, ["Notes: actions are reviewed weekly"])


def test_joined_cells_of_a_workbook_stand_for_every_row_they_reach_over_and_no_further():
    source = as_xlsx(joined_workbook)
    rows, read = rows_of(source)
    assert [row.ref for row in rows] == ["1.1", "1.2", "2.1", "2.2"]
    assert [row.organisations for row in rows[:3]] == [("Local authority",)] * 2 + [
        ("Clinical Commissioning Group",)
    ]
    lead = rows[1].cells["organisation"]
    assert (lead.text, lead.spans, lead.confidence, lead.inferred) == ("Council", (), 0.9, True)
    assert lead.note == "joined with the cell above, at line 3"
    assert rows[1].cells["owner"].text == "Jo Roe"
    assert rows[3].cells["organisation"].text == ""  # empty, and joined with nothing
    others = [one.text for one in read.readings if one.kind is Kind.PARAGRAPH]
    assert others == ["Total 4 actions", "Notes: actions are reviewed weekly"]
    assert rows[-1].cells["evidence"].text == "Underway"


def test_joined_cells_of_a_document_of_word():
    document = Document()
    table = document.add_table(rows=4, cols=5)
    texts = [
        ["Priority", "No.", "What we will do", "Owner", "Where we are"],
        ["Testing", "T1", "Offer tests", "Public Health", "Complete"],
        ["", "T2", "Retest", "Public Health", "Underway"],
        ["", "T3", "Test agency staff", "", "Planned"],
    ]
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(3, 0)).text = "Testing"
    table.cell(2, 3).merge(table.cell(3, 3)).text = "Public Health"
    out = io.BytesIO()
    document.save(out)
    rows, _ = rows_of(open_source(out.getvalue(), name="plan.docx"))
    assert [row.ref for row in rows] == ["T1", "T2", "T3"]
    assert [row.cells["priority"].confidence for row in rows] == [1.0, 0.9, 0.9]
    assert [row.cells["organisation"].text for row in rows] == ["Public Health"] * 3
    assert rows[2].cells["organisation"].spans == ()


def test_a_header_whose_titles_are_mostly_unknown_is_told_by_the_references_below():
    rows, _ = rows_of(Source("Wie weit\tNo.\tMassnahme\tWer\n" + "".join(
        f"{said}\t{ref}\tVisit every home in the north\tCouncil\n"
        for ref, said in (("A1", "Done"), ("A2", "Open"), ("A3", "Open"))
    )))  # fmt: skip
    assert [row.ref for row in rows] == ["A1", "A2", "A3"]
    assert rows[0].cells["item"].text == "Visit every home in the north"
    assert rows[0].organisations == ("Local authority",)


def test_a_day_where_a_reference_should_be_is_shown_and_doubted():
    def write(book, sheet):
        day = book.add_format({"num_format": "d-mmm"})
        sheet.write_row(0, 0, ["Ref", "Action", "Lead", "Update"])
        for at in (1, 2):
            sheet.write_datetime(at, 0, datetime(2020, 2, at), day)
            sheet.write_row(at, 1, [f"Do thing {at}", "Council", "Done"])

    rows, read = rows_of(as_xlsx(write))
    days = ["2020-02-01", "2020-02-02"]
    assert [(row.ref, row.cells["ref"].confidence) for row in rows] == [(day, 0.4) for day in days]
    assert [one.value for one in read.findings if one.check == "reference-is-day"] == days


PLAIN = "Theme\tRef\tAction\tLead\tUpdate\n"


def test_in_a_text_a_lead_is_carried_down_only_with_its_category_and_is_doubted():
    rows, _ = rows_of(Source(
        f"{PLAIN}Control\tA1\tReview training\tCCG\tUnderway\n\tA2\tSwab staff\t\tNot started\n"
        "Staff\tA3\tSet up a bank\t\tPlanned\n"
    ))  # fmt: skip
    assert [row.cells["organisation"].text for row in rows] == ["CCG", "CCG", ""]
    assert (rows[1].cells["organisation"].confidence, rows[1].cells["organisation"].inferred) == (0.5, True)


@pytest.mark.parametrize(
    "below",
    ["Note: in italics, led by others", "Total actions: 2", "Total\t2 actions\t\t\t1 done",
     "Prepared by the PMO",     "Key: R = red", "RAG: Red = off track"],
)  # fmt: skip
def test_what_stands_below_a_table_is_no_part_of_its_last_row(below):
    text = f"{PLAIN}Staff\tA1\tDo this\tCCG\tOpen\nStaff\tA2\tDo that\tCCG\tPlanned\n{below}\n"
    rows, _ = rows_of(Source(text))
    assert [row.cells["evidence"].text for row in rows] == ["Open", "Planned"]


def test_a_page_heading_that_comes_again_is_no_category():
    page = "ACTION LOG  Page {n} of 2\nRef\tAction\tOwner\tStatus\n{n}\tRing homes\tCouncil\tOpen\n"
    rows, read = rows_of(Source(page.format(n=1) + "\f" + page.format(n=2)))
    assert ["category" in row.cells for row in rows] == [False, False]
    assert read.readings[3].kind is Kind.FURNITURE


def test_bold_marks_and_rows_without_a_lead_in_markdown():
    rows, _ = rows_of(Source(
        "| Workstream | Action | Lead | Comments |\n|---|---|---|---|\n"
        "| **Tests** | 1a Order | DPH | Done |\n"
        "| | 1b Train | DPH | |\n| **PPE** | 2a Stock | | See 1a |\n| Total | 3 | | |\n"
    ))  # fmt: skip
    assert [row.cells["category"].text for row in rows] == ["Tests", "Tests", "PPE"]
    assert [row.ref for row in rows] == ["", "", ""]


def test_a_text_without_a_table_says_so_and_keeps_every_word():
    _, read = rows_of(Source("1. Council to write to homes.\n2. CCG to confirm leads.\n"))
    assert [one.check for one in read.findings] == ["no-table"]


def test_rows_that_are_all_alike_are_each_told_once():
    text = "Ask every home in the north what it needs this week, and put what it says on the list"
    lines = "".join(f"{n}\t{text} {n}\tOpen\n" for n in range(1, 21))
    _, read = rows_of(Source(f"Ref\tAction\tUpdate\n{lines}"))
    assert len([one for one in read.findings if one.check == "near-duplicate"]) == 19


@pytest.mark.parametrize(
    ("evidence", "status"),
    [
        ("We are offering ongoing support to managers", None),  # a support, not a state
        ("Fully embedded since June", "complete"),
        ("Training has been rolled out to all homes", "complete"),
        ("We have established a single point of access", "complete"),
        ("Funding passed to providers in full", "complete"),
        ("Once cover has been agreed, leads are named", None),  # what comes first is no state of the whole
        ("Staff who have been trained keep a list", None),
        ("A rota has been shared and homes are being rung", "underway"),
        ("Completion expected by Christmas", "planned"),
        ("Not due until March", "planned"),
        ("This will be actioned should a second wave come", "conditional"),
        ("Will notify CQC if this is used", "conditional"),
        ("Will check if the homes have gowns", "planned"),  # "whether", no condition
    ],
)
def test_what_evidence_says_in_other_words(evidence, status):
    rows, _ = rows_of(Source(f"{PLAIN}Staff\tA1\tDo this\tCCG\t{evidence}\nStaff\tA2\tDo that\tCCG\t\n"))
    assert rows[0].status == status


@pytest.mark.parametrize(
    ("colour", "comment", "status"),
    [
        ("Red", "Not started", "not-started"), ("Amber", "Planned for January", "planned"),
        ("🔴", "Not started", "not-started"), ("Green", "Homes rung, most have stock", "underway"),
        ("Blue", "Underway", "complete"), ("Open", "Not started", "underway"),
    ],
)  # fmt: skip
def test_a_colour_of_a_traffic_light_says_less_than_words_that_are_sure(colour, comment, status):
    rows, _ = rows_of(Source(
        f"Ref\tAction\tLead\tRAG\tComments\nA1\tRing homes\tCouncil\t{colour}\t{comment}\n"
        "A2\tCount gowns\tCouncil\tGreen\t\n"
    ))  # fmt: skip
    assert [row.status for row in rows] == [status, "underway"]


@pytest.mark.parametrize("title", ["Winter Plan 2020/21", "Plan 2020-21", "Winter care plan 2020"])
def test_january_of_a_winter_is_in_the_next_year(title):
    rows, _ = rows_of(Source(
        f"{title}\n\nRef\tAction\tLead\tUpdate\n"
        "A1\tWrite\tCouncil\tUntil at least January, first w/c 9 November\n"
        "A2\tMeet\tCouncil\tMet on 12 March 2020, next on 12 March\n"
    ))  # fmt: skip
    assert [said.until_on.isoformat() for said in rows[0].dates] == ["2021-02-01", "2020-11-16"]
    assert [said.from_on.isoformat() for said in rows[1].dates] == ["2020-03-12", "2021-03-12"]


def test_january_of_a_plan_of_one_year_is_in_it():
    rows, _ = rows_of(
        Source("Plan 2020\n\nRef\tAction\tUpdate\nA1\tWrite\tSent 12 January\nA2\tMeet\tDone\n")
    )
    assert rows[0].dates[0].from_on.isoformat() == "2020-01-12"


@pytest.mark.parametrize(
    ("evidence", "status"),
    [
        ("Has not been completed", "not-started"), ("Unable to complete due to staffing", "not-started"),
        ("Not yet – funding awaited", "not-started"), ("Should be complete by Friday", "planned"),
        ("Due to open in January", "planned"), ("Implementation complete", "complete"),
        ("Recruitment complete, induction ongoing", "underway"), ("Actioned weekly", "underway"),
        ("Paid 3 November", "complete"), ("Monthly", "underway"),
        ("Weekly calls take place", "underway"), ("No weekly meetings are held", None),
    ],
)  # fmt: skip
def test_what_is_not_done_or_done_again_and_again(evidence, status):
    rows, _ = rows_of(Source(f"{PLAIN}Staff\tA1\tDo this\tCCG\t{evidence}\nStaff\tA2\tDo that\tCCG\t\n"))
    assert rows[0].status == status


def test_columns_of_a_return_with_titles_of_its_own():
    rows, _ = rows_of(Source(
        "Theme\tNo.\tWhat did you find?\tLead org\tAction owner\tRAG\tCommentary\n"
        "Discharge\t1\tIs there a single lead for discharge?\tCouncil\tJ Poe\tG\tYes, the head of service\n"
        "\t2\tAre step-down beds in place for the winter?\tCCG\tK Roe\tR\tNot yet\n"
    ))  # fmt: skip
    assert [row.text for row in rows] == [
        "Is there a single lead for discharge?", "Are step-down beds in place for the winter?"]  # fmt: skip
    assert [row.organisations for row in rows] == [("Local authority",), ("Clinical Commissioning Group",)]
    assert [row.cells["owner"].text for row in rows] == ["J Poe", "K Roe"]
    assert rows[1].status == "not-started"


def test_percentages_of_a_workbook_are_shares_of_one():
    def write(book, sheet):
        percent = book.add_format({"num_format": "0%"})
        sheet.write_row("A1", ["Ref", "Action", "% complete"])
        for at, share in enumerate((0.5, 1, 0), 1):
            sheet.write(at, 0, at)
            sheet.write(at, 1, f"Ring home {at}")
            sheet.write(at, 2, share, percent)

    rows, _ = rows_of(as_xlsx(write))
    assert [row.status for row in rows] == ["underway", "complete", "not-started"]
    assert [row.cells["evidence"].text for row in rows] == ["0.5", "1", "0"]


def test_a_column_of_whole_numbers_is_no_column_of_shares():
    rows, _ = rows_of(Source("Ref\tAction\tStatus\n1\tRing homes\t1\n2\tCount masks\t0\n"))
    assert [row.status for row in rows] == [None, None]
