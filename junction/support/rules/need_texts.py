"""What is asked after the questions, in the words of web, call and text; and how a talk by text goes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "need-texts.toml")


@dataclass(frozen=True, slots=True)
class Use:
    """One answer to how a number may be used."""

    text: str
    may_ring: bool
    may_text: bool


@dataclass(frozen=True, slots=True)
class NeedTexts:
    """The wordings of one day."""

    reference: str
    quiet_seconds: int
    stop: Sequence[str]
    helps: Sequence[str]
    again: str
    stopped: str
    reply: str
    where_again: str
    help: str
    sent: str
    too_many: str
    uses: tuple[Use, ...]
    words: Mapping[str, Sequence[str]]
    for_whom: Mapping[str, str]
    where: Mapping[str, str]
    reach: Mapping[str, str]
    fields: Mapping[str, str]

    def field(self, name: str, way: str = "") -> str:
        """Return the label of what is typed, in the words of a way where it has its own."""
        return _in_way(self.fields, name, way)

    def asked(self, part: str, name: str, way: str = "") -> str:
        """Return one wording of a part ("for_whom", "where", "reach"), in the words of a way."""
        parts = {"for_whom": self.for_whom, "where": self.where, "reach": self.reach}
        return _in_way(parts[part], name, way)

    def language_of(self, said: str, spoken: Mapping[str, str]) -> str:
        """Return which of the languages that are spoken a text asks for, by its code or a name of it; "" when
        it asks for none.
        """
        word = said.strip().casefold()
        for code, name in spoken.items():
            if word in {code, name.casefold(), *self.words.get(code, ())}:
                return code
        return ""

    def every(self) -> Iterable[str]:
        """Yield every wording that somebody in need may read: a translation has all of them."""
        yield from (self.again, self.stopped, self.reply, self.where_again, self.help, self.sent)
        yield from (self.too_many, *(use.text for use in self.uses))
        for part in (self.for_whom, self.where, self.reach, self.fields):
            yield from (text for name, text in part.items() if not name.endswith("script"))


def _in_way(texts: Mapping[str, str], name: str, way: str) -> str:
    own = f"{name}_{way}" if name != "text" else way
    return texts.get(own, texts[name])


@cache
def need_texts_on(day: date) -> NeedTexts:
    """Return the wordings in force on a day."""
    version = BOOK.on(day)
    said = dict(version.values)
    uses = tuple(Use(**one) for one in said.pop("uses"))
    return NeedTexts(reference=version.reference, uses=uses, **said)
