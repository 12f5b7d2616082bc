"""Read-outs of meetings: who attended, who said what, what was agreed, who is to act and by when."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.reading import Kind, Read, Reading
from junction.record.rules.readouts import read_readout
from junction.record.rules.source import Source

TOP = (
    "From:\tRao, Asha\nSent:\t06/04/2020 10:00\nTo:\tOde, Benjamin; Moss-Lee, Cat; NR; Dunn, Edith\n"
    "Subject:\tRead-out\n\nDear all,\n\n"
)


def read(text: str, written_on: date | None = date(2020, 4, 6)) -> Read:
    return read_readout(Source(text), written_on=written_on)


def of(kind: Kind, found: Read) -> list[Reading]:
    return [one for one in found.readings if one.kind == kind]


def attended(text: str) -> list[tuple[str, str]]:
    """Return name and initials of each attendee."""
    cells = [one.cells for one in of(Kind.ATTENDEE, read(text))]
    said = [{what: cell.text for what, cell in each.items()} for each in cells]
    return [(each.get("name", ""), each.get("initials", "")) for each in said]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Attendees: Asha Rao (AR), Ben Ode (BO)", [("Asha Rao", "AR"), ("Ben Ode", "BO")]),
        ("Present: MS(C), Asha Rao (AR), NR, NR", [("", "MS(C)"), ("Asha Rao", "AR")]),
        ("Attendees:\n- Asha Rao (AR)\n- Ben Ode (BO)\n- NR", [("Asha Rao", "AR"), ("Ben Ode", "BO")]),
        ("Attendees\n\nAsha Rao (AR)\nBen Ode (BO)", [("Asha Rao", "AR"), ("Ben Ode", "BO")]),
        ("Attendees: Asha Rao, Ben Ode", [("Asha Rao", ""), ("Ben Ode", "")]),
        ("Attendees: Asha Rao (MHCLG)", [("Asha Rao", "")]),
        ("Attendees: Asha Rao, North Care (AR); Ben Ode (BO)", [("Asha Rao", "AR"), ("Ben Ode", "BO")]),
        ("Attendees: Asha\nRao (AR) Ben Ode (BO)", [("Asha Rao", "AR"), ("Ben Ode", "BO")]),
        ("Attendees: As\tha Rao (AR) NR\tBen\tl Ode (BO)", [("Asha Rao", "AR"), ("Ben Ode", "BO")]),
        ("Present: SoS, CMO, Asha Rao (AR)", [("", "SoS"), ("", "CMO"), ("Asha Rao", "AR")]),
        ("Attendees: NR, [redacted], ███", []),
    ],
)
def test_attendees_are_told_apart_and_marks_are_nobody(line, names):
    assert attended(line + "\n\nDiscussion\n- AR said yes.") == names


def test_what_is_garbled_is_mended_as_far_as_recipients_and_initials_prove_it():
    found = read(TOP + "Attendees: Benja\tlmin Ode (BO) Edi (ـــ\th Dunn (ED), Zq\tx wv (ZX) NR\n")
    names = {one.cells["initials"].text: one.cells["name"] for one in of(Kind.ATTENDEE, found)}
    assert names["BO"].text == "Benjamin Ode" and names["ED"].text == "Edith Dunn"
    assert all(names[one].inferred and names[one].confidence < 1 for one in ("BO", "ED"))
    assert names["ZX"].confidence < 0.5


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("title", ["Item 1 Testing", "Item 1: Testing", "Agenda item 1 - Testing"])
def test_a_list_of_people_ends_where_the_agenda_begins(title, gap):
    found = read(f"In attendance\nAsha Rao (AR)\nBen Ode (BO){gap}{title}{gap}AR said that tests are late.")
    assert [one.text for one in of(Kind.ATTENDEE, found)] == ["Asha Rao", "Ben Ode"]
    assert title in [one.text for one in of(Kind.HEADING, found)]
    (point,) = of(Kind.POINT, found)
    assert point.cells["speaker_name"].text == "Asha Rao"


def test_a_list_of_people_ends_where_somebody_speaks():
    found = read("Attendees\nAsha Rao (AR)\nBen Ode (BO)\n\nAR said that tests are late.\nBO asked why.")
    assert [one.text for one in of(Kind.ATTENDEE, found)] == ["Asha Rao", "Ben Ode"]
    assert of(Kind.POINT, found)[0].sender == "AR"


def test_labelled_lines_are_items_without_empty_lines_between():
    found = read(
        "Summary\nAP8 - JH to ring the homes\nAP9: TK to write\nDecision: go on\nRisk: few tests\n"
        "Action 3: PO to send"
    )
    actions = [(one.cells["owner"].text, one.cells["what"].text) for one in of(Kind.ACTION, found)]
    assert actions == [("JH", "ring the homes"), ("TK", "write"), ("PO", "send")]
    assert [(one.text, "agreed" in one.cells) for one in of(Kind.POINT, found)] == [
        ("Decision: go on", True),
        ("Risk: few tests", False),
    ]


@pytest.mark.parametrize("who", ["All", "Everyone", "AR and BO"])
def test_what_all_or_two_are_to_do_is_an_action(who):
    found = read(f"Attendees: Asha Rao (AR), Ben Ode (BO)\n\nDiscussion\n- {who} to review the note.")
    (action,) = of(Kind.ACTION, found)
    assert (action.cells["owner"].text, action.cells["what"].text) == (
        who.replace(" and", ","),
        "review the note.",
    )


def test_initials_of_two_tell_nobody_and_are_found():
    found = read(
        "Attendees: Asha Rao (AR), Abel Reed (AR), Ben Ode (BO)\n\nDiscussion\n- AR said yes.\n- BO: no."
    )
    assert [(one.check, one.value) for one in found.findings] == [("shared-initials", "AR")]
    assert "Asha Rao, Abel Reed" in found.findings[0].message
    assert ["speaker_name" in one.cells for one in of(Kind.POINT, found)] == [False, True]


def test_those_taken_out_are_counted():
    found = read("Attendees: MS(C), NR, NR) Asha Rao (AR) MHCLG NR")
    assert found.readings[0].cells["redacted"].text == "3"
    assert {mark.place for mark in found.readings[0].redactions} == {"name"}


@pytest.mark.parametrize(
    ("line", "owner", "what"),
    [
        ("1. To meet again in a week. **PO to action.**", "PO", "To meet again in a week."),
        ("- JM/RC to send the list", "JM, RC", "send the list"),
        ("- JM and RC to send the list", "JM, RC", "send the list"),
        ("- Action: JH to ring the homes", "JH", "ring the homes"),
        ("- ACTION – Comms Team to write", "Comms Team", "write"),
        ("- Count the visors (JH)", "JH", "Count the visors"),
        ("- Count the visors - AR/BO", "AR, BO", "Count the visors"),
        ("- Asha Rao to count the visors", "Asha Rao", "count the visors"),
        ("- MS(C) to write to the council", "MS(C)", "write to the council"),
        ("- North – AR to ring them", "AR", "ring them"),
        ("- SoS office to follow up with them", "SoS office", "follow up with them"),
        ("- Count the visors. Owner: AR", "AR", "Count the visors."),
        ("- To count the visors", "", "To count the visors"),
        ("- NR to count the visors", "", "count the visors"),
    ],
)
def test_an_action_has_its_owner_where_it_is_said(line, owner, what):
    (action,) = of(Kind.ACTION, read("Summary actions\n\n" + line))
    assert (action.cells["owner"].text if "owner" in action.cells else "") == owner
    assert action.cells["what"].text == what


def test_an_owner_who_was_taken_out_is_counted_and_nobody():
    (action,) = of(Kind.ACTION, read("Actions:\n- NR to count the visors"))
    assert "owner" not in action.cells and action.cells["owner_redacted"].text == "1"
    assert [mark.place for mark in action.redactions] == ["name"]


def test_an_action_in_the_discussion_is_an_action_and_its_day_is_read():
    (action,) = of(Kind.ACTION, read("Discussion\n- AR said yes.\n- Action: BO to count by 9 April 2020\n"))
    assert action.cells["owner"].text == "BO"
    assert [said.raw for said in action.dates] and action.dates[0].until_on == date(2020, 4, 10)


def test_points_have_their_speakers_and_turns():
    found = read(
        "Attendees: MS(C), Asha Rao (AR), Ben Ode (BO)\n\nGeneral discussion\n\n"
        "- AR noted that beds are few. She asked who counts them.\n"
        "- MS(C) asked how many. BO that there are ten. NR said twelve.\n- BO: it was agreed to count.\n"
    )
    points = [one for one in of(Kind.POINT, found) if one.part_of is None]
    assert [one.sender for one in points] == ["AR", "MS(C)", "BO"]
    turns = [one for one in of(Kind.POINT, found) if one.part_of is not None]
    assert [(one.sender, one.cells["act"].text) for one in turns] == [
        ("AR", "statement"),
        ("AR", "question"),
        ("MS(C)", "question"),
        ("BO", "statement"),
        ("", "statement"),
    ]
    assert turns[1].cells["speaker"].inferred and turns[4].redactions[0].place == "name"
    assert points[0].cells["speaker_name"].text == "Asha Rao"
    assert "agreed" in points[2].cells and "agreed" not in points[0].cells


def test_acronyms_that_do_not_speak_are_no_speakers():
    found = read("Discussion\n- MHCLG are setting up a process. LAs need help.\n- CQC said it would write.")
    first, second = of(Kind.POINT, found)
    assert first.sender == "" and second.sender == "CQC" and second.cells["speaker"].confidence < 1


def test_a_speaker_whom_only_the_recipients_explain_is_inferred():
    found = read(TOP + "Discussion\n- ED said that stock is low.\n")
    (point,) = of(Kind.POINT, found)
    assert (point.cells["speaker_name"].text, point.cells["speaker_name"].inferred) == ("Edith Dunn", True)
    assert found.readings[point.part_of].kind == Kind.EMAIL


def test_whoever_is_to_do_something_in_a_point_has_an_action_and_has_not_spoken():
    found = read(
        "Attendees: Asha Rao (AR)\n\nDiscussion\n- CMO: beds are few. AR to count them by 9 April 2020.\n"
    )
    (point,), (action,) = of(Kind.POINT, found), of(Kind.ACTION, found)
    assert point.sender == "CMO" and action.cells["owner_name"].text == "Asha Rao"
    assert found.readings[action.part_of] is point


def test_a_forename_speaks_where_one_person_has_it_and_two_may_speak_at_once():
    found = read(
        TOP + "Attendees: Asha Rao (AR)\n\nDiscussion\n- Edith explained it.\n- AR/ED flagged stock.\n"
    )
    names = [one.cells["speaker_name"].text for one in of(Kind.POINT, found)]
    assert names == ["Edith Dunn", "Asha Rao, Edith Dunn"]


def test_to_agree_with_somebody_decides_nothing():
    found = read("Discussion\n- AR said that BO agreed with this.\n")
    assert "agreed" not in of(Kind.POINT, found)[0].cells


def test_the_signature_of_a_file_of_its_own_is_set_apart():
    found = read("Actions\n- AR to count\n\nMany thanks,\nNR\nPrivate Secretary\n")
    assert [one.text for one in of(Kind.ACTION, found)] == ["AR to count"]
    assert [one.cells["is"].text for one in of(Kind.FURNITURE, found)] == ["signature"]


def test_an_item_ends_where_a_quoted_message_stands_between():
    found = read(TOP + "Attendees: Asha Rao (AR)\nOn 6 Apr 2020, at 08:00, B wrote:\n> x\nmore\n")
    parts = [one for one in found.readings if one.part_of == 0 and one.kind == Kind.PARAGRAPH]
    assert "more" in {one.text for one in parts}


def test_what_stands_under_agreed_was_agreed():
    (point,) = of(Kind.POINT, read("Agreed\n- to count each day\n"))
    assert point.cells["agreed"].text == "to count each day"


PIECES = st.sampled_from(
    ["Attendees: ", "Attendees\n", "MS(C)", "NR", " (AR)", "Asha Rao", "\t", "\n", "\n\n", "- ", "1. ",
     "AR said ", "Summary actions\n", "PO to action.", "**", "She asked why? ", "Agreed\n", "From: A B\n",
     "Sent: 6 April 2020 10:00\n", "To: Rao, Asha\n", "by Friday", ", ", "JM/RC to ", "Action: ", "ـــ", "("]
)  # fmt: skip


@given(st.one_of(st.text(max_size=150), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_is_read_and_nothing_is_lost(text):
    found = read(text)
    assert found.not_read() == []
    for one in found.readings:
        assert all(found.source.quote(mark.span) == mark.mark for mark in one.redactions)
        assert all(found.source.quote(said.span) == said.raw for said in one.dates)
        if one.part_of is not None:
            above = found.readings[one.part_of]
            assert all(any(outer.holds(span) for outer in above.spans) for span in one.spans)


def test_the_sample_has_its_action_with_its_owner_and_all_points_with_their_speakers(shared_data):
    path = next(shared_data.parent.glob("seeds/001_*"), None)
    if path is None:
        pytest.skip("the sample of a read-out is not beside the public data")
    found = read(path.read_text(encoding="utf-8"), written_on=None)
    (action,) = of(Kind.ACTION, found)
    assert (action.cells["owner"].text, action.cells["owner_name"].text) == ("PO", "Private Office")
    assert action.dates[0].from_on == date(2020, 3, 9)
    points = [one for one in of(Kind.POINT, found) if one.part_of == 0]
    assert [one.sender for one in points] == ["MS(C)", "RR", "MS(C)", "", "JH", "JH", "RR"]
    turns = [one.sender for one in of(Kind.POINT, found) if one.part_of != 0]
    assert turns == ["RR", "RR", "", "MS(C)", "", "JH", "MS(C)", "MH", "RR", "RR", "RR"]
    names = [one.cells["name"].text for one in of(Kind.ATTENDEE, found) if "name" in one.cells]
    assert names == ["Jonathan Marron", "Ed Moses", "Jenny Harries", "Richard Cienciala", "Mark Harvey"]
    assert [one.cells["redacted"].text for one in found.readings if "redacted" in one.cells] == ["5"]
    assert found.not_read() == []


def test_initials_with_small_letters_an_apostrophe_or_an_office_stand_for_whom_they_follow():
    text = (
        "Attendees: Mary Smith (MS(C)), Rob O'Brien (ROB), Dr Ann-Marie van der Berg (AvdB), "
        "Asha Rao (DHSC), NR, Tim Lee (TL)\n"
    )
    people = [one for one in read_readout(Source(text)).readings if one.kind == Kind.ATTENDEE]
    assert [(one.text, said(one, "initials"), said(one, "organisation")) for one in people] == [
        ("Mary Smith", "MS(C)", ""),
        ("Rob O'Brien", "ROB", ""),
        ("Dr Ann-Marie van der Berg", "AvdB", ""),
        ("Asha Rao", "", "DHSC"),
        ("Tim Lee", "TL", ""),
    ]
    assert said(people[0], "role") == "Minister of State (Care)"


def said(reading, name):
    return reading.cells[name].text if name in reading.cells else ""
