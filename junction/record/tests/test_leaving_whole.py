"""Words to be taken out leave neither over the cells of a table nor in a file handed on as received."""

import io
import zipfile

import pytest
import xlsxwriter
from docx import Document as Word

from junction.core.files.queries import content
from junction.record.files import failed_redactions, open_source, words_held
from junction.record.files.refusals import FileDamaged, TooHeavy
from junction.record.models import ExtractFinding
from junction.record.operations import disclosure
from junction.record.operations.keeping import keep_document
from junction.record.rules.disclosure.held import held_back
from junction.record.rules.disclosure.papers import Leaf, Leaving, Paper, Said
from junction.record.rules.disclosure.rules import Rule, disclosure_rules
from junction.record.rules.handling import About
from junction.record.rules.readers import read_as
from junction.record.rules.source import Span
from tests.cast import national

from . import made_pdfs
from .disclosing import LATER, NOW, TRAFFORD, checked, extract_of, take_out, unpacked
from .made_files import letter, pdf, said

NAME = "Ann Zwicky"
PATTERNS = disclosure_rules(NOW.date()).patterns
PARTS = ["alt", "author", "link"]


def rule(words="", number=1, **more):
    given = {"scope": "extract", "reason": "S40", "printed": "[OUT]"} | more
    return Rule(number, words=words, **given)


def row(text, *cells):
    return Paper(
        1, 7, "action-plan", "Plan", "plan.csv", "0" * 64, text,
        said=(Said(1, "row", (Span(0, len(text)),), cells=tuple(enumerate_cells(cells))),),
    )  # fmt: skip


def enumerate_cells(cells):
    return ((f"c{number}", said) for number, said in enumerate(cells))


def cells_of(paper, *rules):
    return list(Leaf(paper, Leaving(rules, PATTERNS)).statements()[0]["cells"].values())


def test_a_name_over_two_cells_is_in_neither():
    paper = row("1\tCall\tAnn\tZwicky\tBy Ann", "1", "Call", "Ann", "Zwicky", "By Ann")
    assert cells_of(paper, rule(NAME)) == ["1", "Call", "[OUT]", "[OUT]", "By [OUT]"]


def test_a_name_that_goes_on_in_the_line_below_is_in_no_cell():
    paper = row("1\tAsk Ann\n\tZwicky again", "1", "Ask Ann", "Zwicky again")
    assert cells_of(paper, rule(NAME)) == ["1", "Ask [OUT]", "[OUT] again"]


def test_a_number_over_two_cells_is_in_neither():
    paper = row("Hub\t0161\t496 0000", "Hub", "0161", "496 0000")
    assert cells_of(paper, rule(pattern="phone")) == ["Hub", "[OUT]", "[OUT]"]


def test_a_part_stays_in_rows_where_the_name_does_not_stand():
    paper = row("1\tAnn\tHill", "1", "Ann", "Hill")
    assert cells_of(paper, rule(NAME)) == ["1", "Ann", "Hill"]


def in_word(part):
    """Return a document of Word that names her where nobody reads."""
    document = Word()
    document.add_paragraph("We will open beds.")
    saved = io.BytesIO()
    document.save(saved)
    more = {
        "alt": f'<w:p><w:r><w:instrText>AUTHOR "{NAME}"</w:instrText></w:r></w:p>',
        "author": f'<w:p><w:ins w:id="1" w:author="{NAME}"><w:r><w:t>Soon.</w:t></w:r></w:ins></w:p>',
        "link": "<w:p><w:r><w:instrText>Ann Zw</w:instrText><w:instrText>icky</w:instrText></w:r></w:p>",
    }[part]
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as made, zipfile.ZipFile(out, "w") as changed:
        for name in made.namelist():
            text = made.read(name)
            if name == "word/document.xml":
                text = text.replace(b"<w:body>", b"<w:body>" + more.encode())
            changed.writestr(name, text)
    return out.getvalue()


def workbook(fill):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Ref", "Item"])
        fill(book, sheet)
    return out.getvalue()


def as_html(said):
    return f"<!doctype html><html><head></head><body><p>Dear all</p>{said}</body></html>".encode()


CHOICE = {"validate": "list", "source": [NAME, "b"]}
FILES = {
    **{f"word-{part}": ("a.docx", in_word(part)) for part in PARTS},
    "formula": ("a.xlsx", workbook(lambda book, sheet: sheet.write_formula("C1", f'="{NAME}"', None, "x"))),
    "tip": ("a.xlsx", workbook(lambda book, sheet: sheet.write_url("C1", "http://x.org", tip=NAME))),
    "list": ("a.xlsx", workbook(lambda book, sheet: sheet.data_validation("C1", CHOICE))),
    "remark": ("a.html", as_html(f"<!--[if mso]>{NAME}<![endif]-->")),
    "value": ("a.html", as_html(f"<input value='{NAME}'>")),
    "entity": ("a.html", as_html("<p data-of='Ann&#32;Zwicky'>x</p>")),
    "letter": ("a.eml", letter(html=f"<html><body>Dear all<!-- {NAME} --></body></html>").as_bytes()),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_what_no_reader_shows_is_found_in_the_bytes(name):
    called, data = FILES[name]
    source = open_source(data, name=called)
    assert NAME not in source.text
    paper = Paper(1, 7, "letter", "A", called, "0" * 64, source.text)
    found = held_back(paper, words_held(data, name=called), Leaving((rule(NAME),), PATTERNS))
    assert found and {one.kind for one in found} == {"in-the-file"}


@pytest.mark.parametrize("said", [f"<!-- {NAME} -->", f"<title>{NAME}</title>", f"<p title='{NAME}'>x</p>"])
def test_what_html_says_beside_its_text_is_taken_out_with_it(said):
    text = open_source(as_html(said), name="a.html").text
    leaf = Leaf(Paper(1, 7, "letter", "A", "a.html", "0" * 64, text), Leaving((rule(NAME),), PATTERNS))
    assert NAME in text and NAME not in leaf.body.text
    assert leaf.is_touched  # so that only its text leaves


@pytest.mark.parametrize("text", ["(Ann Zwicky)", "(\xfe\xff" + "".join(f"\0{one}" for one in NAME) + ")"])
def test_what_a_pdf_names_in_its_list_of_chapters_is_found(text):
    data = made_pdfs.one_page(said("Seen"), f"<< /Title {text} /Parent 6 0 R >>")
    paper = Paper(1, 7, "letter", "A", "a.pdf", "0" * 64, "Seen")
    assert held_back(paper, words_held(data), Leaving((rule(NAME),), PATTERNS))


OF_ANOTHER = rule(NAME, scope="document", document=8)


@pytest.mark.parametrize(
    "one",
    [rule("Zed Quux"), rule("Gil Bo", initials=True), rule(pattern="phone"), OF_ANOTHER],
    ids=["another", "initials", "numbers", "of-another-document"],
)  # fmt: skip
def test_what_a_program_writes_to_itself_is_no_name(one):
    data = in_word("author")
    paper = Paper(1, 7, "letter", "A", "a.docx", "0" * 64, "We will open beds.")
    assert held_back(paper, words_held(data, name="a.docx"), Leaving((one,), PATTERNS)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["word-author", "formula", "remark", "letter"])
def test_such_a_file_does_not_leave_as_received_and_it_is_said(areas, name):
    called, data = FILES[name]
    read = read_as("letter", open_source(data, name=called))
    keep_document(data, read, About("letter", "A plan", area=TRAFFORD), by=national(), now=NOW)
    extract = extract_of(with_originals=True)
    take_out(extract, NAME)
    checked(extract)
    kinds = {one.kind for one in ExtractFinding.objects.filter(extract=extract)}
    assert "in-the-file" in kinds
    for one in ExtractFinding.objects.filter(extract=extract):
        disclosure.accept_finding(one.pk, "its text alone leaves", by=national(), now=NOW)
    disclosure.ask_release(extract.pk, by=national(), now=NOW)
    disclosure.release(extract.pk, by=national(), now=LATER)
    extract.refresh_from_db()
    files = unpacked(content(extract.file_id))
    assert not [one for one in files if "originals" in one]
    assert b"Zwicky" not in b"".join(files.values())


def test_a_part_over_the_bound_is_refused_not_passed_over(monkeypatch):
    monkeypatch.setattr("junction.record.files.held.LIMITS", {"held_bytes_at_most": 100})
    with pytest.raises(TooHeavy):
        list(words_held(in_word("alt"), name="a.docx"))


def test_a_pdf_that_cannot_be_drawn_is_not_taken_for_clean(monkeypatch):
    from junction.record.files.readers import hidden, unseen

    def breaks(*_):
        raise unseen.pypdfium2.PdfiumError("no")

    monkeypatch.setattr(unseen, "_on_page", breaks)
    with pytest.raises(FileDamaged):
        hidden.hidden_texts(pdf(said("Words")))


def test_a_pdf_with_more_revisions_than_are_looked_into_is_refused():
    first = made_pdfs.in_an_earlier_revision()
    with pytest.raises(TooHeavy):
        failed_redactions(first + b"\n%%EOF\n" * 25)
