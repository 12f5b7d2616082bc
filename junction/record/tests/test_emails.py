"""E-mails, printed, scanned, quoted: each message of a thread with its headers and people, nothing lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.emails import read_emails
from junction.record.rules.reading import Kind, Read, Reading
from junction.record.rules.source import Source


def read(text: str) -> Read:
    return read_emails(Source(text))


def emails(text: str) -> list[Reading]:
    return [one for one in read(text).readings if one.kind == Kind.EMAIL]


def people(text: str, field: str = "to") -> list[str]:
    return [
        one.text
        for one in read(text).readings
        if one.kind == Kind.CORRESPONDENT and one.cells["field"].text == field
    ]


PLAIN = (
    "From: Asha Rao <asha@north.example>\n"
    "Date: Tue, 7 Apr 2020 21:38:00 +0100\nTo: ben@south.example\nSubject: Visors\n\n"
)


def test_a_mail_file_is_read_with_headers_and_body():
    (one,) = emails(PLAIN + "We have none left.\n\nAsha\n")
    assert (one.sender, one.text) == ("Asha Rao", "We have none left.\n\nAsha")
    assert one.at.isoformat() == "2020-04-07T21:38:00+01:00"
    assert one.cells["subject"].text == "Visors"


@pytest.mark.parametrize("label", ["To", "Tо", "Го", "ТО", "T0", "T o", "**To**", "Тo"])
def test_a_scanned_label_is_known_by_letters_that_look_alike(label):
    text = (
        "Frоm:\tRao, Asha\t\t\nSеnt:\t05/03/2020 11:29:44 PM\t\n"
        f"{label}:\tOde, Ben; Moss, Cat\t\nSubjесt:\tBeds\n\nDear Ben\n"
    )
    (one,) = emails(text)
    assert one.sender == "Asha Rao" and f"{one.at:%d %H:%M:%S}" == "05 23:29:44"
    assert people(text) == ["Ben Ode", "Cat Moss"] and one.text == "Dear Ben"
    assert one.cells["subject"].note != ""


@pytest.mark.parametrize(
    ("when", "at"),
    [
        ("05/03/2020 11:29:44 AM", "2020-03-05T11:29:44+00:00"),
        ("13/04/2020 12:05", "2020-04-13T12:05:00+01:00"),
        ("Thursday, 5 March 2020 9:05 PM", "2020-03-05T21:05:00+00:00"),
        ("Thu, 5 Mar 2020 09:05:00 -0500", "2020-03-05T14:05:00+00:00"),
        ("2020-04-05T09:05:00Z", "2020-04-05T10:05:00+01:00"),
        ("05 March 2020 11:29", "2020-03-05T11:29:00+00:00"),
        ("March 5, 2020 at 9:05:10 PM GMT", "2020-03-05T21:05:10+00:00"),
        ("yesterday", ""),
        ("31/02/2020 09:00", ""),
    ],
)
def test_the_moment_is_read_however_it_was_printed(when, at):
    (one,) = emails(f"From: A B\nSent: {when}\nSubject: x\n\ny")
    assert (one.at.isoformat() if one.at else "") == at


def test_the_addresses_of_a_directory_are_taken_apart_and_marks_over_them_end_them():
    directory = "[/o=House/ou=Group\t\t\n\t(ABCDEF23)/cn=Recipients/cn=0123456789abcdef"
    text = (
        f"From:\tNR {directory} NR\nSent:\t05/03/2020 11:29\n"
        f"To:\tRao, Asha {directory}-ARao]; Permanent Office\t\n"
        f"\t{directory}-PO]; NR\t\n"
        f"\t{directory}- NR psvisors\t\n\t{directory}-psv]; Ode, Ben\t\n\t{directory}-BOde]\n"
        f"CC:\tNR {directory} NR\nSubject:\tVisors\n\nDear all"
    )
    (one,) = emails(text)
    assert people(text) == ["Asha Rao", "Permanent Office", "psvisors", "Ben Ode"]
    assert (one.sender, people(text, "from"), people(text, "cc")) == ("", [], [])
    assert [one.cells[f"{name}_redacted"].text for name in ("from", "to", "cc")] == ["1", "1", "1"]
    assert sum(mark.place == "name" for mark in one.redactions) == 3
    assert {one.cells["address_kind"].text for one in read(text).readings if one.part_of == 0} == {
        "directory"
    }


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Asha Rao <a@n.example>, Ben Ode <b@s.example>", ["Asha Rao", "Ben Ode"]),
        ('"Rao, Asha" <a@n.example>, b@s.example', ["Asha Rao", "b@s.example"]),
        ("Rao, Asha (NORTH CARE) <a@n.example>; [redacted]; Ode, Ben", ["Asha Rao", "Ben Ode"]),
        ("Rao, Asha", ["Asha Rao"]),
        ("Asha Rao, Director", ["Asha Rao, Director"]),
        ("Asha Rao, Ben Ode", ["Asha Rao", "Ben Ode"]),
        ("Care Cell [mailto:cell@n.example]", ["Care Cell"]),
        ("NR; [NR]; ███; Name Redacted", []),
        ("Ode, Ben;\nMoss, Cat", ["Ben Ode", "Cat Moss"]),
    ],
)
def test_recipients_are_told_apart(value, names):
    assert people(f"From: X Y\nTo: {value}\nSubject: s\n\nbody") == names


def test_who_writes_on_behalf_of_whom_is_said():
    (one,) = emails(
        "From: Asha Rao <a@n.example> On Behalf Of Care Cell\nSent: 5 March 2020 09:00\nSubject: s\n\nx"
    )
    assert (one.sender, one.cells["on_behalf_of"].text) == ("Asha Rao", "Care Cell")


def test_an_empty_sender_may_come_again_and_a_printers_title_is_no_message():
    found = read("Message\nFrom:\n\nFrom:\tAsha Rao\nSent:\t5 March 2020\nSubject:\ts\n\nDear all\n")
    one = found.readings[0]
    assert (one.kind, one.sender, one.text) == (Kind.EMAIL, "Asha Rao", "Dear all")
    assert [each.text for each in found.readings if each.kind == Kind.FURNITURE] == ["Message"]


NESTED = [
    "-----Original Message-----\nFrom: Ben Ode\nSent: 6 April 2020 08:00\nSubject: x\n\nHow many?",
    "________________________________\nFrom: Ben Ode\nSent: 6 April 2020 08:00\nSubject: beds\n\nHow many?",
    "From: Ben Ode <b@s.example>\nDate: 6 April 2020 at 08:00:00 BST\nSubject: beds\n\nHow many?",
    "On 6 Apr 2020, at 08:00, Ben Ode wrote:\n\nHow many?",
    "On Mon, 6 Apr 2020 at 08:00, Ben Ode <b@s.example>\nwrote:\n> How many?",
    "On Mon, Apr 6, 2020 at 8:00 AM Ben Ode <b@s.example> wrote:\n\n> How many?",
    "Begin forwarded message:\n\n> From: Ben Ode\n> Date: 6 April 2020 at 08:00\n>\n> How many?",
    "> From: Ben Ode\n> Sent: 6 April 2020 08:00\n> Subject: beds\n>\n> How many?",
]


@pytest.mark.parametrize("nested", NESTED)
def test_what_is_quoted_is_a_message_of_its_own(nested):
    first, second = emails(PLAIN + "Ten.\n\n" + nested + "\n")
    assert (first.sender, first.text) == ("Asha Rao", "Ten.")
    assert (second.sender, second.text.lstrip("> \n")) == ("Ben Ode", "How many?")
    assert f"{second.at:%Y-%m-%d %H:%M}" == "2020-04-06 08:00"
    assert (second.cells["place"].text, second.cells["quoted_by"].text) == ("1", "0")


def test_answers_between_quoted_lines_stay_with_who_gave_them():
    text = PLAIN + "On 6 Apr 2020, at 08:00, Ben Ode wrote:\n> Beds?\n\nTen.\n\n> Visors?\n\nNone.\n"
    first, second = emails(text)
    assert first.text == "Ten.\nNone." and second.text == "> Beds?\n> Visors?"


def test_three_messages_of_a_thread_keep_their_places():
    text = (
        PLAIN + "one\n\nFrom: B C\nSent: 6 April 2020 08:00\nSubject: s\n\ntwo\n\n"
        "From: D E\nSent: 5 April 2020 08:00\nSubject: s\n\nthree"
    )
    assert [(one.cells["place"].text, one.sender, one.text) for one in emails(text)] == [
        ("0", "Asha Rao", "one"),
        ("1", "B C", "two"),
        ("2", "D E", "three"),
    ]


def test_signature_and_disclaimer_are_marked_and_kept():
    text = (
        PLAIN + "Ten beds.\n\nKind regards,\n\nAsha Rao\nNorth Care | 01234 567890\n\n"
        "This email and any attachments are confidential and so on.\nNot for others."
    )
    (one,) = emails(text)
    parts = {each.cells["is"].text: each.text for each in read(text).readings if each.kind == Kind.FURNITURE}
    assert one.cells["said"].text == "Ten beds."
    assert parts["signature"].startswith("Kind regards,") and parts["signature"].endswith("567890")
    assert parts["disclaimer"].endswith("Not for others.")
    assert "Kind regards" in one.text and "Not for others." in one.text


def test_thanks_in_the_middle_is_no_signature():
    long = "Thanks.\n" + "Then we went through the whole of the list again, home by home, and found that " * 2
    assert emails(PLAIN + long)[0].cells["said"].text == long.strip()


def test_a_body_that_speaks_of_headers_is_a_body():
    (one,) = emails(PLAIN + "To: everybody who asked\nplease read this.")
    assert one.text.startswith("To: everybody")


def test_text_with_no_headers_is_kept_and_said():
    found = read("Dear all,\n\nwe have ten beds")
    assert [one.kind for one in found.readings] == [Kind.EMAIL]
    assert [finding.check for finding in found.findings] == ["no-headers"]


PIECES = st.sampled_from(
    ["From: Asha Rao\n", "Го:\tNR [/o=x/cn=1 NR\n", "Sent: 29/03/2020 01:30\n", "Subject: s\n", "\n", "> ",
     "> > ", "words ", "-----Original Message-----\n", "On 6 Apr 2020, at 8:00, B wrote:\n", "Kind regards\n",
     "____________\n", "\t", ";",
     "This email and any files\n", "From:\n", "To: a@b.example, [", "on behalf of ", "]", "<", "NR"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_is_read_and_nothing_is_lost(text):
    found = read(text)
    assert found.not_read() == []
    first_layer = sorted(span for one in found.readings if one.part_of is None for span in one.spans)
    assert all(a.end <= b.start for a, b in pairwise(first_layer))
    assert sum(len("".join(found.source.quote(span).split())) for span in first_layer) == len(
        "".join(text.split())
    )
    for one in found.readings:
        assert all(found.source.quote(mark.span) == mark.mark for mark in one.redactions)
        if one.part_of is not None:
            above = found.readings[one.part_of]
            assert all(any(outer.holds(span) for outer in above.spans) for span in one.spans)


def test_the_sample_has_its_recipients_and_nobody_who_was_taken_out(shared_data):
    path = next(shared_data.parent.glob("seeds/001_*"), None)
    if path is None:
        pytest.skip("the sample of an e-mail is not beside the public data")
    text = path.read_text(encoding="utf-8")
    (one,) = emails(text)
    assert people(text) == [
        "Rosamond Roughton", "Richard Cienciala", "Jonathan Marron", "Permanent Secretary", "psmatthancock",
        "Ed Moses", "HarveyLeddra", "Jenny Harries",
    ]  # fmt: skip
    assert [one.cells[f"{name}_redacted"].text for name in ("from", "to", "cc")] == ["1", "1", "1"]
    assert (one.sender, one.at.isoformat()) == ("", "2020-03-05T11:29:44+00:00")
    assert one.cells["subject"].text == "Read out 4.3 Coronavirus Social Care"
