"""Exported chats: every message with its sender and second, whatever phone wrote it and whatever it says."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.messages import read_messages
from junction.record.rules.reading import Kind, Read, Reading
from junction.record.rules.source import Source


def read(text: str) -> Read:
    return read_messages(Source(text))


def messages(found: Read) -> list[Reading]:
    return [one for one in found.readings if one.kind == Kind.MESSAGE]


def said(text: str) -> list[tuple[str, str, str]]:
    return [
        (f"{one.at:%Y-%m-%d %H:%M:%S}" if one.at else "", one.sender, one.text)
        for one in messages(read(text))
    ]


def checks(text: str) -> list[str]:
    return [finding.check for finding in read(text).findings]


@pytest.mark.parametrize(
    "head",
    [
        "[03/04/2020, 19:26:02] Asha Rao: ",
        "\u200e[03/04/2020, 19:26:02] Asha Rao: ",
        "[03/04/2020, 7:26:02 pm] Asha Rao: ",
        "[03/04/2020, 7:26:02\u202fPM] ~\u202fAsha Rao: ",
        "[03.04.20, 19:26:02] Asha Rao: ",
        "[2020-04-03, 19:26:02] Asha Rao: ",
        "[03/04/2020 19:26:02] Asha Rao:",
        "03/04/2020, 19:26:02 - Asha Rao: ",
        "3/4/20, 7:26:02 p.m. – Asha Rao: ",
    ],
)
def test_the_heads_that_phones_write_are_read(head):
    assert said(f"{head}\nstock is low") == [("2020-04-03 19:26:02", "Asha Rao", "stock is low")]


def test_a_body_keeps_its_lines_and_blank_lines_and_may_begin_below_its_head():
    text = "[01/02/2020, 08:00:00] Ben: first\n\n  second\n\n[01/02/2020, 08:01:00] Cat:\n\nbelow\n"
    assert [one[2] for one in said(text)] == ["first\n\n  second", "below"]


def test_the_whole_file_tells_that_the_month_stands_first():
    text = "2/3/20, 7:26 PM - Ben: one\n2/27/20, 7:26 AM - Ben: two"
    assert [one[0] for one in said(text)] == ["2020-02-03 19:26:00", "2020-02-27 07:26:00"]


def test_where_no_day_tells_the_order_is_the_one_in_which_time_rises():
    text = "01/04/2020, 10:00 - A B: one\n02/03/2020, 10:00 - A B: two\n02/04/2020, 10:00 - A B: three"
    assert [one[0][:10] for one in said(text)] == ["2020-01-04", "2020-02-03", "2020-02-04"]


def test_summer_time_is_respected():
    first, second = messages(read("[28/03/2020, 12:00:00] A: x\n[29/03/2020, 12:00:00] A: y"))
    assert first.at.isoformat() == "2020-03-28T12:00:00+00:00"
    assert second.at.isoformat() == "2020-03-29T12:00:00+01:00"


def test_a_time_that_never_was_and_one_that_was_twice_are_said():
    text = "[29/03/2020, 01:30:00] A: never\n[25/10/2020, 01:50:00] A: twice\n[25/10/2020, 01:10:00] B: more"
    found = read(text)
    assert [finding.check for finding in found.findings] == [
        "time-does-not-exist",
        "time-twice",
        "time-twice",
    ]
    assert [one.at.astimezone(UTC) for one in messages(found)] == [
        datetime(2020, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2020, 10, 25, 0, 50, tzinfo=UTC),
        datetime(2020, 10, 25, 1, 10, tzinfo=UTC),
    ]


def test_what_is_no_day_is_kept_without_a_time_and_said():
    assert said("[31/02/2020, 10:00:00] A: x\n[29/02/2020, 10:00:00] A: y")[0] == ("", "A", "x")
    assert checks("[31/02/2020, 10:00:00] A: x\n[29/02/2020, 25:00:00] A: y") == ["not-a-time", "not-a-time"]


def test_messages_out_of_order_stay_where_they_stand():
    text = "[01/02/2020, 09:00:00] A: late\n[01/02/2020, 08:00:00] B: early"
    assert [one[2] for one in said(text)] == ["late", "early"]
    assert checks(text) == ["out-of-order"]


SYSTEM = [
    ("Messages and calls are end-to-end encrypted. No one outside of this chat can read them.", "encrypted"),
    ("Asha Rao added Ben", "member"),
    ("Asha Rao left", "member"),
    ('Asha Rao changed the subject from "Beds: north" to "Beds: all"', "chat"),
    ("You created group “Care cell”", "member"),
]


@pytest.mark.parametrize(("line", "event"), SYSTEM)
def test_what_the_program_wrote_is_no_message(line, event):
    text = f"01/02/2020, 09:00 - {line}\n01/02/2020, 09:01 - Ben: hello"
    first, second = read(text).readings
    assert (first.kind, first.cells["event"].text, first.sender) == (Kind.EVENT, event, "")
    assert (second.kind, second.sender) == (Kind.MESSAGE, "Ben")


def test_what_the_program_wrote_under_the_name_of_the_group_is_no_message():
    text = "[01/02/2020, 09:00:00] Care cell: \u200eMessages and calls are end-to-end encrypted.\n"
    assert said(text + "[01/02/2020, 09:01:00] Ben: hello") == [("2020-02-01 09:01:00", "Ben", "hello")]


@pytest.mark.parametrize(
    ("body", "event"),
    [
        ("<Media omitted>", "media"),
        ("\u200eimage omitted", "media"),
        ("This message was deleted", "deleted"),
        ("You deleted this message.", "deleted"),
        ("\u200e<attached: 00001-PHOTO.jpg>", "media"),
        ("IMG-1.jpg (file attached)", "media"),
    ],
)
def test_what_stands_in_place_of_a_message_is_said(body, event):
    (one,) = messages(read(f"[01/02/2020, 09:00:00] Ben: {body}"))
    assert one.sender == "Ben" and one.cells["event"].text == event


def test_a_number_a_name_with_a_colon_and_a_name_of_one_sign_are_senders():
    text = (
        "01/02/2020, 09:00 - +44 7700 900123: a\n01/02/2020, 09:01 - Ops: nights: b\n"
        "01/02/2020, 09:02 - Ops: nights: c: d\n01/02/2020, 09:03 - Ben: note: e\n01/02/2020, 09:04 - Ben: f"
    )
    assert [one[1:] for one in said(text)] == [
        ("+44 7700 900123", "a"), ("Ops: nights", "b"), ("Ops: nights", "c: d"),
        ("Ben", "note: e"), ("Ben", "f"),
    ]  # fmt: skip


def test_a_name_whose_colon_a_scanner_lost_is_told_by_the_other_lines():
    text = (
        "[01/02/2020, 09:00:00] Ben Ode: a\n[01/02/2020, 09:01:00] Ben Ode; b\n"
        "[01/02/2020, 09:02:00] Ben Ode:c\n[01/02/2020, 09:03:00] Cat Moss\nd\n"
    )
    assert [one[1:] for one in said(text)] == [
        ("Ben Ode", "a"), ("Ben Ode", "b"), ("Ben Ode", "c"), ("Cat Moss", "d"),
    ]  # fmt: skip
    assert checks(text) == ["no-colon"] * 3


def test_a_chat_with_neither_brackets_nor_dashes_is_read():
    text = "03/03/2020 15:57 Ben Ode: a\n03/03/2020 15:58 Cat: b"
    assert [one[1:] for one in said(text)] == [("Ben Ode", "a"), ("Cat", "b")]


def test_the_dates_of_a_message_count_from_its_day():
    (one,) = messages(read("[01/02/2020, 09:00:00] Ben: we meet tomorrow"))
    assert [(said_on.raw, f"{said_on.from_on}") for said_on in one.dates] == [("tomorrow", "2020-02-02")]


@pytest.mark.parametrize("name", ["NR", "[NR]", "██████", "[redacted]", "I&S", "Dr NR", "Name Redacted"])
def test_a_redacted_sender_is_nobody(name):
    (one,) = messages(read(f"[01/02/2020, 09:00:00] {name}: we have none"))
    assert (one.sender, one.text, one.cells["sender_kind"].text) == ("", "we have none", "redacted")
    assert [mark.place for mark in one.redactions] == ["name"]


def test_a_sender_taken_out_with_its_colon_is_nobody_and_the_body_is_kept():
    (one,) = messages(read("[01/02/2020, 09:00:00] NR we have none"))
    assert (one.sender, one.text) == ("", "we have none")


def test_marks_in_a_body_have_their_place():
    (one,) = messages(read("[01/02/2020, 09:00:00] Ben: I&S\n\nI&S ring us\nask [redacted] first"))
    assert [(mark.code, mark.place) for mark in one.redactions] == [
        ("IS", "whole"),
        ("IS", "prefix"),
        ("REDACTED", "within"),
    ]


def test_a_body_that_looks_like_a_head_is_a_body():
    lines = [f"[01/02/2020, 09:{minute:02}:00] Ben: m{minute}" for minute in range(3)]
    lines.insert(2, "31/01/2020, 18:00 - Cat: pasted")
    assert [one[2] for one in said("\n".join(lines))] == ["m0", "m1\n31/01/2020, 18:00 - Cat: pasted", "m2"]
    assert checks("\n".join(lines)) == ["looks-like-a-head"]


@pytest.mark.parametrize(
    ("end", "check"),
    [
        ("\n[01/02/2020, 09:1", "truncated"),
        ("\n[01/02/2020, 09:10:00] Ben:", "truncated"),
        ("\n[01/02/2020, 09:10:00] Ca", "truncated"),
        (" and the", "maybe-truncated"),
    ],
)
def test_an_end_that_is_broken_off_is_said(end, check):
    assert checks(f"[01/02/2020, 09:00:00] Ben: beds{end}") == [check]


def test_text_before_the_first_message_is_kept_and_said():
    found = read("the end of something\n[01/02/2020, 09:00:00] Ben: beds")
    assert found.readings[0].kind == Kind.PARAGRAPH
    assert [finding.check for finding in found.findings] == ["text-before-first"]


def test_a_printers_lines_stand_in_no_message():
    text = "[01/02/2020, 09:00:00] Ben: beds\nINQ000012345_0002\nPage 2 of 9\nare few\n"
    found = read(text)
    (one,) = messages(found)
    assert one.text == "beds\nare few" and len(one.spans) == 2
    assert [each.text for each in found.readings if each.kind == Kind.FURNITURE] == [
        "INQ000012345_0002",
        "Page 2 of 9",
    ]


def test_a_file_with_no_message_is_said():
    assert checks("Dear all,\n\nplease find attached") == ["no-messages"]


PIECES = st.sampled_from(
    ["[01/02/2020, 09:00:00] Ben: ", "01/02/2020, 09:00 - ", "NR", "I&S", ":", "\n", "\n\n", "\u200e", "\f",
     "x y", "[31/02/2020, 9:00 pm] ", "🚀", "INQ000012345_0002", "[01/0", " added ",
     "25/10/2020, 01:30 - A: ", "\u202f"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_is_read_and_nothing_is_lost(text):
    found = read(text)
    assert found.not_read() == []
    spans = sorted(span for one in found.readings for span in one.spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    inside = sum(len("".join(found.source.quote(span).split())) for span in spans)
    assert inside == len("".join(text.split()))
    for one in found.readings:
        assert all(cell.text == "\n".join(map(found.source.quote, cell.spans))
                   for name, cell in one.cells.items() if name in ("at", "body"))  # fmt: skip
        assert all(found.source.quote(mark.span) == mark.mark for mark in one.redactions)


NAMES = st.text(st.characters(whitelist_categories=["Lu", "Ll"]), min_size=1, max_size=12)
BODIES = st.text(st.characters(whitelist_categories=["Lu", "Ll", "Zs", "Po"]), min_size=1, max_size=40)


@given(
    st.lists(st.tuples(NAMES, st.datetimes(datetime(2019, 1, 1), datetime(2022, 1, 1)), BODIES), min_size=1)
)
def test_a_chat_written_as_phones_do_is_read_back(chat):
    lines = [
        f"[{at:%d/%m/%Y, %H:%M:%S}] {name}: {body}" for name, at, body in sorted(chat, key=lambda one: one[1])
    ]
    found = [one for one in read("\n".join(lines)).readings if one.kind in (Kind.MESSAGE, Kind.EVENT)]
    assert len(found) == len(chat)


@pytest.fixture(scope="module")
def sample(shared_data: Path) -> Iterator[Read]:
    path = next(shared_data.parent.glob("seeds/000_*"), None)
    if path is None:
        pytest.skip("the sample of messages is not beside the public data")
    yield read(path.read_text(encoding="utf-8"))


def test_every_message_of_the_sample_has_its_sender_and_second(sample):
    found = messages(sample)
    assert len(found) == len(sample.readings) == 22
    assert {one.sender for one in found} == {"Matt Hancock", "Helen Whately"}
    assert all(one.cells["at"].text == f"{one.at:%d/%m/%Y, %H:%M:%S}" for one in found)
    assert sum(len(one.redactions) for one in found) == 12
    assert sample.not_read() == [] and sample.findings == ()
