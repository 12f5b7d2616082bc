"""The same questions as texts to a telephone: a numbered menu out, a number in. Pure: the answers so far are
the state.

A word that is no number of the menu gets the menu again. STOP ends it at any place and leaves nothing. Texts
are plain ASCII where the file's are, so that a menu stays within two parts of a message.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .routing import END, Routing

STOP = ("stop", "exit", "quit")
HELPS = ("help", "?", "info")
LANGUAGES = {"pl": "pl", "polski": "pl", "en": "en", "english": "en"}
DANGER = "danger"
AGAIN = "Sorry, reply with one number."
STOPPED = "Stopped. Nothing is kept."
REPLY = "Reply with a number. STOP ends."
WHERE = "Where is the help needed? Reply with the postcode."
WHERE_AGAIN = "We do not know this postcode. Reply with one such as M33 7ZF."
MAY_USE = "May we use this number?"
USES = (
    ("Ring or text", True, True), ("Ring only", True, False), ("Text only", False, True),
    ("Do not use it", False, False),
)  # fmt: skip
HELP = "Reply with the number of an answer. STOP ends and keeps nothing. In danger call 999."
SENT = "Sent. Your reference:"
TOO_MANY = "Too many messages. Wait an hour. In danger call 999."
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


def is_stop(said: str) -> bool:
    """Tell whether this ends the talk."""
    return said.strip().casefold() in STOP


def is_help(said: str) -> bool:
    """Tell whether somebody asks how this goes."""
    return said.strip().casefold() in HELPS


def language_of(said: str) -> str:
    """Return the language that a text asks for; "" when it asks for none."""
    return LANGUAGES.get(said.strip().casefold(), "")


def number_of(said: str) -> int:
    """Return the number that was texted, with or without a full stop; 0 for anything else."""
    word = said.strip().rstrip(".)")
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 2 else 0


def may_use(*, say: Say = _same) -> str:
    """Return the question how the number may be used."""
    lines = [f"{number}. {say(text)}" for number, (text, _, _) in enumerate(USES, start=1)]
    return "\n".join([say(MAY_USE), *lines, say(REPLY)])


def ways_of(said: str) -> tuple[bool, bool] | None:
    """Return whether the number may be rung and texted, by the number of an answer; None for no answer."""
    number = number_of(said)
    return USES[number - 1][1:] if 1 <= number <= len(USES) else None


def asking(routing: Routing, answers: Mapping[str, str], area: str, *, say: Say = _same) -> str:
    """Return what a talk that has come so far asks now."""
    if not routing.is_complete(answers):
        return menu(routing, routing.way(answers)[-1], say=say)
    return may_use(say=say) if area else say(WHERE)


def begin(routing: Routing, *, say: Say = _same) -> Turn:
    """Return the first menu."""
    return Turn(menu(routing, routing.first, say=say))


def reply(routing: Routing, answers: Mapping[str, str], said: str, *, say: Say = _same) -> Turn:
    """Return what follows a text from a person who has given these answers."""
    if is_stop(said):
        return Turn(say(STOPPED), {}, is_done=True)
    here = routing.way(answers)[-1]
    options = routing.questions[here].options
    number = number_of(said)
    if not 1 <= number <= len(options):
        return Turn(f"{say(AGAIN)}\n{menu(routing, here, say=say)}", answers)
    given = {**answers, here: options[number - 1].code}
    following = routing.after(here, given[here])
    if following != END:
        return Turn(menu(routing, following, say=say), given)
    outcome = routing.outcome(given)
    first = say(routing.danger["sms"]) + "\n" if outcome.level == "danger" else ""
    return Turn(first + say(outcome.answer), given, is_done=True)
