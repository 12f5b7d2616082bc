"""The same questions as texts to a telephone: a numbered menu out, a number in. Pure: the answers so far are
the state.

A word that is no number of the menu gets the menu again. STOP ends it at any place and leaves nothing. Texts
are plain ASCII where the file's are, so that a menu stays within two parts of a message.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .routing import END, Routing

STOP = ("stop", "exit", "quit")
AGAIN = "Sorry, reply with one number."
STOPPED = "Stopped. Nothing is kept."
REPLY = "Reply with a number. STOP ends."
Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Turn:
    """What is sent back, the answers so far, and whether that is the end."""

    text: str
    answers: Mapping[str, str] = field(default_factory=dict)
    is_done: bool = False


def _same(text: str) -> str:
    return text


def menu(routing: Routing, question: str, *, say: Say = _same) -> str:
    """Return one question with its numbered answers."""
    asked = routing.questions[question]
    lines = [f"{number}. {say(one.texts.sms)}" for number, one in enumerate(asked.options, start=1)]
    return "\n".join([say(asked.texts.sms), *lines, say(REPLY)])


def begin(routing: Routing, *, say: Say = _same) -> Turn:
    """Return the first menu."""
    return Turn(menu(routing, routing.first, say=say))


def reply(routing: Routing, answers: Mapping[str, str], said: str, *, say: Say = _same) -> Turn:
    """Return what follows a text from a person who has given these answers."""
    word = said.strip().casefold()
    if word in STOP:
        return Turn(say(STOPPED), {}, is_done=True)
    here = routing.way(answers)[-1]
    options = routing.questions[here].options
    number = int(word) if word.isascii() and word.isdigit() else 0
    if not 1 <= number <= len(options):
        return Turn(f"{say(AGAIN)}\n{menu(routing, here, say=say)}", answers)
    given = {**answers, here: options[number - 1].code}
    following = routing.after(here, given[here])
    if following != END:
        return Turn(menu(routing, following, say=say), given)
    outcome = routing.outcome(given)
    first = say(routing.danger["sms"]) + "\n" if outcome.level == "danger" else ""
    return Turn(first + say(outcome.answer), given, is_done=True)
