"""What orders look like to machines: what is sent, and what is answered."""

from datetime import date, datetime

from ninja import Field, Schema
from pydantic import field_validator

MOST_LINES = 50
MOST_AT_ONCE = 1_000
LARGEST = 2**63 - 1


class LineIn(Schema):
    """So many of an item; `unit` is a base unit without one, else a pack of the item (pair, Box of 100)."""

    item: str = Field(..., min_length=1, max_length=40, description="The item's code: gloves.")
    quantity: int = Field(..., ge=1, le=10_000_000)
    unit: str = Field("", max_length=60)


class OrderIn(Schema):
    """One order. Name the place by our number (`place_id`), or as files do (`place`): plain digits and
    `place:123` are our number, anything else an identifier, with its kind before it where that is to be said.
    """

    place_id: int | None = Field(None, ge=0, le=LARGEST)
    place: str = Field(
        "", max_length=260, description="Such as 1-123456789, cqc:1-123456789, ods:RM3 or place:123."
    )
    lines: list[LineIn] = Field(..., min_length=1, max_length=MOST_LINES)
    why: str = Field("", max_length=300)

    @field_validator("lines")
    @classmethod
    def each_item_once(cls, lines: list[LineIn]) -> list[LineIn]:
        """Refuse an item that is named twice."""
        if len({line.item for line in lines}) < len(lines):
            raise ValueError("an item is named twice: add its quantities up")
        return lines


class OrdersIn(Schema):
    """Many orders at once, each judged by itself."""

    orders: list[OrderIn] = Field(..., min_length=1, max_length=MOST_AT_ONCE)


class LineOut(Schema):
    """What was granted of a line, why not more (`allowance`, `whole-packs`, `shared-out`, `out-of-stock`,
    `not-on-portal`; empty for all of it), and what is left of the allowance of this period.
    """

    item: str
    asked: int
    granted: int
    reason: str
    allowance_left: int


class OrderOut(Schema):
    """An order as it was placed: `reserved` for at least one line, or `refused`."""

    id: int
    reference: str
    state: str
    place_id: int
    ordered_at: datetime
    promised_on: date | None
    next_order_on: date
    lines: list[LineOut]


class OrderMadeOut(Schema):
    """What became of one of many: the order, or a problem that says why there is none."""

    order: OrderOut | None = None
    problem: str = ""
    detail: str = ""


class OrdersOut(Schema):
    """What became of many, in the order they were sent."""

    placed: int
    refused: int
    items: list[OrderMadeOut]


class OrderSeenOut(Schema):
    """An order as it stands."""

    id: int
    reference: str
    state: str
    route: str
    place_id: int
    ordered_at: datetime


class AllowanceOut(Schema):
    """What may be ordered of an item in this period, in base units."""

    item: str
    unit: str
    pack: int
    allowed: int
    had: int
    left: int


class StandingOut(Schema):
    """Whether and what a place may order now, and by which rules."""

    may_order: bool
    why_not: str
    routes: list[str]
    band: str
    next_order_on: date | None
    promised_on: date | None
    rules: str
    allowances: list[AllowanceOut]
