"""The world that orders are measured on: providers all over England, each with a token, and stock at three
hubs.

Providers are made in bulk (kind, size and council drawn by lot), since it is orders that are measured, not
the import of lists; areas are the real ones. Each provider is an organisation of its own with one place and
one token. Five items can be ordered; `scarcity` is the part of what all will ask for that the hubs hold
together.
"""

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.harness import SEED

ITEMS = ("masks-iir", "gloves", "aprons", "eye-protection", "hand-sanitiser")
HUBS = [("north", 53.48, -2.24), ("middle", 52.48, -1.90), ("south", 51.51, -0.13)]
KINDS = [
    ("nursing-home", 0.15), ("residential-home", 0.35), ("home-care", 0.3), ("supported-living", 0.1),
    ("hospice", 0.02), ("other", 0.08),
]  # fmt: skip
LINES = 5


@dataclass(frozen=True, slots=True)
class Provider:
    """One that orders: its place, its token, and what it asks for, in base units by item's code."""

    place_id: int
    secret: str
    lines: tuple[tuple[str, int], ...]


def clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a bench is a door


def make(count: int, *, scarcity: float) -> list[Provider]:
    """Fill the empty database with so many providers and a stock; return the providers in no order."""
    from django.db import connection

    from bench.world import actor, load_areas
    from junction.supply.operations import load_catalogue

    load_areas()
    load_catalogue(by=actor(), now=clock())
    numbers = random.Random(SEED)
    places = _places(count, numbers)
    providers = _providers(places, numbers)
    _stock(providers, scarcity=scarcity)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return providers


def _places(count: int, numbers: random.Random) -> list[Any]:
    from junction.registry.models import Area, Place

    councils = list(
        Area.objects.filter(kind__in=["unitary", "county"], ended_on__isnull=True, latitude__isnull=False)
    )
    kinds = numbers.choices([kind for kind, _ in KINDS], [part for _, part in KINDS], k=count)
    rows = []
    for number, kind in enumerate(kinds):
        council = numbers.choice(councils)
        rows.append(
            Place(
                name=f"Provider {number}", name_key=f"provider {number}", service_type=kind,
                service_types=[kind],
                area=council, council=council, latitude=council.latitude + numbers.uniform(-0.2, 0.2),
                longitude=council.longitude + numbers.uniform(-0.2, 0.2), created_at=clock(),
                beds=numbers.randint(5, 90) if kind.endswith("home") else None,
            )
        )  # fmt: skip
    return Place.objects.bulk_create(rows, batch_size=5_000)


def _providers(places: list[Any], numbers: random.Random) -> list[Provider]:
    from junction.people.models import ApiToken
    from junction.registry.models import Organisation, Registration

    now = clock()
    runners = Organisation.objects.bulk_create(
        (Organisation(kind="provider", name=p.name, name_key=p.name_key, created_at=now) for p in places),
        batch_size=5_000,
    )
    Registration.objects.bulk_create(
        (
            Registration(
                place=place, organisation=runner, identifier_kind="cqc-location",
                identifier=f"1-{place.pk}",
                name=place.name, name_key=place.name_key, recorded_at=now,
            )
            for place, runner in zip(places, runners, strict=True)
        ),
        batch_size=5_000,
    )  # fmt: skip
    providers = [Provider(place.pk, f"shop-{SEED}-{place.pk}", _lines(place, numbers)) for place in places]
    ApiToken.objects.bulk_create(
        (
            ApiToken(
                sha256=hashlib.sha256(provider.secret.encode()).hexdigest(),
                organisation=runner, name="bench",
                role="head-office", created_at=now, created_by="system:bench",
                expires_at=now + timedelta(days=1),
            )
            for provider, runner in zip(providers, runners, strict=True)
        ),
        batch_size=5_000,
    )  # fmt: skip
    return providers


def _lines(place: Any, numbers: random.Random) -> tuple[tuple[str, int], ...]:
    """Ask for some packs of each item, now and then for more than one may."""
    packs = {"masks-iir": 50, "gloves": 100, "aprons": 100, "eye-protection": 10, "hand-sanitiser": 1}
    size = 1 + (place.beds or 30) // 20
    return tuple((code, packs[code] * numbers.randint(1, 4 * size)) for code in ITEMS)


def _stock(providers: list[Provider], *, scarcity: float) -> None:
    from bench.world import actor
    from junction.registry.models import Organisation
    from junction.supply.models import Account, Act, Depot, Item, Lot, Pack
    from junction.supply.operations import accounts, ledger

    now = clock()
    maker = Organisation.objects.create(kind="wholesaler", name="Maker", name_key="maker", created_at=now)
    supplier = accounts.account_of(Account.Kind.SUPPLIER, organisation_id=maker.pk)
    asked = dict.fromkeys(ITEMS, 0)
    for provider in providers:
        for code, units in provider.lines:
            asked[code] += units
    for code, north, east in HUBS:
        hub = Depot.objects.create(
            code=code,
            kind="hub",
            name=code.title(),
            opened_on=date(2020, 3, 1),
            latitude=north,
            longitude=east,
        )
        shelf = accounts.accounts_of(hub)[Account.Kind.AVAILABLE]
        for name, units in asked.items():
            item = Item.objects.get(code=name)
            pack = Pack.objects.filter(item=item, is_orderable=True).order_by("quantity")[0].quantity
            here = int(units * scarcity / len(HUBS)) // pack * pack
            if here:
                lot = Lot.objects.get_or_create(item=item, number="BENCH", defaults={"recorded_at": now})[0]
                move = ledger.Move(item.pk, here, supplier.pk, shelf.pk, Act.RECEIVE, lot_id=lot.pk)
                ledger.post([move], by=actor(), now=now)


def expect_everybody(providers: list[Provider]) -> None:
    """Say what is expected to be claimed in the coming hour, as the periodic look ahead would: what may be
    had.
    """
    from junction.registry.models import Place
    from junction.supply.models import Item, Outlook
    from junction.supply.rules.limits import key_of, limits_on

    day, now = clock().date(), clock()
    limits = limits_on(day)
    kinds = {row[0]: row[1:] for row in Place.objects.values_list("pk", "service_type", "beds")}
    items = {item.code: item for item in Item.objects.filter(code__in=ITEMS)}
    expected = dict.fromkeys(ITEMS, 0)
    for provider in providers:
        allowed = limits.allowed(*kinds[provider.place_id], day)
        for code, units in provider.lines:
            key = key_of(allowed, code=code, measure=items[code].measure)
            expected[code] += min(units, allowed.get(key or "", 0))
    for code, units in expected.items():
        Outlook.objects.create(
            item=items[code], until_at=now + timedelta(hours=1), expected=units, computed_at=now
        )


def faults() -> list[str]:
    """What is wrong with the books: balances beside movements, stock below zero, reserved beside orders."""
    from django.db import connection

    found = []
    for what, statement in CHECKS.items():
        with connection.cursor() as cursor:
            cursor.execute(statement)
            wrong = cursor.fetchone()[0]
        if wrong:
            found.append(f"{what}: {wrong}")
    return found


CHECKS = {
    "balances that differ from their movements": """
        WITH sums AS (
            SELECT account, item, sum(units) AS units FROM (
                SELECT to_account_id AS account, item_id AS item, quantity AS units FROM supply_movement
                UNION ALL SELECT from_account_id, item_id, -quantity FROM supply_movement) m GROUP BY 1, 2)
        SELECT count(*) FROM sums s
        FULL JOIN supply_balance b ON b.account_id = s.account AND b.item_id = s.item
        WHERE coalesce(s.units, 0) <> coalesce(b.quantity, 0)""",
    "depots that hold less than nothing": """
        SELECT count(*) FROM supply_balance b JOIN supply_account a ON a.id = b.account_id
        WHERE a.depot_id IS NOT NULL AND b.quantity < 0""",
    "items of which more is reserved than lines were granted": """
        SELECT count(*) FROM (
            SELECT item_id, sum(quantity) AS units FROM supply_balance b
            JOIN supply_account a ON a.id = b.account_id
            WHERE a.kind = 'reserved' GROUP BY 1) r
        FULL JOIN (SELECT item_id, sum(granted) AS units FROM supply_orderline l
                   JOIN supply_order o ON o.id = l.order_id
                   WHERE o.state = 'reserved' GROUP BY 1) g USING (item_id)
        WHERE coalesce(r.units, 0) <> coalesce(g.units, 0)""",
    "keys without an answer": "SELECT count(*) FROM core_idempotencykey WHERE body IS NULL",
    "keys whose order is not there": """
        SELECT count(*) FROM core_idempotencykey k LEFT JOIN supply_order o ON o.id = (k.body->>'id')::bigint
        WHERE o.id IS NULL""",
    "orders without a line of the log": """
        SELECT count(*) FROM supply_order o LEFT JOIN core_auditentry e ON e.subject = 'order:' || o.id
        WHERE e.id IS NULL""",
    "allowances that differ from what was granted": """
        SELECT count(*) FROM (SELECT place_id, sum(granted) AS units FROM supply_used GROUP BY 1) u
        FULL JOIN (SELECT place_id, sum(granted) AS units FROM supply_orderline l
                   JOIN supply_order o ON o.id = l.order_id
                   WHERE o.state IN ('reserved', 'refused') GROUP BY 1) g USING (place_id)
        WHERE coalesce(u.units, 0) <> coalesce(g.units, 0)""",
}
