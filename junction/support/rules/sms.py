"""The same questions as texts to a telephone: a numbered menu out, a number in. Pure: the answers so far are
the state.

A word that is no number of the menu gets the menu again. STOP ends it at any place and leaves nothing. Texts
are plain ASCII where the file's are, so that a menu stays within two parts of a message.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .need_texts import NeedTexts
from .routing import END, Routing

DANGER = "danger"
Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Turn:
    """What is sent back, the answers so far, and whether that is the end."""

    text: str
    answers: Mapping[str, str] = field(default_factory=dict)
    is_done: bool = False


def _same(text: str) -> str:
    return text


def menu(routing: Routing, texts: NeedTexts, question: str, *, say: Say = _same) -> str:
    """Return one question with its numbered answers."""
    asked = routing.questions[question]
    lines = [f"{number}. {say(one.texts.sms)}" for number, one in enumerate(asked.options, start=1)]
    return "\n".join([say(asked.texts.sms), *lines, say(texts.reply)])


def is_stop(texts: NeedTexts, said: str) -> bool:
    """Tell whether this ends the talk."""
    return said.strip().casefold() in texts.stop


def is_help(texts: NeedTexts, said: str) -> bool:
    """Tell whether somebody asks how this goes."""
    return said.strip().casefold() in texts.helps


def number_of(said: str) -> int:
    """Return the number that was texted, with or without a full stop; 0 for anything else."""
    word = said.strip().rstrip(".)")
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 2 else 0


def may_use(texts: NeedTexts, *, say: Say = _same) -> str:
    """Return the question how the number may be used."""
    lines = [f"{number}. {say(use.text)}" for number, use in enumerate(texts.uses, start=1)]
    return "\n".join([say(texts.asked("reach", "text", "sms")), *lines, say(texts.reply)])


def ways_of(texts: NeedTexts, said: str) -> tuple[bool, bool] | None:
    """Return whether the number may be rung and texted, by the number of an answer; None for no answer."""
    number = number_of(said)
    if not 1 <= number <= len(texts.uses):
        return None
    use = texts.uses[number - 1]
    return use.may_ring, use.may_text


def asking(
    routing: Routing, texts: NeedTexts, answers: Mapping[str, str], area: str, *, say: Say = _same
) -> str:
    """Return what a talk that has come so far asks now."""
    if not routing.is_complete(answers):
        return menu(routing, texts, routing.way(answers)[-1], say=say)
    return may_use(texts, say=say) if area else say(texts.asked("where", "text", "sms"))


def begin(routing: Routing, texts: NeedTexts, *, say: Say = _same) -> Turn:
    """Return the first menu."""
    return Turn(menu(routing, texts, routing.first, say=say))


def reply(
    routing: Routing, texts: NeedTexts, answers: Mapping[str, str], said: str, *, say: Say = _same
) -> Turn:
    """Return what follows a text from a person who has given these answers."""
    if is_stop(texts, said):
        return Turn(say(texts.stopped), {}, is_done=True)
    here = routing.way(answers)[-1]
    options = routing.questions[here].options
    number = number_of(said)
    if not 1 <= number <= len(options):
        return Turn(f"{say(texts.again)}\n{menu(routing, texts, here, say=say)}", answers)
    given = {**answers, here: options[number - 1].code}
    following = routing.after(here, given[here])
    if following != END:
        return Turn(menu(routing, texts, following, say=say), given)
    outcome = routing.outcome(given)
    first = say(routing.danger["sms"]) + "\n" if outcome.level == "danger" else ""
    return Turn(first + say(outcome.answer), given, is_done=True)
