"""Actions of read-outs: tables drawn with strokes, and one action with two owners."""

from datetime import date

import pytest

from junction.record.rules.reading import Kind
from junction.record.rules.readouts import read_readout
from junction.record.rules.source import Source

SAID = [("Count the gowns", "AR", "9 April"), ("Ring the hospices", "BO, CM", "Friday")]


def actions(text):
    """Return what each action is, by whom and by when."""
    found = read_readout(Source(text), written_on=date(2020, 4, 6)).readings
    said = [one.cells for one in found if one.kind == Kind.ACTION]
    return [
        tuple(cells[name].text if name in cells else "" for name in ("what", "owner", "due"))
        for cells in said
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Action\tOwner\tDue\nCount the gowns\tAR\t9 April\nRing the hospices\tBO and CM\tFriday\n",
        "Action | Owner | Due\nCount the gowns | AR | 9 April\nRing the hospices | BO and CM | Friday\n",
        "| Action | Owner | Due |\n|---|:---:|---|\n| Count the gowns | AR | 9 April |\n"
        "| Ring the hospices | BO and CM | Friday |\n",
    ],
)
def test_a_table_of_actions_however_it_is_drawn(table):
    assert actions(f"Call of 6 April\n\n{table}\nThe next call is on Monday.\n") == SAID


@pytest.mark.parametrize(
    ("owner", "owners", "meant"),
    [
        ("BO / CM", "BO, CM", "Bea Orr, Carl Moss"), ("BO & CM", "BO, CM", "Bea Orr, Carl Moss"),
        ("Health and Care", "Health and Care", ""), ("Bea Orr", "Bea Orr", ""), ("BO", "BO", "Bea Orr"),
    ],
)  # fmt: skip
def test_two_owners_of_a_column_are_two_and_a_team_is_one(owner, owners, meant):
    text = f"Attendees: Bea Orr (BO), Carl Moss (CM)\n\nAction | Owner\nRing the hospices | {owner}\n"
    (one,) = [x for x in read_readout(Source(text), written_on=None).readings if x.kind == Kind.ACTION]
    name = one.cells.get("owner_name")
    assert (one.cells["owner"].text, name.text if name else "") == (owners, meant)


def test_every_line_of_a_drawn_table_is_in_a_reading():
    text = "Call\n\n| Action | Owner |\n|---|---|\n| Count the gowns | AR |\nWe meet again.\n"
    read = read_readout(Source(text), written_on=None)
    covered = {at for one in read.readings for span in one.spans for at in range(span.start, span.end)}
    assert "".join(one for at, one in enumerate(text) if at not in covered).strip() == ""


def test_strokes_that_part_no_table_of_actions_are_words():
    assert actions("Call\n\nGowns | masks | gloves\nten | two | none\n") == []


@pytest.mark.parametrize(
    ("line", "owner", "what"),
    [
        ("AR and BO to ring the homes", "AR, BO", "ring the homes"),
        ("Asha Rao and Ben Ode to ring the homes", "Asha Rao, Ben Ode", "ring the homes"),
        ("Finance team and the hub to agree a price", "Finance team, the hub", "agree a price"),
        ("The council and the CCG to agree a price", "The council, the CCG", "agree a price"),
        ("The night team will agree a price", "The night team", "agree a price"),
        ("Ask homes and providers to send lists", "", "Ask homes and providers to send lists"),
        ("We need the finance team to agree", "", "We need the finance team to agree"),
    ],
)
def test_one_action_with_two_owners(line, owner, what):
    assert actions(f"Actions\n- {line}\n") == [(what, owner, "")]


PEOPLE = "Attendees: Ada Kerr (AK), Sam Tull (ST), Ivy Rolfe (IR)\n\n"


@pytest.mark.parametrize(
    ("line", "owner", "what"),
    [
        ("[IR] Count gowns", "IR", "Count gowns"),
        ("AK → publish the list", "AK", "publish the list"),
        ("Lead: ST. Book the van.", "ST", "Book the van."),
        ("Write to homes about gowns [AK/ST]", "AK, ST", "Write to homes about gowns"),
        ("Chase the list (IR, by 8 May)", "IR", "Chase the list"),
        ("Visit policy - draft to be shared (ST) 11/5", "ST", "Visit policy - draft to be shared"),
        ("ACTION AK: circulate the list", "AK", "circulate the list"),
        ("Comms team to draft a line", "Comms team", "draft a line"),
    ],
)
def test_an_owner_stands_where_others_put_it(line, owner, what):
    read = read_readout(Source(f"{PEOPLE}Actions\n- {line}\n"))
    assert read.not_read() == []
    [action] = [one for one in read.readings if one.kind is Kind.ACTION]
    assert (action.cells["owner"].text, action.cells["what"].text) == (owner, what)


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (
            "OK noted that cover is short. **ST/IR to write to practices.**",
            "**ST/IR to write to practices.**",
        ),
        ("It was agreed that visits stop. ACTION – AK to tell families", "ACTION – AK to tell families"),
    ],
)
def test_an_action_behind_a_sentence_of_a_point(point, words):
    read = read_readout(Source(f"{PEOPLE}Discussion\n- {point}\n"))
    assert [one.text for one in read.readings if one.kind is Kind.ACTION] == [words]


@pytest.mark.parametrize(
    "none", ["Actions: None", "Actions\n- No further actions.", "Actions\nNone arising."]
)
def test_no_action_is_none(none):
    read = read_readout(Source(f"{PEOPLE}Discussion\n- AK said that all is well.\n\n{none}\n"))
    assert [one for one in read.readings if one.kind is Kind.ACTION] == []
    assert read.not_read() == []


@pytest.mark.parametrize(
    ("line", "owner", "what"),
    [
        ("Line to take on visitors. ST/NR to provide by noon.", "ST", "Line to take on visitors."),
        ("Next meeting on Monday. **PO to arrange**", "PO", "Next meeting on Monday."),
        ("AK to send the list. ST to read it.", "AK", "send the list. ST to read it."),
    ],
)
def test_who_acts_may_stand_in_a_sentence_behind(line, owner, what):
    read = read_readout(Source(f"{PEOPLE}Summary actions\n\n1. {line}\n"))
    [action] = [one for one in read.readings if one.kind is Kind.ACTION]
    assert (action.cells["owner"].text, action.cells["what"].text) == (owner, what)


def test_a_line_that_ends_in_actions_opens_their_list():
    assert actions("Thanks for today. Actions:\nSam to order gloves\nIvy to ring the homes\n") == [
        ("order gloves", "Sam", ""),
        ("ring the homes", "Ivy", ""),
    ]
