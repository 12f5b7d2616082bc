"""Tables of actions of every shape: other titles, other orders, what is missing, torn, doubled or garbled."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junction.record.rules.action_plan import read_action_plan
from junction.record.rules.action_plan.organisations import named_in
from junction.record.rules.actors import actor_types
from junction.record.rules.reading import Kind, StatusClass
from junction.record.rules.source import Source

HEADER = "Ref\tAction\tLead\tTheme\tUpdate\n"


def read(text):
    found = read_action_plan(Source(text))
    assert found.not_read() == []
    return found


def rows_of(text):
    return [reading for reading in read(text).readings if reading.kind is Kind.ROW]


def refs(rows):
    return [f"{row.ref}{'*' if row.ref_inferred else ''}" for row in rows]


def checks(text, check):
    return [finding.value for finding in read(text).findings if finding.check == check]


def test_a_markdown_table_with_its_columns_in_another_order():
    rows = rows_of(
        "# Winter actions\n\n| No. | Theme | Lead agency | Action | Progress update |\n"
        "|---|---|---|---|---|\n"
        "| 1. | Rotas | Councils | Keep a list of bank staff | In progress, led by HR |\n"
        "| 2. | Rotas | CCGs & PCNs | Share rotas | Not yet started |\n"
    )
    assert refs(rows) == ["1", "2"]
    assert rows[1].organisations == ("Clinical Commissioning Group", "Primary Care Network")
    assert [row.status for row in rows] == [StatusClass.UNDERWAY, StatusClass.NOT_STARTED]
    assert rows[0].cells["item"].text == "Keep a list of bank staff"
    assert rows[0].cells["category"].text == "Rotas"


def test_a_csv_file_with_quotes_line_ends_in_cells_and_a_status_column():
    rows = rows_of(
        'Action,Lead,Theme,RAG,Comments\n"Open a hub, at weekends too",LA,Hub,Amber,'
        '"Open ""daily"" since\nMay"\n'
        "Write to homes,LA & CCG,Hub,Complete,Letters sent\n"
    )
    assert [row.cells["item"].text for row in rows] == ["Open a hub, at weekends too", "Write to homes"]
    assert rows[0].cells["evidence"].text == 'Open "daily" since May'
    assert [row.status for row in rows] == [StatusClass.UNDERWAY, StatusClass.COMPLETE]
    assert refs(rows) == ["", ""]


def test_references_that_stand_before_the_item_in_its_own_cell():
    text = (
        "Requirement;Who;Update\nR1 Open a hub;LA;Underway\nR2 Write;LA;Done\n"
        "R4 Count beds;NHS;Planned for May\n"
    )
    assert refs(rows_of(text)) == ["R1", "R2", "R4"]
    assert rows_of(text)[0].cells["item"].text == "Open a hub"
    assert checks(text, "gap-in-numbers") == ["R3"]


def test_letters_after_numbers_count_on():
    text = (
        HEADER + "1a\tA\tLA\tX\tDone\n\tB is next\tLA\tX\tDone\n1c\tC\tLA\tX\tDone\n2\tD\tLA\tX\tDone\n"
        "4.\tE\tLA\tX\tDone\n"
    )
    assert refs(rows_of(text)) == ["1a", "1b*", "1c", "2", "4"]
    assert checks(text, "gap-in-numbers") == ["3"]


def test_a_page_on_which_the_column_of_references_is_gone():
    page = "".join(f"{n}\tCouncils should ring home number {n}\tLA\tCalls\tUnderway\n" for n in range(1, 4))
    gone = (
        "Councils should ring every hospice\tLA\tCalls\tOngoing\n"
        "Hospitals should ring back\tNHS\tCalls\tWe meet weekly\n"
    )
    rows = rows_of(HEADER + page + "\n" + gone + "\n6\tCouncils should ring off\tLA\tCalls\tDone\n")
    assert refs(rows) == ["1", "2", "3", "4*", "5*", "6"]
    assert rows[4].organisations == ("NHS organisation",)
    assert rows[4].cells["evidence"].text == "We meet weekly"


def test_rows_after_the_last_printed_number_are_counted_on_with_less_confidence():
    text = HEADER + "7\tRing homes\tLA\tCalls\tDone\n\tRing the hospices\tLA\tCalls\tDone\n"
    rows = rows_of(text)
    assert refs(rows) == ["7", "8*"]
    assert rows[1].cells["ref"].confidence <= 0.5


def test_more_rows_than_numbers_prove_nothing():
    text = HEADER + "1\tRing\tLA\tX\tDone\n\tWrite\tLA\tX\tDone\n\tCall\tLA\tX\tDone\n3\tStop\tLA\tX\tDone\n"
    assert refs(rows_of(text)) == ["1", "", "", "3"]
    assert checks(text, "reference-unknown") == ["2"]
    assert checks(text, "gap-in-numbers") == []


def test_a_header_comes_again_with_another_order_and_page_numbers_are_no_rows():
    text = (
        "Ref\tAction\tLead organisation\tUpdate\n1\tCall homes\tCouncil\tComplete and submitted\n"
        "Page 1 of 2\n\n"
        "Ref\tLead organisation\tAction\tUpdate\n2\tCCG\tCall trusts\tIf used, then will notify\n"
        "\nPage 2 of 2\n"
    )
    rows = rows_of(text)
    assert [row.cells["item"].text for row in rows] == ["Call homes", "Call trusts"]
    assert [row.status for row in rows] == [StatusClass.COMPLETE, StatusClass.CONDITIONAL]
    assert [reading.text for reading in read(text).readings if reading.kind is Kind.FURNITURE][
        1
    ] == "Page 1 of 2"


def test_a_stem_is_carried_to_its_bullets_and_no_further():
    rows = rows_of(
        "Ref\tAction\tLead\tUpdate\n\tCouncils should:\t\t\n1\t• ring homes\tCouncil\tUnderway\n"
        "2\t• ring carers\tCouncil\tDone\n3\tHospitals must tell us of discharges\tNHS trusts\tDone\n"
    )
    assert [row.cells.get("stem") and row.cells["stem"].text for row in rows] == ["Councils should:"] * 2 + [
        None
    ]
    assert rows[0].cells["stem"].inferred and rows[0].cells["stem"].spans == ()


def test_a_stem_in_the_items_own_cell_is_parted_from_it():
    (row,) = rows_of(HEADER + "1\tCouncils should: – ring every home\tLA\tCalls\tDone\n")
    assert row.cells["stem"].text == "Councils should:"
    assert row.cells["action"].text == "ring every home"
    assert row.cells["item"].text == "Councils should: – ring every home"


def test_cells_printed_over_several_lines_are_one_row_and_a_new_row_among_them_is_another():
    text = (
        "Ref\tAction\tLead\tUpdate\n1\tCouncils should ring every\tLocal\tUnderway, with\n"
        "\thome in the\tauthority\tthe help of\n"
        "\tborough\t\tvolunteers\n"
        "\tCouncils should ring every carer\tLocal authority\tNot started\n\tknown to them\t\tyet\n"
        "3\tLast\tLocal authority\tOngoing\n"
    )
    rows = rows_of(text)
    assert refs(rows) == ["1", "2*", "3"]
    assert rows[0].cells["item"].text == "Councils should ring every home in the borough"
    assert rows[0].organisations == ("Local authority",)
    assert rows[1].cells["evidence"].text == "Not started yet"


def test_crumbs_of_print_are_kept_apart():
    row, _ = rows_of(
        HEADER
        + "1\tRing every\tPrimary Care\tHome visits\tUnderway with\n\thome\tNetworks\tat nigkt\tthe nurses\n"
        "\tin town\t~\t_\t.:\n2\tWrite to each one\tPCN\tHome visits at night\tDone\n"
    )
    assert row.cells["unclear"].text == "~ _ .:"
    assert row.cells["unclear"].confidence < 0.3
    assert row.organisations == ("Primary Care Network",)
    assert row.cells["item"].text == "Ring every home in town"


def test_a_garbled_category_is_taken_for_the_true_one_with_a_note():
    body = "".join(f"{n}\tRing home number {n}\tLA\tOutbreak management\tDone\n" for n in range(1, 4))
    text = HEADER + body + "4\tRing again\tLA\tOutbreek manaqement\tDone\n5\tRing off\tLA\tWorkforce\tDone\n"
    rows = rows_of(text)
    assert [row.cells["category"].text for row in rows[3:]] == ["Outbreak management", "Workforce"]
    assert "Outbreek manaqement" in rows[3].cells["category"].note
    assert checks(text, "category-garbled") == ["Outbreak management"]


def test_a_heading_between_rows_is_the_category_where_no_column_is():
    rows = rows_of(
        "No\tAction\tOwner\tStatus\tNotes\nTesting\t\t\t\t\n1\tTest staff\tCouncil\tAmber\tKits late\n"
        "PPE\t\t\t\t\n2\tOrder masks\tLRF\tNot started\t\n"
    )
    assert [row.cells["category"].text for row in rows] == ["Testing", "PPE"]


def test_a_workbook_whose_empty_last_cells_are_gone():
    text = (
        HEADER
        + "1\tRing homes\tLA\tCalls\nTesting\n2\tRing carers\tNHS\tCalls\tDone\n3\tWrite to each home\tLA\n"
    )
    rows = rows_of(text)
    assert [row.organisations for row in rows] == [
        ("Local authority",),
        ("NHS organisation",),
        ("Local authority",),
    ]
    assert [row.cells["item"].text for row in rows] == ["Ring homes", "Ring carers", "Write to each home"]
    assert [reading.text for reading in read(text).readings if reading.kind is Kind.HEADING] == ["Testing"]


def test_a_row_points_to_another_by_number_or_by_place():
    text = (
        HEADER + "1\tRing\tLA\tX\tDone\n2\tWrite\tLA\tX\tAs above\n3\tMeet\tLA\tX\tSee row 9\n"
        "4\tGo\tLA\tX\tUnderway, see action 1\n"
    )
    rows = rows_of(text)
    assert [[pointer.to_ref for pointer in row.references] for row in rows] == [[], ["1"], ["9"], ["1"]]
    assert rows[1].status is StatusClass.COMPLETE and rows[1].cells["status_class"].inferred
    assert checks(text, "reference-to-nothing") == ["See row 9"]


def test_the_same_words_twice_are_reported_and_nothing_is_merged():
    words = "The stock is kept in the town hall and given out by volunteers on request every day"
    text = (
        HEADER
        + f"1\tGive out masks\tLA\tX\t{words}\n2\tGive out gowns\tLA\tX\t{words}.\n3\tSend\tLA\tX\tDone\n"
    )
    assert len(rows_of(text)) == 3
    assert len(checks(text, "near-duplicate")) == 1


def test_a_table_without_titles_is_read_by_what_its_columns_hold():
    rows = rows_of(
        "1\tRing every home in the borough each day\tLocal authority\tCalls\tUnderway with volunteers\n"
        "2\tRing every carer in the borough each day\tLocal authority\tCalls\tNot started: no people\n"
    )
    assert rows[1].organisations == ("Local authority",)
    assert rows[1].cells["item"].text == "Ring every carer in the borough each day"
    assert rows[1].status is StatusClass.NOT_STARTED


def test_an_organisation_nobody_knows_is_kept_as_printed_and_named():
    text = HEADER + "1\tFly\tThe Zeppelin Crew\tX\tDone\n2\tRing\tLocaI Authorlty\tX\tDone\n"
    rows = rows_of(text)
    assert rows[0].organisations == ("The Zeppelin Crew",) and rows[0].cells["organisation"].confidence < 0.5
    assert rows[1].organisations == ("Local authority",) and rows[1].cells["organisation"].confidence < 0.95
    assert checks(text, "organisation-unknown") == ["The Zeppelin Crew"]


def test_a_row_without_words_is_a_row():
    text = HEADER + "1\tRing\tLA\tX\tDone\n2\t\tLA\tX\tAll well at each of the homes\n"
    assert refs(rows_of(text)) == ["1", "2"]
    assert len(checks(text, "item-missing")) == 1


def test_organisations_have_the_names_that_actors_have():
    for actor in actor_types().values():
        for spelling in (actor.name, *actor.spellings, *actor.in_cells):
            assert len(named_in(spelling).names) == 1, spelling
    assert named_in("NHS").names == named_in("NHS organisations").names == ("NHS organisation",)


CELLS = st.text(alphabet=st.sampled_from("ab1 .,:|\"'-–_&\t\n;()AZ\r\x0c"), max_size=60)


@settings(max_examples=150)
@given(
    st.one_of(st.text(max_size=200), st.lists(CELLS, max_size=12).map("\n".join), CELLS.map(HEADER.__add__))
)
def test_no_text_breaks_the_reader_and_nothing_is_lost(text):
    found = read_action_plan(Source(text))
    assert found.not_read() == []
    starts = [reading.spans[0].start for reading in found.readings]
    assert starts == sorted(starts)


@pytest.mark.parametrize("rows", [1, 400])
def test_as_many_rows_are_read_as_were_written(rows):
    text = HEADER + "".join(
        f"{n}\tRing home {n} of the town\tLA\tCalls\tDone by team {n}\n" for n in range(1, rows + 1)
    )
    assert refs(rows_of(text)) == [str(n) for n in range(1, rows + 1)]


@pytest.mark.parametrize(
    ("item", "refs"),
    [
        ("Test all staff (see row 1)", ["1"]),
        ("Test visitors, as per actions 1 and 2", ["1", "2"]),
        ("Follow the guidance, see section 3", []),
        ("Test as above", []),
        ("Meet under item 4 of the national plan", []),
    ],
)
def test_what_is_asked_for_points_to_another_row_by_its_number_alone(item, refs):
    (_, row) = rows_of(HEADER + f"1\tRing\tLA\tX\tDone\n2\t{item}\tLA\tX\tOpen\n")
    assert [pointer.to_ref for pointer in row.references] == refs
