"""How the words of a requirement are shown: the record's strengths, kinds and themes under ours.

What a text requires is read by `record.rules.requirements`; here it is only put into our groups.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "requirement-words.toml")


@dataclass(frozen=True, slots=True)
class Group:
    """One of our codes: its title, and the codes of the record that it stands for."""

    code: str
    title: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequirementWords:
    """The groups in force on a day."""

    reference: str
    strengths: Mapping[str, Group]
    kinds: Mapping[str, Group]
    themes: Mapping[str, Group]
    least_words: int
    most_letters: int

    def strength_of(self, code: str) -> str:
        """Return our strength for one of the record's; empty for what binds nobody."""
        return _group(self.strengths, [code])

    def theme_of(self, codes: Iterable[str]) -> str:
        """Return our theme for the record's, best first; the last of ours where none is known."""
        return _group(self.themes, codes) or list(self.themes)[-1]


def _group(groups: Mapping[str, Group], codes: Iterable[str]) -> str:
    return next((group.code for code in codes for group in groups.values() if code in group.of), "")


@cache
def requirement_words(day: date) -> RequirementWords:
    """Return the groups in force on a day."""
    version = BOOK.on(day)
    said = version.values
    return RequirementWords(
        version.reference,
        _groups(said["strengths"]),
        _groups(said["kinds"]),
        _groups(said["themes"]),
        said["least_words"],
        said["most_letters"],
    )


def _groups(said: Mapping[str, Mapping[str, str]]) -> dict[str, Group]:
    return {code: Group(code, one["title"], tuple(one["of"])) for code, one in said.items()}
