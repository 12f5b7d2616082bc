"""Whom a page's actions name: its initials and forenames, told by the attendees and the recipients."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from junction.core.imports import Finding, Severity
from junction.core.tables.days import DayOrder

from ..dates import dates_in
from ..moments import day_of
from ..reading import Cell, DateSaid, Kind, Reading, Redaction
from ..redactions import redactions_in
from ..source import Source, Span, joined
from .attendees import Attendee
from .items import Item
from .names import initials_of, person_of
from .owners import Owned, names_of, owned_in, owners_of
from .words import role_of


@dataclass(slots=True)
class Page:
    """A read-out being read: its source and day, whom it may speak of, and what was read so far."""

    source: Source
    written_on: date | None
    recipients: tuple[str, ...]
    readings: list[Reading]
    part_of: int | None = None
    attendees: list[Attendee] = field(default_factory=list)

    @property
    def initials(self) -> dict[str, str]:
        """All initials that the page or the recipients explain, with the name (none: an office)."""
        said = {one.initials: "" if one.initials in self.shared else one.name for one in self.attendees}
        said.pop("", None)
        names = [one.name for one in self.attendees if one.name]
        people = {*self.recipients, *names}
        others = {short for name in people for short in initials_of(name) if len(short) > 1}
        told = {short: person_of(short, people) for short in others}
        return {short: name for short, name in told.items() if name} | said

    @property
    def shared(self) -> dict[str, list[Attendee]]:
        """The initials behind which the list of attendees has more than one name."""
        by: dict[str, list[Attendee]] = {}
        for one in self.attendees:
            if one.initials and one.name:
                by.setdefault(one.initials, []).append(one)
        return {short: those for short, those in by.items() if len({one.name for one in those}) > 1}

    @property
    def forenames(self) -> dict[str, str]:
        """The forenames that only one person has, with the whole name."""
        names = {*self.recipients, *(one.name for one in self.attendees)}
        first = [name.split()[0] for name in names if " " in name]
        return {name.split()[0]: name for name in names if " " in name and first.count(name.split()[0]) == 1}

    def dates(self, span: Span) -> tuple[DateSaid, ...]:
        text = self.source.quote(span)
        return dates_in(text, offset=span.start, written_on=self.written_on, year_hint=None)


def shared_initials(page: Page) -> Iterator[Finding]:
    """Yield what is said of initials that two who attended share: nobody is taken for their owner."""
    for short, those in page.shared.items():
        names = ", ".join(dict.fromkeys(one.name for one in those))
        message = f"These initials are those of {names}: who spoke or acts is not told by them."
        line = page.source.line_of(those[-1].span.start)
        yield Finding(line, "initials", short, "shared-initials", Severity.WARNING, message)


def day_of_email(email: Reading) -> date | None:
    """Return the day on which an e-mail was written, be it without a time."""
    sent = email.cells.get("sent")
    return email.at.date() if email.at else day_of(sent.text, DayOrder.DAY_FIRST) if sent else None


def meaning(page: Page, short: str) -> Cell | None:
    """Return whom initials stand for: inferred, an office or a name."""
    here = any(one.initials == short and one.name for one in page.attendees)
    if not here and (role := role_of(short)):
        return Cell(role, confidence=0.9, inferred=True, note="what the short form stands for")
    name = page.initials.get(short, "") or page.forenames.get(short, "")
    is_listed = here or any(one.name == name for one in page.attendees)
    note = "told by the list of attendees" if is_listed else "told by the recipients of the e-mail"
    return Cell(name, confidence=0.9 if here else 0.7, inferred=True, note=note) if name else None


def action(page: Page, item: Item, part_of: int | None = None) -> Reading:
    source = page.source
    owned = owned_in(source, item.words)
    cells = {"what": Cell(source.quote(owned.what), (owned.what,))}
    cells |= _owner_cells(page, owned)
    marks = tuple(_mark_of(one, owned) for one in redactions_in(source.text, item.words))
    return Reading(
        Kind.ACTION, (item.span,), joined(source.text, [item.words]), cells=cells, redactions=marks,
        part_of=page.part_of if part_of is None else part_of, dates=page.dates(item.words),
    )  # fmt: skip


def _mark_of(mark: Redaction, owned: Owned) -> Redaction:
    is_owner = any(span.holds(mark.span) for span in owned.owners)
    return Redaction(mark.mark, mark.code, mark.span, "name") if is_owner else mark


def _owner_cells(page: Page, owned: Owned) -> dict[str, Cell]:
    names = names_of(page.source, owned)
    cells: dict[str, Cell] = {}
    if names:
        cells["owner"] = Cell(", ".join(names), owned.owners)
        meanings = [cell.text for name in names if (cell := meaning(page, name))]
        if meanings:
            cells["owner_name"] = Cell(", ".join(meanings), confidence=0.8, inferred=True)
    elif owned.owners:
        cells["owner_redacted"] = Cell(str(len(owned.owners)), owned.owners)
    return cells


def action_of_row(page: Page, line: Span, said: Mapping[str, Span]) -> Reading:
    """Return the action that a row of a table is: what, and if it says so by whom, by when, how far it is."""
    source = page.source
    cells = {name: Cell(source.quote(span), (span,)) for name, span in said.items()}
    if "owner" not in cells:
        owned = owned_in(source, said["what"])
        cells |= {"what": Cell(source.quote(owned.what), (owned.what,)), **_owner_cells(page, owned)}
    elif redactions_in(source.text, said["owner"]):
        cells["owner_redacted"] = cells.pop("owner")
    elif several := owners_of(source, said["owner"]):
        cells |= _owner_cells(page, Owned(several, said["what"]))
    elif name := meaning(page, cells["owner"].text):
        cells["owner_name"] = name
    marks = tuple(
        replace(one, place="name") if "owner" in said and said["owner"].holds(one.span) else one
        for one in redactions_in(source.text, line)
    )
    return Reading(
        Kind.ACTION, (line,), source.quote(said["what"]), cells=cells, redactions=marks,
        part_of=page.part_of, dates=page.dates(line),
    )  # fmt: skip
