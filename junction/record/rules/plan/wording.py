"""Whether a sentence promises, who promises, and what: the grammar of "we will", "the council works to" …

What is so ("we are facing"), what may be ("could"), what others are asked ("we expect") and what stands in
quotation marks promises nothing. Where several forms fit, the one that names who promises comes first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from junction.core.playbook import load

from ..actors import actors_in
from ..source import Span

BOOK = load(Path(__file__).parents[2] / "playbook" / "plan-promises.toml")
# How sure it is that the form promises.
SURE = {
    "will": 0.8,
    "names": 0.7,
    "undertakes": 0.65,
    "doing": 0.6,
    "names doing": 0.55,
    "under way": 0.5,
    "passive": 0.45,
}


# "By the end of May we will have …": what is so by a day is promised.
DAY_AHEAD = (
    r"(?:the\s+)?(?:end\b|start\b|close\b|\d|next\b|this\b|early\b|mid\b|late\b|spring\b|summer\b|autumn\b|winter\b"
    r"|christmas\b|easter\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)"
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise in a sentence: who (none: not said), what, and by which form it was told."""

    form: str
    who: Span | None
    act: Span

    @property
    def confidence(self) -> float:
        return SURE[self.form]


@dataclass(frozen=True)
class Words:
    """The forms, made of the words in force."""

    first_person: tuple[tuple[str, re.Pattern[str]], ...]
    modal: re.Pattern[str]
    under_way: re.Pattern[str]
    passive: re.Pattern[str]
    body: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    return (
        "(?:"
        + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
        + ")"
    )


@cache
def words() -> Words:
    values = BOOK.versions[-1].values
    between = rf"(?:\s+{_any(values['adverbs'])}\b|,)*"
    no_state = rf"(?!(?:not\s+)?{_any(values['states'])}\b)(?!have\s+\w+ed\b)"
    doing = rf"{no_state}(?!being\b)\w+ing\b.*"
    undertakes = rf"{_any(values['undertakings'])}\s+to"
    will = rf"(?:will|shall){between}(?:\s+|:|$)"
    purpose = rf"(?:\w+\s+)?{_any(values['purposes'])}\s+(?:is|are)\s+to"
    return Words(
        first_person=(
            ("undertakes", _form(rf"\b(?P<who>we){between}\s+{undertakes}\s+(?P<act>.+)")),
            ("undertakes", _form(rf"\b(?P<who>our)\s+{purpose}\s+(?P<act>.+)")),
            ("will", _form(rf"\b(?P<who>we)(?:['’]ll\s+|{between}\s+{will})(?P<act>{no_state}.*)")),
            ("will", _form(rf"^\W*by\s+{DAY_AHEAD}[^.;]{{0,60}}?,?\s(?P<who>we)\s+{will}(?P<act>have\s.+)")),
            ("doing", _form(rf"\b(?P<who>we)(?:['’]re|{between}\s+are){between}\s+(?P<act>{doing})")),
        ),
        modal=_form(
            rf"\s+(?:(?P<will>{will})(?P<act>{no_state}.*)|(?P<doing>is|are){between}\s+(?P<act2>{doing})"
            rf"|(?P<plans>{undertakes})\s+(?P<act3>.+))"
        ),
        under_way=_form(r"\bwork\s+is\s+(?:ongoing|under\s?way)\b(?P<act>.*)"),
        passive=_form(
            rf"(?P<act>\bwill{between}\s+be(?:\s+\w+ly)?{between}\s+{_any(values['delivered'])}\b.*)"
        ),
        body=re.compile(
            r"(?:\b(?:[Tt]he|[Oo]ur)\s+)?(?:[A-Z][\w&’'-]+\s+(?:(?:of|for|and|&)\s+(?:the\s+)?)*){0,6}"
            rf"{_any(values['bodies'])}(?:\s+(?:of|for)\s+(?:[A-Z][\w&’'-]+|and|the|\s)+)?$"
        ),
    )


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def promise_in(sentence: str) -> Promise | None:
    """Return what `sentence` promises; None if nothing."""
    if sentence.endswith("?"):
        return None
    said = words()
    for form, pattern in said.first_person:
        found = pattern.search(sentence)
        if (
            found
            and not _is_quoted(sentence, found.start())
            and not DOING_OF.search(sentence[: found.start()])
        ):
            return Promise(form, Span(*found.span("who")), Span(*found.span("act")))
    if named := _named(sentence, said):
        return named
    for form, pattern in (("under way", said.under_way), ("passive", said.passive)):
        found = pattern.search(sentence)
        if found and not _is_quoted(sentence, found.start()):
            return Promise(form, _by_whom(sentence, found.start()), Span(*found.span("act")))
    return None


def _by_whom(sentence: str, start: int) -> Span | None:
    """Return the body that a passive names: "will be published by the institute"."""
    for one in actors_in(sentence[start:]):
        if one.actor.one and re.search(
            r"\bby\s+(?:the\s+)?$", sentence[start : start + one.span.start], re.I
        ):
            return Span(start + one.span.start, start + one.span.end)
    return None


def doer_in(sentence: str) -> Span | None:
    """Return who has done something, by name or "we": for what is set in bold and worded as done."""
    for found in DONE.finditer(sentence):
        if found["we"]:
            return Span(*found.span("we"))
        if who := subject_before(sentence, found.start()):
            return who
    return None


VOWED = re.compile(r"(?:(?:is|are|has|have)\s+)?(?:commit|pledge|undert)", re.IGNORECASE)
PRONOUN = re.compile(r"\b(?:they|it|who|which|that|you|he|she|those)\s*$", re.IGNORECASE)
FEW = 6  # words: whoever undertakes something, named so shortly at the start, is who promises
# "The steps we are taking", "how we will": what stands here says of what, and promises nothing.
DOING_OF = re.compile(
    r"(?:\b(?:the|all|any|these|those|other)\s+(?:[\w-]+\s+){0,2}(?:actions|steps|measures|work|ways|things|support|"
    r"approach|efforts|plans|role|services?|decisions|guidance)\s+(?:that\s+|which\s+)?|\b(?:what|how|whether)\s+)"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
DONE = re.compile(r"\b(?P<we>we)\s+(?:have|had|\w+ed)\b|\s+(?:has|have|had)\b", re.IGNORECASE)


def _is_quoted(sentence: str, at: int) -> bool:
    before = sentence[:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


MODAL = re.compile(
    r"\s{1,9}(?:(?:also|both|now)\s{1,9})?(?=(?:will|shall|is|are|has|have|commit|pledge|undertake|intend|plan|aim|promise|seek)s?\b)",
    re.I,
)
# "The Council", one of its kind and with a capital: the body that the plan is about.
ONE_OF = re.compile(r"\b(?:[Tt]he|[Oo]ur)\s+(?:[A-Z][\w-]+\s+)*[A-Z][\w-]*[^s\W]$")
# "the council", as councils write of themselves: one body, that the plan is of.
OWN = re.compile(
    r"\b[Tt]he\s+(?:(?:county|city|borough|district|town|combined)\s+)?"
    r"(?:council|department|government|ministry|partnership|board)$"
)
AFTER_NAME = re.compile(r"\s*\([^()]*\)$|,[^,]{1,80},$")
NAME = re.compile(
    r"(?<![\w.-])(?:[A-Z][\w&’'-]*[a-z][\w&’'-]*|[A-Z&]{2,7})(?:\s+(?:(?:of|for|and|the|&)\s+)*[A-Z][\w&’'-]*)*$"
)
ACRONYM = re.compile(r"\b[A-Z][A-Z&]{1,6}$")


def _named(sentence: str, said: Words) -> Promise | None:
    """Find a body, by name, that will do something, is at it, or undertakes it."""
    for gap in MODAL.finditer(sentence):
        found = said.modal.match(
            sentence, gap.end() - 1 if sentence[gap.end() - 1].isspace() else gap.start()
        )
        if not found or _is_quoted(sentence, found.start()):
            continue
        who = subject_before(sentence, gap.start())
        if (
            who is None
            and VOWED.match(found["plans"] or "")
            and 0 < len(sentence[: gap.start()].split()) <= FEW
        ):
            who = None if PRONOUN.search(sentence[: gap.start()]) else Span(0, gap.start())
        if who and not DOING_OF.search(sentence[: who.start]):
            form = "names" if found["will"] else "names doing" if found["doing"] else "undertakes"
            act = next(group for group in ("act", "act2", "act3") if found[group] is not None)
            return Promise(form, who, Span(*found.span(act)))
    return None


def subject_before(sentence: str, end: int) -> Span | None:
    """Return the named body that ends at `end`, if one does."""
    bare = end
    if after := AFTER_NAME.search(sentence, max(0, end - 100), end):
        bare = after.start()
    text = sentence[:bare]
    body = words().body.search(text, max(0, bare - 120))
    if body and len(body[0].split()) > 1:
        return Span(body.start() + len(body[0]) - len(body[0].lstrip()), end)
    if own := OWN.search(text, max(0, bare - 60)):
        return Span(own.start(), end)
    actors = actors_in(text[max(0, bare - 120) :])
    if actors and actors[-1].span.end == len(text[max(0, bare - 120) :]):
        last = actors[-1]
        start = max(0, bare - 120) + last.span.start
        if last.actor.one or ONE_OF.search(sentence[:bare]):
            return _with_others(sentence, start, end)
        return None
    if body:
        return Span(body.start(), end)
    return _proper(text, end)


def _with_others(sentence: str, start: int, end: int) -> Span:
    """Take those named before with "and" or a comma along."""
    while joint := re.search(r"(?:,\s*|,?\s+(?:and|&)\s+)(?:the\s+)?$", sentence[:start]):
        before = [one for one in actors_in(sentence[: joint.start()]) if one.actor.one]
        if not before or before[-1].span.end != joint.start():
            break
        start = before[-1].span.start
    return Span(start, end)


def _proper(text: str, end: int) -> Span | None:
    """Take a name in capitals that is on no list: not the one capital that every sentence begins with."""
    if acronym := ACRONYM.search(text):
        return Span(acronym.start(), end)
    name = NAME.search(text, max(0, len(text) - 80))
    if not name or re.search(r"\b[Tt]he\s+$", text[: name.start()]):
        return None
    capitals = re.findall(r"\b[A-Z]", name[0])
    first = not text[: name.start()].strip(" \"“‘'(*")
    return Span(name.start(), end) if len(capitals) > 1 or not first else None
