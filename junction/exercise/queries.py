"""What the exercise must know of the world it plays in: its councils, and whether it was played."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Count

from junction.assurance.queries.catalogues import asked_now
from junction.core.scope import Scope
from junction.people.rules import Over
from junction.record.models import Commitment, Extract, Statement
from junction.record.models.said import Proposable
from junction.record.queries import documents as record
from junction.record.queries.asks import asks
from junction.record.queries.confirmations import requests
from junction.record.queries.contradictions import contradictions
from junction.record.queries.extracts import findings_of
from junction.record.queries.promises import actions, commitments
from junction.record.queries.said import proposed
from junction.registry import queries as registry
from junction.registry.models import Listing
from junction.returns.queries.bearers import bearers
from junction.supply.models import Item, OrderLine, Pack
from junction.supply.queries import depots as supply
from junction.supply.queries import picking
from junction.supply.queries.sources import free_at
from junction.support.models import Volunteer
from junction.support.queries.loans import asked_of
from junction.support.queries.volunteer_tasks import offers_to, tasks_of
from junction.support.queries.volunteers import by_contact, schemes
from junction.support.queries.where import near

from .files import residents_by_council
from .rules.addresses import volunteers_address
from .rules.places import IDENTIFIER_BASE, Council

P = TypeVar("P", bound=Proposable)

EXERCISE = "system:exercise"  # by whom an exercise writes


def councils(scope: Scope, region: str, *, on: date) -> tuple[list[Council], Mapping[str, str]]:
    """The lower-tier councils of a region that stand on `on`, and the name of each by code."""
    residents = residents_by_council(region)
    found = {area.code: area for area in registry.areas(scope, on=on) if area.code in residents}
    known = [
        Council(code, residents[code], area.longitude, area.latitude)
        for code, area in sorted(found.items())
        if area.longitude is not None and area.latitude is not None
    ]
    return known, {code: area.name for code, area in found.items()}


def place_numbers(scope: Scope, identifiers: Iterable[str]) -> dict[str, int]:
    """The number of the place that bears each simulated identifier."""
    return bearers(scope, set(identifiers), kind="cqc-location", permission="registry.see")


def is_played(scope: Scope) -> bool:
    """Tell whether a simulated place is there already."""
    first = f"1-{IDENTIFIER_BASE}"
    return bool(place_numbers(scope, [first]))


def is_real_world(scope: Scope) -> bool:
    """Tell whether there are places that no exercise made."""
    return not is_played(scope) and registry.places(scope).exists()


def real_lists(scope: Scope) -> int:
    """How many lists of places somebody else than an exercise took in, for who sees the whole nation."""
    if not scope.reach("registry.see").national:
        return 0
    return Listing.objects.exclude(recorded_by=EXERCISE).count()


@dataclass(frozen=True, slots=True)
class Orderable:
    """What can be ordered: an item by its code, what returns call it, and the units of its smallest pack."""

    code: str
    measure: str
    quantity: int


def orderable(scope: Scope) -> list[Orderable]:
    """Return each item that can be ordered, with its smallest pack."""
    found: dict[str, Orderable] = {}
    packs = Pack.objects.filter(is_orderable=True, item__withdrawn_on=None).select_related("item")
    for pack in packs.order_by("item__code", "-quantity"):
        found[pack.item.code] = Orderable(pack.item.code, pack.item.measure, pack.quantity)
    return list(found.values())


def items(scope: Scope) -> dict[str, Item]:
    """Return the items of the catalogue by code."""
    return {item.code: item for item in Item.objects.all()}


def exercise_depots(scope: Scope) -> list[str]:
    """Return the codes of the depots that an exercise opened."""
    return list(supply.depots(scope).filter(code__startswith="exercise-").values_list("code", flat=True))


def orders_to_pick(scope: Scope, depot_code: str, *, until: datetime) -> list[int]:
    """Return the orders that wait at a depot, made until a moment."""
    found = picking.to_pick(scope, supply.depot(scope, depot_code)).filter(ordered_at__lte=until)
    return list(found.values_list("pk", flat=True))


def first_line(scope: Scope, consignment_id: int) -> tuple[int, int]:
    """Return the number and the quantity of the first line of a consignment."""
    line = picking.consignment(scope, consignment_id).lines.order_by("pk")[0]
    return line.pk, line.quantity


def depot_of_area(scope: Scope, area_code: str) -> int:
    """Return the number of the depot that an exercise opened for an area."""
    return supply.depots(scope).get(code__startswith="exercise-", area=area_code).pk


def stocks_at(scope: Scope, depot_id: int, codes: Iterable[str]) -> list[tuple[int, int]]:
    """Return the pairs of a depot and an item for items by code."""
    return [(depot_id, item.pk) for code, item in items(scope).items() if code in set(codes)]


def cut_to_stock(scope: Scope, order_id: int, depot_id: int) -> tuple[dict[int, int], dict[int, str]]:
    """Return for the lines of an order that a depot cannot serve in full what it has, and the reason."""
    lines = list(OrderLine.objects.filter(order=order_id))
    free = free_at(scope, depot_id, [line.item_id for line in lines], now=lines[0].order.ordered_at)
    short = {line.pk: free.get(line.item_id, 0) for line in lines if free.get(line.item_id, 0) < line.asked}
    return short, dict.fromkeys(short, "not-enough-stock")


def forums(scope: Scope, region: str, *, on: date) -> list[tuple[str, str]]:
    """Return the codes and names of the Local Resilience Forums of a region."""
    councils = list(residents_by_council(region))
    codes = {code for held in registry.holders(councils, "lrf", on=on).values() for code in held}
    return [(one.code, one.name) for one in registry.areas(scope, kind="lrf").filter(code__in=codes)]


def largest_council(scope: Scope, region: str, *, on: date) -> str:
    """Return the council responsible for care where most people of the region live."""
    residents = residents_by_council(region)
    largest = max(residents, key=lambda code: residents[code])
    return registry.upper_tiers([largest], on=on)[largest]


def largest_councils(scope: Scope, region: str, *, on: date, most: int) -> list[str]:
    """Return the councils responsible for care where most people of the region live, the largest first."""
    residents = residents_by_council(region)
    tiers = registry.upper_tiers(list(residents), on=on)
    people: dict[str, int] = {}
    for code, upper in tiers.items():
        people[upper] = people.get(upper, 0) + residents[code]
    return sorted(people, key=lambda code: (-people[code], code))[:most]


def forum_of(scope: Scope, council: str, *, on: date) -> str:
    """Return the Local Resilience Forum that most of a council lies in."""
    return registry.parents(scope, council, kind="lrf", on=on)[0].parent_id


def homes_of(scope: Scope, council: str, *, on: date, most: int) -> list[int]:
    """Return some care homes of a council, the one whose manager signs in to a demo first."""
    inside = registry.inside([council], on=on)
    found = registry.places(scope).filter(area_id__in=inside, service_type="nursing-home")
    return list(found.order_by("pk").values_list("pk", flat=True)[:most])


def half_in(scope: Scope, council: str, *, on: date) -> str:
    """Return an outward half of a postcode whose homes mostly answer to a council; "" where there is none."""
    found = registry.places(scope).filter(council_id=council).exclude(postcode="").order_by()
    halves = {one.split()[0] for one in found.values_list("postcode", flat=True)}
    known = near(scope, halves, on=on)
    return min((half for half, one in known.items() if one.council == council), default="")


def contradictions_saying(scope: Scope, why: str, *, now: datetime) -> list[tuple[int, int]]:
    """Return the contradictions that are open and say so, each with the document of its first side."""
    found = contradictions(scope, now=now).filter(settled_at=None, why__icontains=why)
    return list(found.values_list("pk", "one__document"))


def confirmed_saying(scope: Scope, kind: str, words: str, *, now: datetime) -> list[int]:
    """Return the asks, promises or actions (`kind`) that a person confirmed and that say so."""
    every: dict[str, Any] = {"ask": asks, "commitment": commitments, "action": actions}
    return list(every[kind](scope, now=now).filter(words__contains=words).values_list("pk", flat=True))


def request_titled(scope: Scope, title: str) -> int:
    """Return the number of the request for letters of a title."""
    return requests(scope).get(title=title).pk


def open_findings(scope: Scope, extract: Extract) -> list[int]:
    """Return what the check of an extract found and nobody has left as it is."""
    return list(findings_of(scope, extract).filter(accepted_at=None).values_list("pk", flat=True))


def claims_of(scope: Scope, statements: Iterable[int]) -> dict[int, str]:
    """Return how far each of some statements claims that its thing is."""
    return dict(record.statements(scope).filter(pk__in=list(statements)).values_list("pk", "status"))


def catalogue_asked(scope: Scope) -> int:
    """Return the number of the catalogue that the exercise published."""
    return int(asked_now(scope).get().pk)


def proposals(scope: Scope, kind: type[P]) -> list[P]:
    """Return the promises, asks or actions that documents propose and nobody has settled."""
    return list(proposed(scope, kind))


def is_bold(one: Commitment) -> bool:
    """Tell whether a promise was set in bold, so that nobody doubts that it is one."""
    cells = one.statement.cells if one.statement else {}
    return cells.get("basis", {}).get("text") == "bold"


def promises(scope: Scope, *, now: datetime) -> list[Commitment]:
    """Return the promises that a person has confirmed."""
    return list(commitments(scope, now=now))


def message(scope: Scope, document_id: int, says: str) -> Statement:
    """Return the message of a chat that says so."""
    return record.statements(scope).get(document=document_id, kind="message", text__contains=says)


def partner_of(scope: Scope, council: str) -> int | None:
    """Return the voluntary body that the exercise wrote down for a council, or nothing."""
    bodies = registry.organisations(scope, kind="voluntary").filter(area=council)
    return bodies.order_by("pk").values_list("pk", flat=True).first()


def cast(scope: Scope, region: str, *, on: date) -> dict[str, tuple[str, Over]]:
    """Who a demo needs, by role: a name, and what the role is held over.

    The council is the region's largest, the home a nursing home there, the group the one with most places.
    """
    residents = residents_by_council(region)
    council = max(residents, key=lambda code: residents[code])
    upper = largest_council(scope, region, on=on)
    forum = registry.parents(scope, council, kind="lrf", on=on)[0].parent_id
    home = registry.places(scope).filter(area_id=council, service_type="nursing-home").order_by("pk")[0]
    group = registry.live_registrations(scope).values("organisation_id").annotate(places=Count("pk"))
    largest = group.order_by("-places", "organisation_id")[0]["organisation_id"]
    partner = partner_of(scope, upper)
    return {
        "place-manager": ("Mo Manager", Over(place_id=home.pk)),
        "head-office": ("Hana Office", Over(organisation_id=largest)),
        "council-officer": ("Cleo Council", Over(area_id=upper)),
        "lrf": ("Lee Forum", Over(area_id=forum)),
        "region": ("Rae Region", Over(area_id=region)),
        "national": ("Nat Centre", Over()),
        "emergency-line": ("Ella Line", Over()),
        "helpline-agent": ("Hope Helpline", Over(area_id=upper)),
        "support-partner": ("Pia Partner", Over(organisation_id=partner)),
        "link-worker": ("Lina Link", Over(organisation_id=partner)),
        "health-protection": ("Hal Protection", Over(area_id=region)),
        "hospital-discharge": ("Dee Discharge", Over(area_id=upper)),
        "auditor": ("Ash Auditor", Over()),
        "administrator": ("Ada Administrator", Over()),
    }


def demonstration_volunteers(scope: Scope, *, now: datetime) -> dict[str, Volunteer]:
    """Return a simulated volunteer for each thing that one can be seen at: offered a task, asked whether they
    may be lent, helping, having helped. What nobody is at is left out.
    """
    councils = schemes(scope).order_by("pk").values_list("area_id", flat=True)
    addresses = (volunteers_address(council, number) for council in councils for number in range(30))
    found: dict[str, Volunteer] = {}
    for one in filter(None, (by_contact(scope, address) for address in addresses)):
        held = {task.state for task in tasks_of(scope, one)}
        lent = {asked.answer for asked in asked_of(scope, one, now)}
        seen = {
            "is offered a task": bool(offers_to(scope, one, now)),
            "is asked whether they may be lent": "waiting" in lent,
            "has accepted a task": "accepted" in held,
            "has done a task": "done" in held,
        }
        for what in (what for what, so in seen.items() if so and what not in found):
            found[what] = one
    return found
