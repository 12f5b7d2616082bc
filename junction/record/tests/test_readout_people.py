"""Tables of who was at a meeting: names, initials, bodies, posts; who was away or taken out is nobody."""

import pytest

from junction.record.rules.reading import Kind
from junction.record.rules.readouts import read_readout
from junction.record.rules.source import Source

SAID = ("name", "initials", "organisation", "role")


def people(text):
    """Return name, initials, body and post of each who was there."""
    read = read_readout(Source(text))
    assert not read.not_read()
    there = [one.cells for one in read.readings if one.kind == Kind.ATTENDEE]
    return [tuple(cells[said].text if said in cells else "" for said in SAID) for cells in there]


ASHA, BEN = ("Asha Rao", "AR", "Northmoor Council", ""), ("Ben Ode", "BO", "Care Forum", "")


@pytest.mark.parametrize(
    "table",
    [
        "Name\tInitials\tOrganisation\nAsha Rao\tAR\tNorthmoor Council\nBen Ode\tBO\tCare Forum\n",
        "Attendee | Representing | Init\nAsha Rao | Northmoor Council | AR\nBen Ode | Care Forum | BO\n",
        "| Name | Body |\n|---|---|\n| Asha Rao (AR) | Northmoor Council |\n| Ben Ode (BO) | Care Forum |\n",
    ],
)
def test_each_row_is_somebody_however_the_table_is_drawn(table):
    assert people(f"Call of 6 April\n\nPresent:\n{table}\nAR said that gowns came.\n") == [ASHA, BEN]


def test_who_sent_apologies_was_not_there():
    said = "Name\tRole\tAttendance\nAsha Rao\tChair\tYes\nBen Ode\tMember\tApologies\n"
    assert people(f"{said}\nApologies\nName\tRole\nCat Lee\tDirector\n") == [("Asha Rao", "", "", "Chair")]


def test_a_mark_in_place_of_a_name_is_nobody_and_is_counted():
    text = "Name\tInitials\tOrganisation\nNR\t\tDHSC\nAsha Rao\tAR\tNorthmoor Council\n"
    assert people(text) == [ASHA]
    rows = [one for one in read_readout(Source(text)).readings if "redacted" in one.cells]
    assert [one.cells["redacted"].text for one in rows] == ["1", "0"]


def test_initials_of_a_table_tell_who_speaks_and_who_acts():
    text = "Name\tInitials\tTeam\nAsha Rao\tAR\tSupplies\n\nActions\nAction\tOwner\nCount gowns\tAR\n"
    (action,) = [one for one in read_readout(Source(text)).readings if one.kind == Kind.ACTION]
    assert action.cells["owner_name"].text == "Asha Rao"


def test_a_table_of_actions_with_a_column_of_names_stays_one():
    assert people("Name\tAction\tRole\nAsha Rao\tCount gowns\tChair\n") == []
