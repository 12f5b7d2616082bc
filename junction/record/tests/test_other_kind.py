"""A file sent as the wrong kind is kept and says so, with the kind it reads like; a right one does not."""

import pytest

from junction.record.rules.readers import read_as
from junction.record.rules.source import Source

CHAT = "[15/04/2020, 23:01:03] Asha Rao: I have asked.\n[16/04/2020, 06:43:03] Ben Ode: Thank you\n"
MAIL = "From: Asha Rao\nSent: 13 April 2020 21:15\nTo: Ben Ode\nSubject: Gloves\n\nThey came.\n"
PLAN = "1.1 We will send gloves to every home by 4 May 2020.\n\n1.2 Homes are asked to count them.\n"
READ_OUT = "Attendees: Asha Rao (AR), Ben Ode (BO)\n\nAR said that gloves came.\n\nActions\nBO to count.\n"
OWN = {"messages": CHAT, "email": MAIL, "plan": PLAN, "readout": READ_OUT}


def said(kind: str, text: str) -> set[str]:
    wanted = {"nothing-of-its-kind", "reads-like", "no-messages", "no-table"}
    return {one.check for one in read_as(kind, Source(text)).findings} & wanted


@pytest.mark.parametrize("kind", OWN)
def test_a_file_of_its_kind_is_not_doubted(kind):
    assert not said(kind, OWN[kind])


@pytest.mark.parametrize("kind", ["action-plan", "email", "readout", "plan"])
def test_a_chat_sent_as_another_kind_is_named(kind):
    read = read_as(kind, Source(CHAT))
    assert [one.message for one in read.findings if one.check == "reads-like"] == [
        "The file reads like exported messages. If it is, discard it and send it as that."
    ]
    assert not read.not_read()


def test_an_email_sent_as_messages_is_named():
    assert said("messages", MAIL) == {"no-messages", "reads-like"}


@pytest.mark.parametrize("kind", ["readout", "plan"])
def test_a_text_that_has_nothing_of_its_kind_says_so(kind):
    assert said(kind, "Bread, milk and tea.\n") == {"nothing-of-its-kind"}


def test_an_empty_file_is_not_said_to_be_of_another_kind():
    assert not said("plan", " \n")
