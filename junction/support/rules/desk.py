"""What may come of a call, what providers ring about, and what letters say: by the dated file of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "desk.toml")
EVENTS = {  # codes that operations write, not the file
    "offered": "Offered", "accepted": "Accepted", "returned": "Returned", "taken-back": "Taken back",
    "lapsed": "Nobody answered in time", "there-answered": "Answered there", "there-refused": "Refused there",
    "there-late": "Not answered there in time", "letter-asked": "Asks for a letter for an unpaid carer",
}  # fmt: skip
PROVIDER = "provider"  # the archetype of what a place rings about


@dataclass(frozen=True, slots=True)
class Disposition:
    """What came of a call, and what follows."""

    code: str
    title: str
    then: str
    is_answer: bool = False
    asks_time: bool = False
    again_minutes: int = 0
    tells: str = ""

    def ring_at(self, now: datetime, said: datetime | None) -> datetime | None:
        """Return when to ring again: the time that was said, or after the minutes of the file."""
        if self.then != "ring":
            return None
        return said if self.asks_time else now + timedelta(minutes=self.again_minutes)


@dataclass(frozen=True, slots=True)
class Pass:
    """A register that a case may be passed on to, and the address of one thing of it ("" is none here)."""

    title: str
    address: str
    make: str = ""  # the address where one is made, what it is told of, and the permission it takes
    made_for: str = ""
    made_by: str = ""
    only_employers: bool = False  # of who employs their own carers, and no other case


@dataclass(frozen=True, slots=True)
class Matter:
    """What a provider rings about, how soon it is answered, and where it may go."""

    code: str
    title: str
    level: str
    answer: str
    passes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A letter that is shown to others: what it says, for how long, and how long its name is kept after."""

    code: str
    title: str
    says: str
    valid_days: int
    keep_days: int


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of a letter or a word for somebody, and whether they were told by it."""

    code: str
    title: str
    way: str = ""
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """The file of one day."""

    reference: str
    ask_again_days: int
    most_attempts: int
    answer_within_minutes: int
    ring_within_days: int
    passed_again_minutes: int | None  # not said: what was passed on stays there
    dispositions: Mapping[str, Disposition]
    passes: Mapping[str, Pass]
    phrases: Mapping[str, str]
    matters: Mapping[str, Matter]
    letters: Mapping[str, LetterKind]
    withdrawn: Mapping[str, str]
    ended: Mapping[str, str]
    carried: Mapping[str, Carried]
    employer_passes: Mapping[str, tuple[str, ...]]  # by matter, of who employs their own carers

    def registers(self, matter: Matter | None, *, has_place: bool) -> tuple[str, ...]:
        """Return where a case may go: by its matter, which a place or an employer rings about."""
        if matter is None:
            return tuple(code for code, one in self.passes.items() if not one.only_employers)
        kinds = matter.passes if has_place else self.employer_passes.get(matter.code, matter.passes)
        return tuple(dict.fromkeys((*kinds, "other")))

    def passed(self, about: str) -> tuple[str, str, int | None]:
        """Return what "supply-problem:12" is called, the name of its address ("" for none) and its number."""
        kind, _, number = about.partition(":")
        found = self.passes.get(kind)
        if found is None:
            return about, "", None
        is_there = bool(found.address) and number.isdecimal()
        return f"{found.title} {number}", found.address if is_there else "", int(number) if is_there else None

    def back_at(self, passed_at: datetime, limit_at: datetime) -> datetime | None:
        """Return when a case that was passed on is the desk's again: at its limit, else after some hours;
        never, where the file does not say.
        """
        if self.passed_again_minutes is None:
            return None
        return max(limit_at, passed_at + timedelta(minutes=self.passed_again_minutes))

    @property
    def event_words(self) -> dict[str, str]:
        """What an event's code means: what came of a call, an answer to a hand-over, a letter asked for."""
        return {code: one.title for code, one in self.dispositions.items()} | EVENTS

    @property
    def matter_titles(self) -> dict[str, str]:
        """What providers ring about, by the code a case bears."""
        return {category(code): one.title for code, one in self.matters.items()}


def category(matter: str) -> str:
    """Return the category of a provider's case: "provider-ppe"."""
    return f"{PROVIDER}-{matter}"


def matter_of(category_code: str) -> str:
    """Return what a provider rang about: "ppe"; "" for a person's need."""
    return category_code.removeprefix(f"{PROVIDER}-") if category_code.startswith(f"{PROVIDER}-") else ""


def initials(name: str) -> str:
    """Return the first letter of each word of a name: "Z. Q."; all that whoever checks a letter is told."""
    return " ".join(f"{word[0].upper()}." for word in name.replace("-", " ").split() if word[0].isalpha())


@cache
def desk_on(day: date) -> Desk:
    """Return the file in force on a day."""
    version = BOOK.on(day)
    values = version.values
    return Desk(
        version.reference, values["ask_again_days"], values["most_attempts"], values["answer_within_minutes"],
        values["ring_within_days"], values.get("passed_again_minutes"),
        {one["code"]: Disposition(**one) for one in values["dispositions"]},
        {code: Pass(**one) for code, one in values["passes"].items()},
        dict(values["phrases"]),
        {one["code"]: Matter(**one) for one in values["matters"]},
        {one["code"]: LetterKind(**one) for one in values["letters"]},
        dict(values["withdrawn"]), dict(values["ended"]),
        {one["code"]: Carried(**one) for one in values["carried"]},
        {code: tuple(kinds) for code, kinds in values.get("employer_passes", {}).items()},
    )  # fmt: skip
