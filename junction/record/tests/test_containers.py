"""The same document in another container reads the same: rows, paragraphs, messages, what is bold."""

import re
from collections import Counter

import pytest

from junction.record.files import open_source
from junction.record.rules.readers import read_as
from junction.record.rules.source import Source

from . import made_containers as made

ABOVE = ("Appendix A", "Winter Plan 2020 Action Plan")
KINDS = {"000": "messages", "001": "readout", "002": "plan", "003": "action-plan"}
# A page of the print ends within these paragraphs; a line each, they are no longer one.
TORN = {"2.34", "3.16", "4.21", "4.24"}


@pytest.fixture(scope="module")
def given(shared_data):
    """The text of a shared file and what was read in it."""

    def of(number):
        found = sorted(shared_data.parent.glob(f"seeds/{number}_*.txt"))
        if not found:
            pytest.skip("the shared files are not beside the project (../shared/seeds)")
        text = found[0].read_text(encoding="utf-8")
        return text, read_as(KINDS[number], Source(text))

    return of


@pytest.fixture
def printed(browser):
    """What a browser makes of a page sent to a printer."""

    def to_pdf(page, **more):
        sheet = browser.new_page()
        sheet.set_content(page)
        content = sheet.pdf(prefer_css_page_size=True, **more)
        sheet.close()
        return content

    return to_pdf


def rows(read):
    return [
        (row.ref, row.ref_inferred, row.organisations, row.status, [said.raw for said in row.dates],
         plain(row.cells["item"].text), plain(row.cells["evidence"].text), row.cells["category"].text)
        for row in read.readings if row.kind == "row"
    ]  # fmt: skip


def plain(text):
    return " ".join(re.sub(r"-\s+(?=[a-z])", "-", text.replace("**", "")).split())


@pytest.mark.parametrize("form", ["csv", "xlsx", "docx"])
def test_a_table_in_a_file_of_its_own_kind_has_the_same_rows(given, form):
    _, read = given("003")
    table = made.rows_of(read)
    content = {
        "csv": lambda: made.as_csv(table),
        "xlsx": lambda: made.as_xlsx(table, above=ABOVE),
        "docx": lambda: made.as_docx(table, above=ABOVE),
    }[form]()
    other = read_as("action-plan", open_source(content, name=f"plan.{form}"))
    assert rows(other) == rows(read)
    assert other.not_read() == []


@pytest.mark.parametrize("lines", [True, False], ids=["with lines", "without lines"])
def test_a_table_printed_over_pages_has_the_same_rows(given, printed, lines):
    _, read = given("003")
    content = printed(made.as_html(made.rows_of(read), above=ABOVE, lines=lines))
    source = open_source(content, name="plan.pdf")
    assert len(source.page_starts) > 3
    assert rows(read_as("action-plan", source)) == rows(read)


def paragraphs(read):
    return {
        one.ref: plain(one.text)
        for one in read.readings
        if one.kind == "paragraph" and not one.ref_inferred and one.ref not in TORN
    }


def commitments(read):
    return Counter(
        plain(one.text) for one in read.readings
        if one.kind == "commitment" and read.readings[one.part_of].ref not in TORN
        and not read.readings[one.part_of].ref_inferred
    )  # fmt: skip


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_plan_has_the_same_paragraphs_and_promises_in_bold(given, printed, form):
    text, read = given("002")
    if form == "docx":
        content = made.plan_as_docx(text)
    else:
        content = printed(made.plan_as_html(text), display_header_footer=True,
                          footer_template="<p style='font-size:8px' class=pageNumber></p>")  # fmt: skip
    other = read_as("plan", open_source(content, name=f"plan.{form}"))
    assert len(paragraphs(read)) > 60
    assert paragraphs(other) == paragraphs(read)
    assert commitments(other) == commitments(read)


@pytest.mark.parametrize("form", ["eml", "html.eml", "docx"])
def test_a_readout_has_the_same_points_and_actions(given, form):
    text, read = given("001")
    content = {
        "eml": lambda: made.readout_as_eml(text),
        "html.eml": lambda: made.readout_as_eml(text, as_html=True),
        "docx": lambda: made.readout_as_docx(text),
    }[form]()
    other = read_as("readout", open_source(content, name=f"readout.{form}"))

    def said(one):
        return [
            (each.kind, re.sub(r"^(?:[-•]|1\.) ", "", plain(each.text)), each.sender, each.organisations)
            for each in one.readings if each.kind in {"point", "action"}
        ]  # fmt: skip

    assert said(other) == said(read)
    assert len([one for one in other.readings if one.kind == "attendee"]) == 6


def chat(read):
    return [(one.at, one.sender, plain(one.text)) for one in read.readings if one.kind == "message"]


IOS = re.compile(r"^\[(\d\d)/(\d\d)/20(\d\d), (\d\d):(\d\d):(\d\d)\] ", re.M)
FORMS = {
    "android": lambda m: f"{m[1]}/{m[2]}/20{m[3]}, {m[4]}:{m[5]} - ",
    "android, am and pm": lambda m: f"{int(m[1])}/{int(m[2])}/{m[3]}, {_half(m)} - ",
    "ios with marks": lambda m: "\u200e" + m[0],
    "ios, am and pm": lambda m: f"[{int(m[1])}/{int(m[2])}/{m[3]}, {_half(m, seconds=True)}] ",
}


def _half(m, *, seconds=False):
    hour = int(m[4])
    return f"{hour % 12 or 12}:{m[5]}{f':{m[6]}' if seconds else ''}\u202f{'am' if hour < 12 else 'pm'}"


@pytest.mark.parametrize("form", FORMS)
def test_a_chat_of_either_phone_has_the_same_messages(given, form):
    text, read = given("000")
    other = read_as("messages", open_source(IOS.sub(FORMS[form], text).encode(), name="chat.txt"))
    by_minute = [[(at.replace(second=0), *more) for at, *more in chat(one)] for one in (other, read)]
    assert by_minute[0] == by_minute[1]


def test_a_chat_as_a_table_has_the_same_messages(given):
    _, read = given("000")
    other = read_as("messages", open_source(made.chat_as_csv(read), name="chat.csv"))
    assert chat(other) == chat(read)
    assert other.not_read() == []


def test_a_cell_of_several_paragraphs_stays_one_cell():
    table = [
        (
            "1",
            "Keep a store\nof masks",
            "Local Authority\n& NHS Organisation",
            "Stock",
            "Underway\n\n2 depots",
        )
    ]
    for name, content in {
        "a.docx": made.as_docx(table),
        "a.xlsx": made.as_xlsx(table),
        "a.csv": made.as_csv(table),
    }.items():
        [row] = rows(read_as("action-plan", open_source(content, name=name)))
        assert row[2] == ("Local authority", "NHS organisation")
        assert row[5:7] == ("Keep a store of masks", "Underway 2 depots")
