"""E-mails, chats and read-outs as others write them: invitations, quotations, marks of programs."""

from datetime import date

from junction.record.files import open_source
from junction.record.rules.emails import read_emails
from junction.record.rules.messages import read_messages
from junction.record.rules.proposals import actions_in, asked_in
from junction.record.rules.readers import read_as
from junction.record.rules.reading import Kind
from junction.record.rules.source import Source

DAY = date(2020, 5, 6)
ASKED = "From: Tom Kay\nSent: 4 March 2020 10:00\nTo: Anna Bell\nSubject: Masks\n\n"
REPLY = "From: Anna Bell\nSent: 4 March 2020 11:00\nTo: Tom Kay\nSubject: RE: Masks\n\n"


def read(kind, text):
    found = read_as(kind, Source(text), written_on=DAY)
    assert found.not_read() == []
    return found


def asks(kind, text):
    return [
        (one.ask.quote, one.ask.asked_by, one.ask.owner, one.ask.answer.quote if one.ask.answer else "")
        for one in asked_in(read(kind, text), written_on=DAY)
    ]


def actions(kind, text):
    return [(one.words, one.owner, one.until_on) for one in actions_in(read(kind, text), written_on=DAY)]


def of_kind(found, kind):
    return [one for one in found.readings if one.kind is kind]


def test_an_email_asks_over_the_end_of_a_line_and_its_answer_was_sent_later():
    reply = f"{REPLY}Tom,\n\nYes, I will send it today.\n\n"
    text = f"{reply}{ASKED}Anna, could you send me the list of\nall homes?\n\nRegards\nTom\n"
    assert asks("email", text) == [
        (
            "Anna, could you send me the list of\nall homes?",
            "Tom Kay",
            "Anna Bell",
            "Yes, I will send it today.",
        )
    ]


def test_a_quoted_ask_is_its_senders_without_the_marks_of_the_quotation():
    text = (
        "From: Anna <a@x.org>\nDate: Thu, 5 Mar 2020 21:14:02 +0000\nTo: t@x.org\nSubject: hi\n\nNo.\n\n"
        "On Wed, 4 Mar 2020 at 10:00, Tom Kay <t@x.org> wrote:\n\n> Is there more?\n>\n"
        "> On Tue, 3 Mar 2020 at 09:00, Bo Lee <b@x.org> wrote:\n>\n>> Who is on call?\n"
    )
    assert [one[:2] for one in asks("email", text)] == [
        ("Is there more?", "Tom Kay"),
        ("Who is on call?", "Bo Lee"),
    ]


def test_a_signature_asks_nothing_and_an_email_that_is_a_readout_proposes_no_asks():
    assert (
        asks("email", f"{ASKED}Noted.\n\nKind regards\nTom\nAny questions? Please ring 020 7946 0000\n") == []
    )
    assert asks("readout", f"{ASKED}Attendees: Anna Bell (AB)\n\n- AB asked when masks come?\n") == []


def test_actions_in_an_email_stand_under_their_heading_or_say_so_themselves():
    text = f"{ASKED}Action: Anna to call Fairview.\n\n"
    text += "Actions:\n- Anna to ring by 9 March\n- Tom to send the list\n"
    assert actions("email", text) == [
        ("call Fairview.", "Anna (Anna Bell)", None),
        ("ring by 9 March", "Anna (Anna Bell)", date(2020, 3, 10)),
        ("send the list", "Tom (Tom Kay)", None),
    ]
    part = of_kind(read("email", text), Kind.ACTION)[0]
    assert part.part_of == 0


def test_an_invitation_beside_the_text_is_kept_whole():
    letter = (
        b"From: a@x.org\nTo: b@x.org\nSubject: Gold\nDate: Thu, 5 Mar 2020 21:14:02 +0000\n"
        b"MIME-Version: 1.0\n"
        b"Content-Type: multipart/alternative; boundary=X\n\nBefore.\n"
        b"--X\nContent-Type: text/plain\n\nSee you.\n"
        b"--X\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nDESCRIPTION:Bring the num\n bers\\, please\n"
        b"END:VCALENDAR\n--X\nContent-Type: text/html\n\n<p>See you.</p>\n--X--\n"
    )
    source = open_source(letter, name="a.eml")
    assert "DESCRIPTION:Bring the numbers, please" in source.text
    assert source.text.count("See you.") == 1
    assert ("before the parts", "Before.") in source.properties


def test_whoever_has_only_an_address_is_called_by_it():
    found = read_emails(
        Source("From: a@x.org\nDate: Thu, 5 Mar 2020 21:14:02 +0000\nTo: b@x.org\nSubject: x\n\nHi\n")
    )
    assert found.readings[0].sender == "a@x.org"
    assert [one.check for one in found.findings] == []


def test_a_misread_label_of_the_subject_is_known():
    found = read_emails(Source("Frorn: Tom Kay\nSent: 4 March 2020 10:00\nSubiect: Masks\n\nHi\n"))
    assert found.readings[0].cells["subject"].text == "Masks"


def test_the_mark_of_an_edited_message_is_apart_from_its_words():
    text = (
        "[05/03/2020, 21:14:02] A B: On it \u200e<This message was edited>\n[05/03/2020, 21:15:02] C D: ok\n"
    )
    first = read_messages(Source(text)).readings[0]
    assert (first.text, first.cells["edited"].text.strip("\u200e")) == ("On it", "<This message was edited>")
    assert read_messages(Source(text)).not_read() == []


def test_what_a_program_wrote_in_place_of_a_message_answers_nothing_in_any_language():
    text = (
        "12.03.20, 09:15 - J M: Kannst du?\n12.03.20, 09:16 - A S: <Medien ausgeschlossen>\n"
        "12.03.20, 09:17 - A S: Location: https://maps.example/?q=1\n"
    )
    assert [one.cells["event"].text for one in read_messages(Source(text)).readings[1:]] == [
        "other",
        "location",
    ]
    assert asks("messages", text)[0][3] == ""


def test_a_name_with_its_surname_first_on_a_line_of_its_own():
    text = "[05/03/2020 21:14] Bell, Anna\nHow many?\n\n[05/03/2020 21:16] Kay, Tom\nTen\n"
    assert [one.sender for one in read_messages(Source(text)).readings] == ["Bell, Anna", "Kay, Tom"]


MEETING = (
    "Present: Anna Bell (AB), Tom Kay [TK]\nApologies: Bo Lee\n\n1. Testing\n"
    "(AB) set out the offer. (TK) asked who is in it.\n"
    "Action (TK): ring Fairview by 8 May.\n\n2. Masks\nAB noted low stock.\n\nACTION: AB\n\n"
    "Action log\nTK - test homes\nAB - send list\n"
)


def test_people_end_where_a_numbered_title_begins_and_brackets_name_who_speaks():
    found = read("readout", MEETING)
    assert [one.text for one in of_kind(found, Kind.ATTENDEE)] == ["Anna Bell", "Tom Kay"]
    assert [one.text for one in of_kind(found, Kind.HEADING)] == ["1. Testing", "2. Masks", "Action log"]
    turns = [one.sender for one in of_kind(found, Kind.POINT) if one.part_of is not None]
    assert turns == ["AB", "TK"]


def test_labels_and_lines_without_bullets_give_actions_their_owners():
    assert [one[:2] for one in actions("readout", MEETING)] == [
        ("ring Fairview by 8 May.", "TK (Tom Kay)"),
        ("ACTION: AB", "AB (Anna Bell)"),
        ("test homes", "TK (Tom Kay)"),
        ("send list", "AB (Anna Bell)"),
    ]


def test_a_table_of_actions_in_a_readout():
    text = "Actions from Gold\n\nNo.\tAction\tOwner\tDeadline\n1\tRing homes\tPO\t8 May\n2\tList\tNR\t\n"
    assert actions("readout", text) == [
        ("Ring homes", "PO (Private Office)", date(2020, 5, 9)),
        ("List", "", None),
    ]
    taken_out = of_kind(read("readout", text), Kind.ACTION)[1]
    assert taken_out.cells["owner_redacted"].text == "NR"
    assert [mark.place for mark in taken_out.redactions] == ["name"]


def test_minutes_in_columns_have_their_points_and_actions():
    text = "Item\tDiscussion\tAction\n"
    text += "Tests\tAB said 40 are done. TK asked of staff.\tTK to ring by 8 May\nMasks\tNone left.\tNone\n"
    found = read("readout", text)
    assert [one.sender for one in of_kind(found, Kind.POINT)] == ["AB", "TK", ""]
    assert actions("readout", text) == [("ring by 8 May", "TK", date(2020, 5, 9))]


def test_a_chat_pasted_into_a_message_is_no_messages_of_this_one():
    pasted = "From the other group:\n[09/05/2020, 21:00] Bo: no gowns\n[09/05/2020, 21:05] Cy: same here"
    read = read_as("messages", Source(
        f"[10/05/2020, 10:00:00] Ava Birch: {pasted}\n[10/05/2020, 10:01:00] Carl Dray: ok\n"
        "[10/05/2020, 10:02:00] Ava Birch: who leads?\n[10/05/2020, 10:03:00] Carl Dray: me\n"
    ))  # fmt: skip
    messages = [one for one in read.readings if one.kind is Kind.MESSAGE]
    assert [one.sender for one in messages] == ["Ava Birch", "Carl Dray", "Ava Birch", "Carl Dray"]
    assert messages[0].text == pasted
    assert [one.check for one in read.findings] == ["looks-like-a-head"] * 2


def test_a_document_in_place_of_a_message_is_told_among_marks_that_nobody_sees():
    read = read_as("messages", Source(
        "[13/03/2020, 12:34:00] Jo Abara: \u200erota.pdf • \u200e3 pages \u200edocument omitted\n"
    ))  # fmt: skip
    assert read.readings[0].cells["event"].text == "media"


def attendees(text):
    found = of_kind(read("readout", text), Kind.ATTENDEE)
    cells = ("initials", "role", "organisation")
    return [(one.text, *(one.cells[cell].text for cell in cells if cell in one.cells)) for one in found]


def test_an_office_and_a_body_behind_a_dash_are_no_people():
    assert attendees(
        "Present:\nAda Kerr (AK) - Chair, Fenmoor Council\nSam Tull (ST) – Public Health\nCllr Pat Oke\n"
    ) == [
        ("Ada Kerr", "AK", "Chair", "Fenmoor Council"),
        ("Sam Tull", "ST", "Public Health"),
        ("Cllr Pat Oke",),
    ]


def test_a_body_in_brackets_an_initial_for_a_forename_and_a_particle():
    assert attendees("Attendees: Ada Kerr (Fenmoor), S Tull; Omar al-Amin (Homes Alliance)\n") == [
        ("Ada Kerr", "Fenmoor"), ("S Tull",), ("Omar al-Amin", "Homes Alliance")]  # fmt: skip


def test_attendees_behind_a_dash_with_initials_in_square_brackets():
    assert attendees("Attendees – Ada Kerr [AK], Sam Tull [ST]\n") == [("Ada Kerr", "AK"), ("Sam Tull", "ST")]


def test_a_list_of_initials_alone_and_a_body_behind_one_who_was_taken_out():
    assert attendees("Present: AK, ST, NR (MHCLG), IR, CQC\n") == [("AK", "AK"), ("ST", "ST"), ("IR", "IR")]
    head = "From: Desk\nSent: 6 March 2020 19:02\nTo: Kerr, Ada; Tull, Sam\nSubject: Note\n\n"
    assert attendees(f"{head}Attendees: AK, NR (MHCLG), ST\n") == [("Ada Kerr", "AK"), ("Sam Tull", "ST")]


def test_a_numbered_title_stands_above_its_own_numbers():
    found = read("readout", "1. Welcome\n1.1 AK welcomed all.\n2. Testing\n2.1 ST said that labs are slow.\n")
    assert [one.text for one in of_kind(found, Kind.HEADING)] == ["1. Welcome", "2. Testing"]
    assert [one.sender for one in of_kind(found, Kind.POINT)] == ["AK", "ST"]


FOREIGN = (
    "Von: Wolff, Jan <jan@north.example>\nGesendet: Mittwoch, 18. März 2020 14:05\n"
    "An: Ada Kerr\nBetreff: Masken\n\nDear Ada, thanks.\n\n"
    "Am 18.03.2020 um 13:00 schrieb Ada Kerr <ada@north.example>:\n> Can you send masks?\n\n"
    "-----Message d'origine-----\nDe : Luc Morel <luc@north.example>\nEnvoyé : mardi 17 mars 2020 10h20\n"
    "À : Jan Wolff\nObjet : Masques\n\nBonjour\n"
)


def heads(text):
    mails = of_kind(read("email", text), Kind.EMAIL)
    return [(one.sender, one.at and one.at.strftime("%d %H:%M"), one.text) for one in mails]


def test_heads_that_programs_write_in_other_languages():
    assert heads(FOREIGN) == [
        ("Jan Wolff", "18 14:05", "Dear Ada, thanks."),
        ("Ada Kerr", "18 13:00", "> Can you send masks?"),
        ("Luc Morel", "17 10:20", "Bonjour"),
    ]


def test_who_wrote_on_a_day_is_who_is_quoted_and_a_sentence_of_it_is_none():
    head = "From: Ada Kerr\nSent: 2 April 2020 07:05\nTo: Bo Lee\nSubject: Call\n\n"
    assert heads(f"{head}Yes.\n\nSam Tull <sam@north.example> wrote on 01/04/2020 18:00:\n> Call?\n") == [
        ("Ada Kerr", "02 07:05", "Yes."),
        ("Sam Tull", "01 18:00", "> Call?"),
    ]
    for line in ("Sam wrote on 1 April 2020 to all homes: ring in", "Do: wash hands\nAn: example"):
        assert heads(f"{head}{line}\n") == [("Ada Kerr", "02 07:05", line)]


def test_between_semicolons_a_body_behind_a_comma_is_no_person():
    assert attendees("Present: Ada Kerr, Fenmoor Council; Sam Tull, Bo Lee; Omar Dee\n") == [
        ("Ada Kerr", "Fenmoor Council"), ("Sam Tull",), ("Bo Lee",), ("Omar Dee",)]  # fmt: skip


def test_lists_of_html_keep_the_bullets_and_numbers_that_a_browser_shows():
    page = "<ul><li><p>Ring</p></li><li></li><li>Write<ol start='3'><li>soon<li>late</ol></li></ul><p>End</p>"
    text = open_source(f"<html><body>{page}</body></html>".encode(), name="a.html").text
    assert [line for line in text.split("\n") if line] == ["• Ring", "• Write", "3. soon", "4. late", "End"]
    vast = open_source(f"<html><ol start='{'9' * 5000}'><li>Ring</ol>".encode(), name="a.html").text
    assert vast.split() == ["1.", "Ring"]
