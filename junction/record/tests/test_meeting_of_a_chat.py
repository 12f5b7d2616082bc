"""The given chat of two ministers: its one meeting and who goes, by the messages a person read beforehand."""

from datetime import date

import pytest

from junction.record.rules.attendance import Going, Happened, What, stand
from junction.record.rules.messages import read_messages
from junction.record.rules.proposals import asked_in, gatherings_in
from junction.record.rules.source import Source

WRITTEN_ON = date(2020, 4, 8)
# What happened, by the second of its message: the surname of whom it is about, and of whose place they take.
STEPS = [
    ("2020-03-09 23:01:03", What.NOBODY, "Whately", ""),
    ("2020-03-10 06:43:03", What.DELEGATED, "Whately", "Hancock"),
    ("2020-03-10 09:23:06", What.OFFERED, "Whately", ""),
]


@pytest.fixture(scope="module")
def read(shared_data):
    found = sorted(shared_data.parent.glob("seeds/000_*.part.txt"))
    if not found:
        pytest.skip("the chat is not beside the project (../shared/seeds)")
    return read_messages(Source(found[0].read_text(encoding="utf-8"), name="chat.txt"))


def last(name):
    return name.split()[-1] if name else ""


def test_the_chat_tells_of_one_meeting_and_of_who_goes(read):
    (one,) = gatherings_in(read, list(asked_in(read, written_on=WRITTEN_ON)), written_on=WRITTEN_ON)
    assert (one.group, one.held_on, last(one.asked_by)) == ("discussion", None, "Whately")
    said = [(f"{s.at:%Y-%m-%d %H:%M:%S}", s.what, last(s.who), last(s.instead_of)) for s in one.steps]
    assert said == STEPS
    for step in one.steps:
        assert last(read.readings[step.reading].sender) == last(step.instead_of or step.who)
    offer = one.steps[-1]
    assert offer.note and offer.note in read.readings[offer.reading].text
    happened = [Happened(step.what, step.who, step.instead_of) for step in one.steps]
    found = stand(happened, asked_by=one.asked_by, is_over=False)
    assert (found.state, [last(who) for who in found.goes], found.handed_over) == (Going.GOES, ["Whately"], 1)
