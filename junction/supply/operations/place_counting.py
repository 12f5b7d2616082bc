"""A provider counts what lies with it: the difference to the books is used, lost or set right, with a reason.

What is less than the books say was used unless another reason is given; what is more becomes a correction
that says so. A count closes the books up to its day: what returns tell of days before counts no more
(`posting_use.py`), and no older count can follow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.imports import ImportReport
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.tables import Table, decide_day_order
from junction.core.tables.days import DayOrder
from junction.registry import queries as registry

from ..models import Account, Item, PlaceCount, PlaceCountLine
from ..queries import place_counts as queries
from ..queries.catalogue import countables
from ..rules.place_counts import ListedCount, PlaceCountBook, Reason, odd, place_count_book, read_count
from ..rules.units import CannotCount, Countable, read_quantity
from . import ledger
from .accounts import account_of, accounts_of_places
from .provider_stock import Pile, back, found, locked_piles, out, together

NUMBER = "cqc-location"


class NothingCounted(Refusal):
    """Nothing was counted. Write how many there are of at least one item, 0 for none."""

    status = 422


class NotThatDay(Refusal):
    """A count is of today or of one of the last days. Count what is there today."""

    status = 422


class NewerCount(Refusal):
    """A newer count of the same item is on record. Count what is there today."""


class ReasonForOther(Refusal):
    """This reason does not fit: there is less than the books say, or more. Choose another."""

    status = 422


class LeftSince(Refusal):
    """More has left since that day than was counted then. Count what is there today."""


@dataclass(frozen=True, slots=True)
class CountedItem:
    """So many base units of an item lie at a place; why that differs from the books ("": as usual)."""

    item: Item
    counted: int
    reason: str = ""


@transaction.atomic
def count_place(
    *,
    place_id: int,
    lines: Sequence[CountedItem],
    counted_on: date,
    channel: str,
    by: Actor,
    now: datetime,
) -> PlaceCount:
    """Write a count down and set the books right by it.

    Raise `Place.DoesNotExist` out of reach, `NothingCounted`, `NotThatDay`, `NewerCount`, `ReasonForOther`
    and `LeftSince`.
    """
    place = queries.place_to_count(by.scope, place_id)
    book = place_count_book(counted_on)
    if not lines:
        raise NothingCounted
    if not local_day(now) - timedelta(days=book.oldest_days) <= counted_on <= local_day(now):
        raise NotThatDay
    accounts_of_places([place.pk])
    accounts = queries.accounts_at(by.scope, place.pk)
    items = [line.item.pk for line in lines]
    piles = locked_piles(accounts, items)
    _must_be_newest(place.pk, items, counted_on, by)
    books = queries.books(by.scope, accounts, on=counted_on)
    count = PlaceCount.objects.create(
        place=place, counted_on=counted_on, channel=channel, playbook=book.reference, recorded_at=now,
        recorded_by=by.key,
    )  # fmt: skip
    moves = []
    for line in lines:
        pile = together(piles[account, line.item.pk] for account in accounts)
        moves += _settle(count, book, line, books.get(line.item.pk, 0), pile, accounts)
    ledger.post(moves, by=by, now=now)
    record(
        at=now, by=by, verb="supply.place.counted", subject=f"place:{place.pk}", playbook=book.reference,
        items=len(lines), differing=count.lines.exclude(reason="").count(), count=count.pk,
    )  # fmt: skip
    return count


def _must_be_newest(place_id: int, items: Sequence[int], day: date, by: Actor) -> None:
    last = queries.last_counted(by.scope, [place_id])
    if any(last.get((place_id, item), day) > day for item in items):
        raise NewerCount


def _settle(
    count: PlaceCount,
    book: PlaceCountBook,
    line: CountedItem,
    expected: int,
    pile: Pile,
    accounts: Sequence[int],
) -> list[ledger.Move]:
    """Keep one line; return what sets the books right by it."""
    difference = line.counted - expected
    reason = book.reason(line.reason, difference) if difference else None
    if difference and reason is None:
        raise ReasonForOther
    PlaceCountLine.objects.create(
        count=count, item=line.item, expected=expected, counted=line.counted,
        reason=reason.code if reason else "",
    )  # fmt: skip
    if reason is None:
        return []
    about: dict[str, Any] = {
        "item_id": line.item.pk,
        "reference": f"place-count:{count.pk}",
        "about_on": count.counted_on,
    }
    if difference > 0:
        return _more(count, difference, reason, accounts, about)
    if pile.quantity < -difference:
        raise LeftSince
    return out(pile.take(-difference), to=account_of(Account.Kind(reason.to)), **about)


def _more(
    count: PlaceCount, difference: int, reason: Reason, accounts: Sequence[int], about: Mapping[str, Any]
) -> list[ledger.Move]:
    """What is more than the books say was taken for used too early, as far as it was, or is found."""
    moves = back(accounts, wanted=difference, **about) if reason.to == "back" else []
    rest = difference - sum(move.quantity for move in moves)
    return moves + ([found(count.place_id, quantity=rest, now=count.recorded_at, **about)] if rest else [])


@transaction.atomic
def import_place_counts(table: Table, *, dry_run: bool, by: Actor, now: datetime) -> ImportReport:
    """Take in the counts of a file. The rows of a place and day are one count, taken or left whole."""
    report = ImportReport(findings=list(table.findings))
    decided = decide_day_order(table.column("counted_on"), column="counted_on")
    report.findings += [decided.finding] if decided.finding else []
    rows: dict[tuple[str, date], list[ListedCount]] = {}
    for row in table.rows:
        report.rows += 1
        sound, wrong = read_count(row.number, row.cells, order=decided.order or DayOrder.ISO)
        report.findings += wrong
        if sound:
            rows.setdefault((sound.place, sound.counted_on), []).append(sound)
    catalogue = countables(by.scope)
    for (place, day), together_ in sorted(rows.items(), key=lambda one: (one[0][1], one[1][0].number)):
        _take(place, day, together_, catalogue, report, by=by, now=now)
    if dry_run:
        transaction.set_rollback(True)
    elif report.created:
        record(at=now, by=by, verb="supply.place-counts.imported", subject="", created=report.created)
    return report


def _take(
    place: str,
    day: date,
    rows: Sequence[ListedCount],
    catalogue: Mapping[str, tuple[Item, Countable]],
    report: ImportReport,
    *,
    by: Actor,
    now: datetime,
) -> None:
    place_id, lines, wrong = _place(place, by), [], []
    seen: set[str] = set()
    if place_id is None:
        message = "You count for no place with this number. Compare it with the regulator's list."
        wrong.append(odd(rows[0].number, "place", place, "place-not-taken", message))
    for row in rows:
        try:
            lines.append(_line(row, catalogue, seen))
        except CannotCount as why:
            column = "quantity" if row.item in catalogue and row.item not in seen else "item"
            said = row.quantity if column == "quantity" else row.item
            wrong.append(odd(row.number, column, said, f"{column}-not-taken", str(why)))
        seen.add(row.item)
    if not wrong and place_id is not None:
        try:
            with transaction.atomic():
                count_place(place_id=place_id, lines=lines, counted_on=day, channel="file", by=by, now=now)
            report.created += len(lines)
        except Refusal as refused:
            wrong.append(odd(rows[0].number, "place", place, "count-refused", str(refused)))
    report.findings += wrong


def _line(row: ListedCount, catalogue: Mapping[str, tuple[Item, Countable]], seen: set[str]) -> CountedItem:
    if row.item not in catalogue:
        raise CannotCount("No item of the catalogue has this code.")
    if row.item in seen:
        raise CannotCount("This item stands twice for this place and day. Count it once.")
    item, countable = catalogue[row.item]
    return CountedItem(item, read_quantity(row.quantity, countable, unit=row.unit), row.reason)


def _place(text: str, by: Actor) -> int | None:
    bearer = registry.place_by_identifier(by.scope, NUMBER, text, permission=queries.COUNT)
    if bearer is not None:
        return bearer.pk
    if not (text.isdecimal() and len(text) < 18):
        return None
    return queries.countable_places(by.scope).filter(pk=int(text)).values_list("pk", flat=True).first()
