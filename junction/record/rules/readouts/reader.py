"""How a meeting's read-out is read, in the body of an e-mail or a file of its own.

Attendees, points and actions are readings of their own; in an e-mail they are parts of it. A point has
its speaker where its first sentence begins with one; where several speak in it, each turn is a part of
the point. Whom the page does not name is nobody: the marks are counted. Names behind initials are
inferred, and say so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ..emails import endings_in, read_emails, without_endings
from ..reading import Cell, Kind, Read, Reading, Redaction
from ..redactions import redactions_in
from ..source import Source, Span, joined
from .attendee_tables import AttendeeTable, attendee_tables
from .attendees import Attendee, attendees_in
from .items import Item, items_in
from .owners import begins_with_owner, has_action_label, is_ask, is_labelled_action
from .page import Page, action, action_of_row, day_of_email, meaning, shared_initials
from .speakers import Turn, turns_in
from .tables import Grid, beside, grids_in
from .words import pattern, values

NOTHING_TO_DO = re.compile(
    r"(?i)[-–—\s]*(?:none|n/?a|nil|no (?:further |new |outstanding )?actions?)?"
    r"(?: (?:were )?(?:agreed|arising|noted|recorded|raised|taken))?(?: at this meeting)?[-–—.\s]*"
)
_HEADERS = {"from", "sent", "to", "subject"}


def read_readout(source: Source, *, written_on: date | None = None) -> Read:
    """Return what a read-out says; `written_on` tells what "next week" means (an e-mail tells it itself)."""
    mail = read_emails(source)
    emails = [
        at for at, one in enumerate(mail.readings) if one.kind == Kind.EMAIL and _HEADERS & set(one.cells)
    ]
    if not emails:
        page = Page(source, written_on, (), [])
        endings = endings_in(source, [Span(0, len(source.text))])
        _read(page, without_endings(source, [Span(0, len(source.text))], endings))
        findings = tuple(shared_initials(page))
        page.readings += [
            Reading(
                Kind.FURNITURE, (span,), source.quote(span), cells={"is": Cell(what, (span,))},
                redactions=redactions_in(source.text, span),
            )
            for span, what in endings
        ]  # fmt: skip
        return Read(source, tuple(page.readings), findings)
    readings = list(mail.readings)
    found = list(mail.findings)
    for at in emails:
        email = readings[at]
        people = tuple(
            one.text for one in readings if one.part_of == at and one.kind == Kind.CORRESPONDENT and one.text
        )
        page = Page(source, day_of_email(email) or written_on, people, readings, part_of=at)
        _read(page, email.cells["said"].spans)
        found += shared_initials(page)
    return Read(source, tuple(readings), tuple(found))


def _read(page: Page, spans: Sequence[Span]) -> None:
    tables = attendee_tables(page.source, spans)
    page.attendees += [one for table in tables for one in table.people]
    spans = beside(spans, tables)
    grids = grids_in(page.source, spans)
    items = items_in(page.source, beside(spans, grids))
    for item in items:
        if item.section == "attendees" and item.what != "heading":
            page.attendees += attendees_in(page.source, item.words, page.recipients)
    places: list[Item | Grid | AttendeeTable] = [*items, *grids, *tables]
    for place in sorted(places, key=lambda one: one.span if isinstance(one, Item) else one.header):
        if isinstance(place, Item):
            _read_item(page, place)
        elif isinstance(place, Grid):
            _read_grid(page, place)
        else:
            page.readings.append(_header(page, place.header))
            for row in place.rows:
                _read_item(page, row)


def _read_grid(page: Page, grid: Grid) -> None:
    """A row of a table is an action where it has an owner's column; else what was said, with its action."""
    source = page.source
    page.readings.append(_header(page, grid.header))
    for line, cells in grid.rows:
        what = cells.get("what")
        if what and NOTHING_TO_DO.fullmatch(source.quote(what)):
            what = None
        if what and "said" not in cells:
            page.readings.append(action_of_row(page, line, {**cells, "what": what}))
            continue
        at = len(page.readings)
        page.readings.append(_plain(page, Item("text", "discussion", line, line), Kind.PARAGRAPH))
        if "said" in cells:
            item = Item("item", "discussion", cells["said"], cells["said"])
            known = {*page.initials, *page.initials.values(), *page.recipients} - {""}
            spoken = turns_in(source, item.words, known)
            page.readings += [_point(page, one.span, one, item, part_of=at, spoken=[one]) for one in spoken]
        if what:
            page.readings.append(action(page, Item("item", "actions", what, what), part_of=at))


def _header(page: Page, span: Span) -> Reading:
    return Reading(Kind.FURNITURE, (span,), page.source.quote(span), part_of=page.part_of)


def _read_item(page: Page, item: Item) -> None:
    text = page.source.quote(item.words)
    if item.what == "heading":
        page.readings.append(_plain(page, item, Kind.HEADING))
    elif item.section == "attendees":
        _read_attendees(page, item)
    elif item.section == "apologies" or _asks_nothing(page.source, item):
        page.readings.append(_plain(page, item, Kind.PARAGRAPH))
    elif item.section == "actions" or has_action_label(text):
        page.readings.append(action(page, item))
    else:
        _read_point(page, item)


def _asks_nothing(source: Source, item: Item) -> bool:
    """Tell "Actions: none"."""
    return item.section == "actions" and bool(NOTHING_TO_DO.fullmatch(source.quote(item.words)))


def _plain(page: Page, item: Item, kind: Kind) -> Reading:
    cells = {"section": Cell(item.section, inferred=True)} if item.section else {}
    text = page.source.quote(item.span)
    marks = redactions_in(page.source.text, item.span)
    return Reading(kind, (item.span,), text, part_of=page.part_of, cells=cells, redactions=marks)


def _read_attendees(page: Page, item: Item) -> None:
    """The line or item is a paragraph with the count of those taken out; each attendee is a part of it."""
    marks = redactions_in(page.source.text, item.words, place="name")
    cells = {
        "section": Cell("attendees", inferred=True),
        "redacted": Cell(str(len(marks)), tuple(mark.span for mark in marks)),
    }
    at = len(page.readings)
    text = page.source.quote(item.span)
    page.readings.append(
        Reading(Kind.PARAGRAPH, (item.span,), text, part_of=page.part_of, cells=cells, redactions=marks)
    )
    here = [one for one in page.attendees if item.words.holds(one.span)]
    page.readings += [_attendee(one, at) for one in here]


def _attendee(one: Attendee, at: int) -> Reading:
    said = {"name": one.name, "initials": one.initials, "role": one.role, "organisation": one.organisation}
    cells = {
        what: Cell(
            text,
            (one.span,),
            one.confidence if what == "name" else 1.0,
            inferred=(what == "name" and bool(one.note)) or (what == "role" and not one.name),
            note=one.note if what == "name" else "",
        )
        for what, text in said.items()
        if text
    }
    return Reading(Kind.ATTENDEE, (one.span,), one.name or one.initials or one.role, part_of=at, cells=cells)


def _read_point(page: Page, item: Item) -> None:
    """A point is one where somebody speaks, it is agreed, or it stands in a list; else a paragraph."""
    known = {*page.initials, *page.initials.values(), *page.recipients} - {""}
    turns = turns_in(page.source, item.words, known)
    speaks = any(turn.who or turn.redacted for turn in turns)
    if not turns or not (speaks or item.section == "agreed" or item.what == "item"):
        page.readings.append(_plain(page, item, Kind.PARAGRAPH))
        return
    at = len(page.readings)
    page.readings.append(_point(page, item.span, turns[0], item, part_of=page.part_of, spoken=turns))
    if len(turns) > 1:
        page.readings += [_point(page, one.span, one, item, part_of=at, spoken=[one]) for one in turns]
    page.readings += [action(page, one, part_of=at) for one in _to_do(page.source, item, known)]


def _to_do(source: Source, item: Item, known: Iterable[str]) -> Iterator[Item]:
    """Yield the sentences of a point that give somebody known, or everyone, something to do ("MD to send"),
    and those that say of themselves, behind another, that they are an action.
    """
    who = re.compile("|".join(map(re.escape, sorted({*known, *values()["everyone"]}, key=len, reverse=True))))
    for match in pattern("sentence").finditer(source.text, item.words.start, item.words.end):
        bare = match.group().lstrip("*_([ ")
        is_labelled = match.start() > item.words.start and is_labelled_action(match.group())
        if is_labelled or (begins_with_owner(bare) and who.match(bare)):
            span = Span(match.start(), match.end())
            yield Item("item", "actions", span, span)


def _point(
    page: Page, span: Span, turn: Turn, item: Item, *, part_of: int | None, spoken: Sequence[Turn]
) -> Reading:
    source = page.source
    words = Span(spoken[0].span.start, spoken[-1].span.end)
    cells = dict(_said(page, turn, spoken))
    cells["act"] = Cell(
        "question" if is_ask(source.quote(turn.span)) else "statement", (turn.span,), inferred=True
    )
    if agreed := _agreed(source, words, item):
        cells["agreed"] = Cell(source.quote(agreed), (agreed,))
    marks = tuple(_spoken_mark(mark, spoken) for mark in redactions_in(source.text, span))
    return Reading(
        Kind.POINT, (span,), joined(source.text, [words]), part_of=part_of, cells=cells, redactions=marks,
        sender=turn.who, dates=page.dates(words),
    )  # fmt: skip


def _said(page: Page, turn: Turn, spoken: Iterable[Turn]) -> Iterator[tuple[str, Cell]]:
    if turn.who:
        named = (turn.named,) if turn.named else ()
        yield "speaker", Cell(turn.who, named, turn.confidence, inferred=turn.carried)
        meanings = [cell for one in re.split(r"[/&+, ]+(?:and )?", turn.who) if (cell := meaning(page, one))]
        if len(meanings) == 1:
            yield "speaker_name", meanings[0]
        elif meanings:
            yield "speaker_name", Cell(", ".join(one.text for one in meanings), confidence=0.7, inferred=True)
    elif turn.redacted:
        yield "speaker_redacted", Cell("1", (turn.named,) if turn.named else ())
    several = list(dict.fromkeys(one.who for one in spoken if one.who))
    if len(several) > 1:
        yield "speakers", Cell(", ".join(several))


def _agreed(source: Source, words: Span, item: Item) -> Span | None:
    """Return what was agreed: the whole in a section of that name, else from the sentence that says so."""
    if item.section == "agreed":
        return words
    for match in pattern("sentence").finditer(source.text, words.start, words.end):
        if pattern("agrees").search(match.group()):
            return Span(match.start(), match.end())
    return None


def _spoken_mark(mark: Redaction, spoken: Iterable[Turn]) -> Redaction:
    is_speaker = any(turn.named and turn.named.holds(mark.span) for turn in spoken)
    return Redaction(mark.mark, mark.code, mark.span, "name") if is_speaker else mark
