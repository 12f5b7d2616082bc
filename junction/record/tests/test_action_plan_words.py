"""What evidence texts claim, worked by hand in other words than those the rules were written from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.action_plan.categories import true_categories
from junction.record.rules.action_plan.grid import lines_of
from junction.record.rules.action_plan.issues import open_issue, pointers
from junction.record.rules.action_plan.numbering import between, concluded, number_in, oddities, printed
from junction.record.rules.action_plan.organisations import named_in
from junction.record.rules.action_plan.status_cells import column_status
from junction.record.rules.action_plan.statuses import status_of
from junction.record.rules.reading import Cell
from junction.record.rules.source import Source, Span

COMPLETE = [
    "Complete",
    "Completed and returned to the department on 4 May",
    "Submitted to the region in June",
    "Done - letters went to every home",
    "All staff lists submitted",
    "Implemented across all wards",
    "Action closed.",
    "The hub is up: a helpline has been established and the rota is in place",
    "Plan signed off by the board",
    "Completed",
    "Achieved through the joint team",
    "Protocol agreed and in place",
]
UNDERWAY = [
    "Under way",
    "In progress with partners",
    "Work is ongoing with the hospital",
    "Ongoing.",
    "On track for the spring",
    "Being led by the trust's matron",
    "Training is being rolled out to every home",
    "Currently recruiting two nurses",
    "Monitored weekly at the tactical group",
    "We are working with the college on this",
    "Kept under weekly review",
    "Through the joint commissioning board",
    "Via the weekly bulletin",
    "Part complete - two of five homes visited",
    "Submitted in May; the second part is underway",
    "Continues to be discussed with GPs",
    "Policy being drafted",
    "Progressing well",
    "The council will continue to pay on plan",
    "Started in June",
]
PLANNED = [
    "Planned for the new year",
    "To be launched in the spring",
    "A training day will be held in May",
    "Will be put to cabinet in March",
    "Due to start w/c 4 May",
    "Scheduled for the next meeting of the board",
    "Team in place from January",
    "Going to committee next month",
]
CONDITIONAL = [
    "If invoked, the council will write to the department",
    "If required",
    "Should cases rise we will reopen the ward",
    "Will be used if needed",
    "As and when needed",
    "In the event of closure residents will be moved",
    "Where a home closes, staff will be redeployed",
]
NOT_STARTED = [
    "Not started",
    "Not yet begun",
    "No progress to date",
    "On hold until the spring",
    "Yet to be agreed",
    "The group has not yet met",
]
NONE = [
    "",
    "Carers' hub offers ongoing support to families",
    "Providing ongoing support to carers",
    "Regular forum with providers",
    "Weekly calls to homes",
    "Project Underway newsletter",
    "Adult social care, public health and the trust",
    "Winter plan",
    "See action 4",
    "Staff have access to the completed forms",
    "Link workers sit beside the intake team",
    "Terms of reference attached",
    "N/A",
    "A dedicated nurse visits every home",
    "Complete care assessments",
]
LABELLED = [
    (text, label)
    for label, texts in {
        "complete": COMPLETE, "underway": UNDERWAY, "planned": PLANNED,
        "conditional": CONDITIONAL, "not-started": NOT_STARTED, None: NONE,
    }.items()
    for text in texts
]  # fmt: skip


@pytest.mark.parametrize(("text", "label"), LABELLED, ids=[text or "nothing" for text, _ in LABELLED])
def test_a_text_claims_what_a_person_reads_in_it(text, label):
    claim = status_of(text)
    assert (claim and str(claim.status)) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("G", "underway"),
        ("Closed", "complete"),
        ("Not started", "not-started"),
        ("Planned", "planned"),
        ("?", None),
    ],
)
def test_a_status_column_says_its_state_in_a_word(text, label):
    assert column_status(text) == label


def test_what_is_complete_in_part_is_underway():
    assert str(status_of("Submitted in May, the second part pending").status) == "underway"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("LAs and the NHS", {"Local authority", "NHS organisation"}),
        (
            "Councils / CCGs / PCNs",
            {"Local authority", "Clinical Commissioning Group", "Primary Care Network"},
        ),
        ("NHS England and NHS Improvement", {"NHS England and NHS Improvement"}),
        ("PHE Health Protection Teams (HPTs)", {"Health Protection Team"}),
        ("Public Health England", {"Public Health England"}),
        ("Department of Health & Social Care", {"Department of Health and Social Care"}),
        ("Loca1 Authority", {"Local authority"}),
        ("Clinica1 Comissioning Grcups", {"Clinical Commissioning Group"}),
        ("local authority directors of public health", {"Director of Public Health"}),
        ("Care homes, home care agencies and hospices", {"Care home", "Home-care agency", "Hospice"}),
        ("0.40", set()),
        ("", set()),
    ],
)
def test_organisations_are_found_in_any_spelling(text, names):
    assert set(named_in(text).names) == names


def test_a_garbled_name_is_less_sure_than_a_printed_one():
    assert named_in("Local Authority").confidence == 1
    assert named_in("Loca1 Authority").confidence < 0.95


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Funds sent Awaiting clarity from the region Further sums to come",
            "Awaiting clarity from the region",
        ),
        (
            "Underway. Confirmation is being sought from the trust. Done by May.",
            "Confirmation is being sought from the trust",
        ),
        ("Underway - it remains unclear who pays", "it remains unclear who pays"),
        ("All homes visited", None),
    ],
)
def test_an_open_issue_is_its_own_clause(text, words):
    cell = open_issue(Source(text), Cell(text, (Span(0, len(text)),)))
    assert (cell and cell.text) == words
    assert not cell or [Source(text).quote(span) for span in cell.spans] == [words]


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("see row 56", ["56"]),
        ("see rows 40-42", ["40", "41", "42"]),
        ("see 40–42.", ["40", "41", "42"]),
        ("see rows 3, 7a and 9 to 11", ["3", "7a", "9", "10", "11"]),
        ("see items A1-A3", ["A1", "A3"]),
        ("see row 3 - 5 homes were visited", ["3"]),
        ("see 1-400", ["1", "400"]),
        ("see 12-14 November", []),
        ("Underway (see 4.2)", ["4.2"]),
        ("Covered by action 12", ["12"]),
        ("See rows 5, 7 and 9", ["5", "7", "9"]),
        ("Same as R3.", ["R3"]),
        ("as above", ["up"]),
        ("see below", ["down"]),
        ("We see 40 residents a day", []),
        ("as set out in the plan of 2020", []),
        ("seen at 12 homes", []),
    ],
)
def test_pointers_to_other_rows(text, refs):
    found = pointers(Source(text), Cell(text, (Span(0, len(text)),)), above="up", below="down")
    assert [pointer.to_ref for pointer in found] == refs
    assert all(text[pointer.span.start : pointer.span.end] == pointer.raw for pointer in found)


def numbers(text):
    return [number_in(part) if part != "_" else None for part in text.split()]


@pytest.mark.parametrize(
    ("text", "inferred", "gaps"),
    [
        ("26 _ 28", {1: "27"}, []),
        ("43 _ _ 46", {1: "44", 2: "45"}, []),
        ("49 _ _ _ _ 54 55", {1: "50", 2: "51", 3: "52", 4: "53"}, []),
        ("11 13", {}, ["12"]),
        ("R1 R2 R5", {}, ["R3", "R4"]),
        ("1.1 1.2 1.4 2.1", {}, ["1.3"]),
        ("1a 1b 2 3", {}, []),
        ("1 2a 2c 3", {}, ["2b"]),
        ("_ 2 3", {0: "1"}, []),
        ("_ 3", {}, []),
        ("1 2 1 2", {}, []),
        ("5 _ 9", {}, []),
        ("1 2 3 1 3", {}, ["2"]),
    ],
)
def test_numbers_are_inferred_only_where_their_neighbours_leave_no_choice(text, inferred, gaps):
    assert {at: one.ref for at, one in concluded(numbers(text)).items()} == inferred
    assert [oddity.value for oddity in oddities(numbers(text)) if oddity.check == "gap-in-numbers"] == gaps


def test_a_number_twice_and_one_that_runs_backwards_are_odd():
    assert [oddity.check for oddity in oddities(numbers("1 2 2"))] == ["reference-twice"]
    assert [oddity.check for oddity in oddities(numbers("1 3 2 4"))] == ["reference-out-of-order"]


@given(st.lists(st.integers(1, 40), min_size=2, unique=True).map(sorted), st.data())
def test_what_is_inferred_never_repeats_a_printed_number_and_keeps_the_order(known, data):
    line = [number_in(str(n)) for n in known]
    for _ in range(data.draw(st.integers(0, 5))):
        line.insert(data.draw(st.integers(1, len(line) - 1)), None)
    found = concluded(line)
    filled = [found[at].ref if at in found else str(one) if one else None for at, one in enumerate(line)]
    refs = [int(ref) for ref in filled if ref]
    assert refs == sorted(set(refs))


@pytest.mark.parametrize(
    ("text", "ref"), [("1.", "1"), ("(7)", "7"), ("#4", "4"), ("R1", "R1"), ("1a)", "1a")]
)
def test_marks_about_a_reference_are_none_of_it(text, ref):
    assert printed(text) == ref and number_in(text)


@pytest.mark.parametrize("text", ["", "a lot", "2020 plan", "12 homes", "_", ".,", "1,5"])
def test_what_is_no_reference(text):
    assert number_in(text) is None


def test_numbers_of_two_kinds_do_not_follow_each_other():
    assert between(number_in("A1"), number_in("B3")) is None


def test_categories_that_are_only_alike_in_a_word_stay_apart():
    cells = [
        Cell(text) for text in ["Testing of staff", "Testing of staff", "Visiting", "Visiting", "Training"]
    ]
    assert [cell.text for cell in true_categories(cells)] == [cell.text for cell in cells]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\t\tc", [["a", "b", "", "c"]]),
        ("| a | b |\n|---|---|\n| c \\| d | e |", [["a", "b"], ["---", "---"], ["c \\| d", "e"]]),
        ('a,b,c\n"d, e","f ""g""",h', [["a", "b", "c"], ["d, e", 'f ""g""', "h"]]),
        ('a;b;c\n"d\ne";f;g', [["a", "b", "c"], ["d\ne", "f", "g"]]),
        ("Dear all, well, then, so.\nYours", [["Dear all, well, then, so."], ["Yours"]]),
    ],
)
def test_lines_are_cut_into_cells_by_what_parts_them(text, cells):
    source = Source(text)
    assert [[source.quote(piece) for piece in line.pieces] for line in lines_of(source)] == cells
