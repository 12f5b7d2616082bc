"""Who was asked what in a chat, who answered, and how long it took."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.messages import Ask, asks_in, read_messages
from junction.record.rules.messages.asks import AskKind
from junction.record.rules.source import Source


def asks(*lines: str) -> tuple[Ask, ...]:
    return asks_in(read_messages(Source("\n".join(lines))))


def test_a_question_is_answered_by_the_other_and_its_age_is_known():
    (ask,) = asks(
        "[01/02/2020, 09:00:00] Asha Rao: Stock is low. Are you dealing with it?",
        "[01/02/2020, 09:06:30] Ben Ode: I am ringing the depot. More later.",
        "[01/02/2020, 09:30:00] Ben Ode: Lunch.",
    )
    assert (ask.kind, ask.asked_by, ask.owner) == (AskKind.QUESTION, "Asha Rao", "Ben Ode")
    assert ask.quote == "Are you dealing with it?"
    assert ask.answer is not None
    assert (ask.answer.quote, ask.answer.by) == ("I am ringing the depot.", "Ben Ode")
    assert ask.answer.took == timedelta(minutes=6, seconds=30)
    assert ask.answer.confidence > 0.8 and "echo" in ask.answer.reasons


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Can you ring the home", AskKind.REQUEST),
        ("I'd prefer you to chair this", AskKind.REQUEST),
        ("Send the list pls", AskKind.REQUEST),
        ("Let me know how it goes", AskKind.REQUEST),
        ("How many beds are left?", AskKind.QUESTION),
        ("I've asked if we may have more", AskKind.ELSEWHERE),
        ("Have asked for someone to count them", AskKind.ELSEWHERE),
        ("I will ask Dee what she thinks", AskKind.ELSEWHERE),
        ("She\u2019s asked for the plan by noon", AskKind.ELSEWHERE),
    ],
)
def test_asks_are_told_by_their_words(text, kind):
    (ask,) = asks(f"[01/02/2020, 09:00:00] A: {text}", "[01/02/2020, 09:00:10] B: 🙂")
    assert (ask.kind, ask.quote) == (kind, text)


@pytest.mark.parametrize(
    "text",
    [
        "Yes please",
        "Lots of questions about beds.",
        "NR",
        "I am chasing it.",
        "???",
        "The task was done",
        "I&S",
    ],
)
def test_what_asks_nothing_is_no_ask(text):
    assert asks(f"[01/02/2020, 09:00:00] A: {text}", "[01/02/2020, 09:00:10] B: ok") == ()


def test_who_is_asked_elsewhere_owns_the_ask():
    (ask,) = asks("[01/02/2020, 09:00:00] A: I've asked Comms team to update us")
    assert ask.owner == "Comms team" and ask.answer is None


def test_in_a_group_the_one_who_is_named_owns_the_ask_and_else_nobody():
    group = ["[01/02/2020, 09:00:00] Ben Ode: hello", "[01/02/2020, 09:00:01] Cat: hello"]
    named, open_to_all = asks(
        *group,
        "[01/02/2020, 09:01:00] Asha: Ben, can you count the beds?",
        "[01/02/2020, 09:02:00] Asha: Who has the list?",
    )
    assert (named.owner, open_to_all.owner) == ("Ben Ode", "")


def test_the_answer_that_takes_up_the_words_goes_before_the_first():
    (ask,) = asks(
        "[01/02/2020, 09:00:00] Asha: Which depot holds the visors?",
        "[01/02/2020, 09:01:00] Ben: Quiet here today.",
        "[01/02/2020, 09:02:00] Ben: The visors are at the Wigan depot.",
    )
    assert ask.answer is not None and ask.answer.quote == "The visors are at the Wigan depot."


def test_nothing_that_was_taken_out_and_nothing_said_too_late_or_before_answers():
    for reply in (
        "[01/02/2020, 09:01:00] Ben: I&S",
        "[09/02/2020, 09:00:00] Ben: Yes",
        "[31/01/2020, 09:00:00] Ben: Yes",
    ):
        (ask,) = asks("[01/02/2020, 09:00:00] Asha: Are you in?", reply)
        assert ask.answer is None


def test_one_never_answers_oneself():
    (ask,) = asks("[01/02/2020, 09:00:00] Asha: Are you in?", "[01/02/2020, 09:01:00] Asha: Yes")
    assert ask.answer is None


@given(st.lists(st.tuples(st.sampled_from("ABN"), st.text(max_size=40)), max_size=8))
def test_any_chat_gives_asks_that_quote_it(chat):
    text = "\n".join(
        f"[01/02/2020, 09:{place:02}:00] {name}: {body}" for place, (name, body) in enumerate(chat)
    )
    read = read_messages(Source(text))
    for ask in asks_in(read):
        assert read.source.quote(ask.span) == ask.quote
        if ask.answer:
            assert read.source.quote(ask.answer.span) == ask.answer.quote
            assert ask.answer.by != ask.asked_by and 0 <= ask.answer.confidence <= 1


def test_the_asks_of_the_sample_are_found_with_their_answers(shared_data):
    path = next(shared_data.parent.glob("seeds/000_*"), None)
    if path is None:
        pytest.skip("the sample of messages is not beside the public data")
    found = asks_in(read_messages(Source(path.read_text(encoding="utf-8"))))
    took = {ask.quote[:15]: str(ask.answer.took) for ask in found if ask.answer}
    assert took == {
        "I'm asking Comm": "0:17:25",
        "Are you on it?": "0:06:13",
        "Can you possibl": "0:35:36",
        "I've asked if y": "7:42:00",
        "I'd prefer you ": "2:40:03",
    }
    assert [ask.quote[:15] for ask in found if not ask.answer] == [
        "Have asked for ",
        "He's asked for ",
        "My thinking is ",
    ]
