"""Which question comes next, what a need is and how soon: by the dated file that web, helpline and SMS share.

The class and the level are the first rule whose conditions the answers meet. Answers to questions that the
way through the file no longer touches (somebody went back and chose another way) do not count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.playbook import RuleVersion, load

BOOK = load(Path(__file__).parents[1] / "playbook" / "need-routing.toml")
END = "end"
ARCHETYPE = "need"
Answers = Mapping[str, str]


class NotAnAnswer(ValueError):
    """This is not one of the answers to that question."""


@dataclass(frozen=True, slots=True)
class Texts:
    """One wording in its ways: plain, easy to read, short."""

    text: str
    easy: str
    sms: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer, and the question it leads to ("" is the next in the order)."""

    code: str
    texts: Texts
    next: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers."""

    code: str
    texts: Texts
    options: tuple[Option, ...]
    hint: str = ""

    def option(self, code: str) -> Option:
        """Return one answer. Raise `NotAnAnswer`."""
        for one in self.options:
            if one.code == code:
                return one
        raise NotAnAnswer(f"{code} is no answer to {self.code}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A class or a level, and which answers make it."""

    code: str
    when: Mapping[str, Sequence[str]]
    title: str = ""
    answer: str = ""

    def holds(self, answers: Answers) -> bool:
        """Tell whether every question named was answered by one of the codes beside it."""
        return all(answers.get(question) in codes for question, codes in self.when.items())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers make of a need."""

    archetype: str
    category: str
    need_class: str
    level: str
    answer: str


@dataclass(frozen=True, slots=True)
class Routing:
    """The file of one day."""

    reference: str
    order: tuple[str, ...]
    questions: Mapping[str, Question]
    classes: tuple[Rule, ...]
    levels: tuple[Rule, ...]
    danger: Mapping[str, Any]
    leave_to: str

    @property
    def first(self) -> str:
        return self.order[0]

    def after(self, question: str, answer: str) -> str:
        """Return the question that an answer leads to, or "end". Raise `NotAnAnswer`."""
        asked = self.questions.get(question)
        if asked is None:
            raise NotAnAnswer(f"{question} is not asked")
        chosen = asked.option(answer)
        if chosen.next:
            return chosen.next
        rest = self.order[self.order.index(question) + 1 :]
        return rest[0] if rest else END

    def way(self, answers: Answers) -> list[str]:
        """Return the questions on the way of these answers, up to the first that is not answered."""
        found, here = [self.first], self.first
        while here in answers:
            here = self.after(here, answers[here])
            if here == END:
                break
            found.append(here)
        return found

    def is_complete(self, answers: Answers) -> bool:
        """Tell whether the way of these answers has come to its end."""
        return self.way(answers)[-1] in answers

    def kept(self, answers: Answers) -> dict[str, str]:
        """Return the answers that lie on the way."""
        return {code: answers[code] for code in self.way(answers) if code in answers}

    def outcome(self, answers: Answers) -> Outcome:
        """Return what the need is. Raise `NotAnAnswer` for an unknown code or when questions are open."""
        if not self.is_complete(answers):
            raise NotAnAnswer(f"{self.way(answers)[-1]} is not answered")
        kept = self.kept(answers)
        made = next(rule for rule in self.classes if rule.holds(kept))
        level = next(rule for rule in self.levels if rule.holds(kept))
        kinds = [answer for code, answer in kept.items() if code.startswith("kind-")]
        return Outcome(kept.get(ARCHETYPE, ""), kinds[0] if kinds else "", made.code, level.code, made.answer)

    @property
    def class_titles(self) -> dict[str, str]:
        return {rule.code: rule.title for rule in self.classes}

    @property
    def categories(self) -> dict[str, str]:
        """What may be needed: the answers to the questions of kind, by code."""
        kinds = [one for code, one in self.questions.items() if code.startswith("kind-")]
        return {option.code: option.texts.text for one in kinds for option in one.options}

    @property
    def archetypes(self) -> dict[str, str]:
        return {option.code: option.texts.text for option in self.questions[ARCHETYPE].options}

    def answer_of(self, need_class: str, answers: Answers) -> str:
        """Return what is said to who stated the need; after a change of class, that class's own words."""
        kept = self.kept(answers)
        for rule in self.classes:
            if rule.code == need_class and rule.holds(kept):
                return rule.answer
        return next(rule.answer for rule in reversed(self.classes) if rule.code == need_class)


@cache
def routing_on(day: date) -> Routing:
    """Return the file in force on a day."""
    return _routing(BOOK.on(day))


@cache
def routing_of(reference: str) -> Routing:
    """Return the file that a need was stated by: "need-routing@2020-03-23"."""
    return _routing(BOOK.version(reference.partition("@")[2]))


def _routing(version: RuleVersion) -> Routing:
    values = version.values
    return Routing(
        version.reference,
        tuple(values["order"]),
        {code: _question(code, said) for code, said in values["questions"].items()},
        tuple(Rule(**said) for said in values["classes"]),
        tuple(Rule(**said) for said in values["levels"]),
        values["danger"],
        values["leave_to"],
    )


def _question(code: str, said: Mapping[str, Any]) -> Question:
    options = tuple(Option(one["code"], _texts(one), one.get("next", "")) for one in said["options"])
    return Question(code, _texts(said), options, said.get("hint", ""))


def _texts(said: Mapping[str, Any]) -> Texts:
    text = said["text"]
    return Texts(text, said.get("easy", text), said.get("sms", text))
