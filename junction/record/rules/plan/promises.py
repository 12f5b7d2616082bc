"""What a paragraph promises: in bold, which is sure, and in plain type, which is told by its wording.

A figure, a single word or a title in bold is no promise. A promise in bold is the bold stretch, whatever it
cuts; `whole` are the sentences it stands in, and these tell who promises, what, to whom and by when.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from ..actors import actors_in
from ..dates import dates_in
from ..reading import STANDING, Cell, Certainty, DateSaid, Kind, Reading
from ..source import Source, Span
from .cover import Cover
from .flow import Flow
from .particulars import Made, meet, move, moved, particulars, trim
from .wording import Promise, doer_in, promise_in

STARS = re.compile(r"\*\*(?=\S)(?P<said>(?:(?!\*\*).)+?)\*\*", re.DOTALL)
FIGURE = re.compile(
    r"[£€$]?[\d.,]+\s*(?:%|per cent|hundred|thousand|million|billion|bn|m|k)?(?:\s+\w+)?$", re.IGNORECASE
)
TITLE_AFTER = re.compile(r"\s*[:–—-]")
FEWEST_WORDS = 5  # of a promise in bold; fewer are set off for their own sake
RUN_IN = 8  # words that a title with a full stop has at most
LOOKS_BACK = re.compile(r"\b(?:last|past|previous|ago|since|yesterday)\b", re.IGNORECASE)
THEY = re.compile(
    r"(?:They|It)\s+(?:\w+\s+){0,2}?(?:[^.;]*\band\s+)?"
    r"(?:will\s+(?:also\s+)?|(?:are|is)\s+(?:also\s+)?(?=\w+ing\b))(?P<act>.+)",
    re.DOTALL,
)
PUBLISHER = "the plan's publisher"


class Promises:
    """Finds the promises of one plan."""

    def __init__(self, source: Source, cover: Cover) -> None:
        self.source, self.cover = source, cover
        starred = (Span(*found.span("said")) for found in STARS.finditer(source.text))
        self.bold = _disjoint({*starred, *source.bold})
        self.at = 0

    def dates(self, spans: Sequence[Span]) -> tuple[DateSaid, ...]:
        """Return the dates said in some places of the source."""
        day = self.cover.published
        year = day.year if day else None
        return tuple(
            said
            for span in spans
            for said in dates_in(self.source.quote(span), offset=span.start, written_on=day, year_hint=year)
        )

    def of(self, flow: Flow, dates: Sequence[DateSaid], items: set[int]) -> Iterator[Reading]:
        """Give the promises of one paragraph; `items` are where the items of its list begin in the source."""
        sentences = list(flow.sentences())
        bold = [made for stretch in self._stretches(flow) if (made := _bold(flow, stretch, sentences))]
        starts = {flow.place(item) for item in items}
        plain = [
            made
            for made in _plain(flow, sentences, starts)
            if not any(meet(made.whole, one.stretch) for one in bold)
        ]
        for made in sorted([*bold, *plain], key=lambda one: one.stretch):
            yield self._reading(flow, made, dates)

    def _stretches(self, flow: Flow) -> list[Span]:
        """Return what is bold in the flow; two stretches with no word between them are one."""
        found: list[Span] = []
        for piece, start in zip(flow.pieces, flow.starts, strict=True):
            while self.at < len(self.bold) and self.bold[self.at].end <= piece.start:
                self.at += 1
            for bold in self.bold[self.at :]:
                if bold.start >= piece.end:
                    break
                stretch = Span(
                    start + max(bold.start, piece.start) - piece.start,
                    start + min(bold.end, piece.end) - piece.start,
                )
                if found and not flow.text[found[-1].end : stretch.start].strip():
                    stretch = Span(found.pop().start, stretch.end)
                found.append(stretch)
        return found

    def _reading(self, flow: Flow, made: Made, dates: Sequence[DateSaid]) -> Reading:
        inside = flow.spans(made.whole.start, made.whole.end)
        said = self._dates_within(inside, dates)
        if not said and made.stem:  # "We will, by the end of May:" gives each of its items its day
            said = self._dates_within(flow.spans(made.stem.start, made.stem.end), dates)
        stretch = trim(flow.text, made.stretch)
        whole = flow.text[made.whole.start : made.whole.end]
        cells = {
            "basis": Cell(made.basis, confidence=made.confidence),
            "whole": Cell(" ".join(whole.split()), inside),
            **self._who(flow, made),
            **particulars(flow, made, dates),
        }
        ending = (one for one in said if STANDING not in one.warnings)
        due = next((one for one in ending if one.until_on or one.certainty is Certainty.VAGUE), None)
        if due:
            cells["due"] = Cell(due.raw, (due.span,), confidence=0.9 if made.basis == "bold" else 0.7)
        return Reading(
            Kind.COMMITMENT,
            flow.spans(stretch.start, stretch.end),
            " ".join(flow.text[stretch.start : stretch.end].split()),
            cells=cells,
            organisations=tuple(dict.fromkeys(one.actor.name for one in actors_in(whole))),
            dates=said,
        )

    def _dates_within(self, places: Sequence[Span], dates: Sequence[DateSaid]) -> tuple[DateSaid, ...]:
        return tuple(
            one for one in dates if any(span.holds(one.span) for span in places) and not self._is_past(one)
        )

    def _is_past(self, said: DateSaid) -> bool:
        """Tell a day before the plan: history, not a term."""
        day = self.cover.published
        return bool(LOOKS_BACK.search(said.raw) or (day and said.until_on and said.until_on <= day))

    def _who(self, flow: Flow, made: Made) -> dict[str, Cell]:
        who = made.who
        if who is None:
            return {"who": self._publisher((), 0.5)}
        words, spans = flow.text[who.start : who.end], flow.spans(who.start, who.end)
        if words.lower() in ("we", "our"):
            return {"who": self._publisher(spans, 0.9)}
        return {"who": Cell(" ".join(words.split()), spans, confidence=0.8)}

    def _publisher(self, spans: tuple[Span, ...], confidence: float) -> Cell:
        known = self.cover.publisher
        note = "who publishes the plan" if known else "the plan does not say who publishes it"
        return Cell(
            known or PUBLISHER,
            spans,
            confidence=confidence if known else confidence / 2,
            inferred=True,
            note=note,
        )


def _disjoint(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif span.start < span.end:
            found.append(span)
    return found


def _bold(flow: Flow, stretch: Span, sentences: Sequence[Span]) -> Made | None:
    """Tell a promise in bold from a figure, a word or a title in bold."""
    stretch = trim(flow.text, stretch)
    said = flow.text[stretch.start : stretch.end]
    if len(said.split()) < FEWEST_WORDS or FIGURE.match(said):
        return None
    around = [one for one in sentences if meet(one, stretch)]
    whole = Span(min(around[0].start, stretch.start), max(around[-1].end, stretch.end)) if around else stretch
    worded = [(one, found) for one in around if (found := promise_in(flow.text[one.start : one.end]))]
    first = not flow.text[: stretch.start].strip()
    ended = said.rstrip(" ”’\"')").endswith((".", "!", "?"))
    if first and not worded and _is_title(flow.text, stretch, said, ended):
        return None
    if (
        first
        and TITLE_AFTER.match(flow.text, stretch.end)
        and not (worded and worded[0][1].act.start + worded[0][0].start < stretch.end)
    ):
        return None
    if not worded:
        who = move(doer_in(flow.text[whole.start : whole.end]), whole.start)
        return Made(stretch, whole, "bold", None, who)
    sentence, found = worded[0]
    return Made(stretch, whole, "bold", moved(found, sentence.start), move(found.who, sentence.start))


def _is_title(text: str, stretch: Span, said: str, ended: bool) -> bool:
    """Tell a title that runs into its text: it ends within a sentence, or is short, or a colon follows."""
    if not text[stretch.end :].strip():
        return False
    return (
        not ended
        or said.endswith(":")
        or (len(said.split()) <= RUN_IN and not re.search(r"\b(?:is|are|will|must|has|have)\b", said))
    )


def _plain(flow: Flow, sentences: Sequence[Span], items: set[int]) -> Iterator[Made]:
    """Give what plain sentences promise; "We will:" promises each item of its list."""
    opened: Made | None = None
    named: Span | None = None  # who "they" are
    for sentence in sentences:
        text = flow.text[sentence.start : sentence.end]
        item = sentence.start in items
        if opened and item:
            act = Promise(opened.wording.form if opened.wording else "will", opened.who, sentence)
            yield Made(sentence, sentence, "plain", act, opened.who, opened.whole)
            continue
        opened = opened if opened and not flow.text[: sentence.start].endswith("\n") else None
        they = THEY.match(text) if named else None
        if they:
            doing = Promise("names doing", None, Span(*they.span("act")))
            yield Made(sentence, sentence, "plain", moved(doing, sentence.start), named)
            continue
        found = promise_in(text)
        named = move(found.who, sentence.start) if found and found.form.startswith("names") else None
        if not found:
            continue
        made = Made(
            sentence, sentence, "plain", moved(found, sentence.start), move(found.who, sentence.start)
        )
        if text.endswith(":") and items:
            opened = made
        else:
            yield made
