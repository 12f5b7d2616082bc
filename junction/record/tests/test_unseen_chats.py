"""Chats as others export and scan them: American days, a full stop for a comma."""

import pytest

from junction.record.rules.messages import read_messages
from junction.record.rules.reading import Kind
from junction.record.rules.source import Source


def messages(text):
    read = read_messages(Source(text))
    assert read.not_read() == []
    said = [one for one in read.readings if one.kind is Kind.MESSAGE]
    return [(one.sender, one.at.strftime("%m-%d %H:%M"), one.text) for one in said]


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (("[5/6/20, 9:00:00 AM]", "[5/7/20, 9:00:00\u202fPM]"), ("05-06 09:00", "05-07 21:00")),
        (("[05/06/2020, 9:00:00 am]", "[05/07/2020, 9:00:00 pm]"), ("06-05 09:00", "07-05 21:00")),
        (("[5/6/20, 09:00:00]", "[5/7/20, 21:00:00]"), ("06-05 09:00", "07-05 21:00")),
        (("[5/6/20, 9:00:00 AM]", "[13/6/20, 9:00:00 PM]"), ("06-05 09:00", "06-13 21:00")),
    ],
)
def test_where_no_day_tells_the_form_of_american_phones_does(days, read):
    text = "".join(f"{day} Ann Ray: one\n" for day in days)
    assert messages(text) == [("Ann Ray", at, "one") for at in read]


def test_a_full_stop_that_a_scanner_read_for_the_comma_begins_a_message():
    text = "[06/03/2020, 08:13:01] Tia: a\n[06/03/2020. 08:14:01] Bo Lee: np\n[06/03/2020, 08:15:01] Tia: b\n"
    assert [sender for sender, *_ in messages(text)] == ["Tia", "Bo Lee", "Tia"]
