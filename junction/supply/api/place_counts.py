"""Counts by machine: what a provider holds, in base units or in a pack of the item; the ledger follows it."""

from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from junction.core.http.leave import actor_with
from junction.core.http.once import once

from ..operations.place_counting import CountedItem, count_place
from ..queries import place_counts as queries
from ..queries.catalogue import countables
from ..rules.units import CannotCount, read_quantity

router = Router(tags=["Supply"])
MOST_LINES = 100


class CountedIn(Schema):
    """So many of an item; `unit` is a base unit without one, else a pack of the item (pair, Box of 100)."""

    item: str = Field(..., min_length=1, max_length=40, description="The item's code: gloves.")
    quantity: str | int | float = Field(..., description="A number: 300, or 1.5 with the unit pair.")
    unit: str = Field("", max_length=60)
    reason: str = Field(
        "", max_length=40, description="used, lost, expired; not-known, elsewhere, counted-wrongly."
    )


class CountIn(Schema):
    """What a place holds at the end of a day, of each item that was counted."""

    place_id: int = Field(..., ge=0, le=2**62)
    counted_on: date
    lines: list[CountedIn] = Field(..., min_length=1, max_length=MOST_LINES)


class LineOut(Schema):
    """One item: what the books said of that day, what was counted, and why they differ ("" where not)."""

    item: str
    unit: str
    expected: int
    counted: int
    reason: str


class CountOut(Schema):
    """A count as it was kept."""

    id: int
    place_id: int
    counted_on: date
    rules: str
    lines: list[LineOut]


@router.post("/supply/counts", response={201: CountOut})
def count_what_a_place_has(request: HttpRequest, sent: CountIn) -> HttpResponse:
    """Keep a count: what is less than the books say is posted as used, lost or expired, what is more as a
    correction.
    """
    by, now = actor_with(request, queries.COUNT), timezone.now()

    def work() -> tuple[int, dict[str, Any]]:
        lines = _lines(by.scope, sent)
        try:
            count = count_place(
                place_id=sent.place_id, lines=lines, counted_on=sent.counted_on, channel="api", by=by, now=now
            )
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        return 201, {
            "id": count.pk, "place_id": count.place_id, "counted_on": count.counted_on.isoformat(),
            "rules": count.playbook,
            "lines": [
                {"item": line.item.code, "unit": line.item.base_unit, "expected": line.expected,
                 "counted": line.counted, "reason": line.reason}
                for line in count.lines.select_related("item")
            ],
        }  # fmt: skip

    return once(request, by=by, now=now, work=work)


def _lines(scope: Any, sent: CountIn) -> list[CountedItem]:
    catalogue = countables(scope)
    found: dict[str, CountedItem] = {}
    for line in sent.lines:
        if line.item not in catalogue or line.item in found:
            problem = "is named twice" if line.item in found else "is not in the catalogue"
            raise HttpError(422, f"The item “{line.item}” {problem}.")
        item, countable = catalogue[line.item]
        try:
            units = read_quantity(str(line.quantity), countable, unit=line.unit)
        except CannotCount as wrong:
            raise HttpError(422, f"{line.item}: {wrong}") from wrong
        found[line.item] = CountedItem(item, units, line.reason)
    return list(found.values())
