"""What would leave with a file as received although its text does not show it. Pure.

Only files that no rule touches may leave as received. Words that are to be taken out may still stand in one
where no reader looks (the target of a link, the author of a change, a formula): then only its text leaves.
Initials and numbers are not sought here, since what a program writes to itself is full of their like.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .consistency import AROUND, Inconsistency, Spot
from .finding import letters_of, places
from .papers import Leaving, Paper
from .rules import PLACE, Rule

FEWEST_AMONG_BYTES = 5  # letters: fewer stand in any picture by chance
PATTERN = "email"  # of the patterns, the one that no program's own numbers look like


def held_back(paper: Paper, held: Iterable[tuple[str, str, bool]], leaving: Leaving) -> list[Inconsistency]:
    """Return where in the bytes of a file something stands that is to be taken out, each once.

    `held`: where, the words, and whether they were found among bytes that are no text.
    """
    rules = [replace(rule, initials=False) for rule in leaving.rules if _is_sought(rule, paper)]
    found: dict[tuple[int, str], Inconsistency] = {}
    for where, text, is_binary in held:
        for rule in rules:
            if (rule.number, where) not in found and (not is_binary or _is_long(rule)):
                for one in _first(paper, where, text, rule, leaving):
                    found[rule.number, where] = one
    return list(found.values())


def _is_sought(rule: Rule, paper: Paper) -> bool:
    return rule.scope != PLACE and rule.holds_in(paper.document) and rule.pattern in ("", PATTERN)


def _is_long(rule: Rule) -> bool:
    return not rule.pattern and len(letters_of(rule.words)) >= FEWEST_AMONG_BYTES


def _first(paper: Paper, where: str, text: str, rule: Rule, leaving: Leaving) -> Iterator[Inconsistency]:
    for span in places(text, rule, leaving.patterns)[:1]:
        around = " ".join(text[max(0, span.start - AROUND) : span.end + AROUND].split())
        words = rule.words or text[span.start : span.end]
        yield Inconsistency("in-the-file", words, Spot(paper.number, where, None, around), None)
