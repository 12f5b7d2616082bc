"""Recalls: who had some of a lot, who was told, who answered; each reader their own, the nation all."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum

from junction.core.scope import Scope
from junction.registry.queries import places

from ..models import Account, Lot, LotBalance, Recall, RecallNotice
from .depots import SEE, STOCK, depots

ORDER = "supply.order"
# Each who ever had some of the lot: delivered to them, or on its way. A place that was merged is the one it
# was merged into.
HAD = """
SELECT place_id, organisation_id, depot_id, sum(quantity)::bigint FROM (
    SELECT coalesce(p.merged_into_id, p.id) AS place_id, a.organisation_id, NULL::bigint AS depot_id,
           m.quantity
    FROM supply_movement m JOIN supply_account a ON a.id = m.to_account_id
    LEFT JOIN registry_place p ON p.id = a.place_id
    WHERE m.lot_id = %(lot)s AND a.kind IN ('at-provider', 'at-recipient') AND m.act <> 'correct'
    UNION ALL
    SELECT coalesce(p.merged_into_id, p.id), o.organisation_id, o.to_depot_id,
           l.quantity - coalesce(l.received, 0)
    FROM supply_consignmentline l JOIN supply_consignment c ON c.id = l.consignment_id
    JOIN supply_order o ON o.id = c.order_id LEFT JOIN registry_place p ON p.id = o.place_id
    WHERE l.lot_id = %(lot)s AND c.state IN ('dispatched', 'disputed')
      AND l.quantity > coalesce(l.received, 0)
    UNION ALL
    SELECT NULL, NULL, a.depot_id, b.quantity
    FROM supply_lotbalance b JOIN supply_account a ON a.id = b.account_id
    WHERE b.lot_id = %(lot)s AND a.depot_id IS NOT NULL AND a.kind <> 'in-transit' AND b.quantity > 0
) had GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def who_had(scope: Scope, lot: Lot) -> list[tuple[int | None, int | None, int | None, int]]:
    """Place, organisation or depot, and how many base units ever went there; for a national reach."""
    if not scope.reach(STOCK).national:
        return []
    with connection.cursor() as cursor:
        cursor.execute(HAD, {"lot": lot.pk})
        return cursor.fetchall()


def notices(scope: Scope, *, to_answer: bool = False) -> QuerySet[RecallNotice]:
    """Notices to places, bodies and depots in reach; only those that this scope may answer, when asked."""
    permission, stock = (ORDER, STOCK) if to_answer else (SEE, SEE)
    found = RecallNotice.objects.select_related("recall__lot__item", "place", "organisation", "depot")
    reach = scope.reach(permission)
    kept = Q(depot__in=depots(scope, permission=stock).order_by().values("pk"))
    if reach.national:
        return found.filter(Q(depot__isnull=True) | kept)
    return found.filter(
        Q(place__in=places(scope, permission=permission).order_by().values("pk"))
        | Q(organisation__in=reach.organisations)
        | kept
    )


def notice(scope: Scope, notice_id: int) -> RecallNotice:
    """One that this scope may answer. Raise `RecallNotice.DoesNotExist`."""
    return notices(scope, to_answer=True).get(pk=notice_id)


def recalls(scope: Scope) -> QuerySet[Recall]:
    """Recalls that concern somebody in reach, the newest first, with how far each is for them."""
    mine = notices(scope).order_by().values("pk")
    told = Q(notices__in=mine)
    found = Recall.objects.select_related("lot__item").annotate(
        told=Count("notices", filter=told),
        answered=Count("notices", filter=told & Q(notices__acknowledged_at__isnull=False)),
        delivered=Sum("notices__delivered", filter=told),
        set_aside=Sum("notices__set_aside", filter=told),
    )
    return found if scope.reach(STOCK).national else found.filter(told__gt=0)


def recall(scope: Scope, recall_id: int) -> Recall:
    """Return one. Raise `Recall.DoesNotExist`."""
    return recalls(scope).get(pk=recall_id)


def notices_of(scope: Scope, recall: Recall) -> QuerySet[RecallNotice]:
    """The notices of a recall in reach, those without an answer first, and of those the largest."""
    found = notices(scope).filter(recall_id=recall.pk)
    return found.order_by(F("acknowledged_at").asc(nulls_first=True), "-delivered", "pk")


@dataclass(frozen=True, slots=True)
class Left:
    """What of the lot the books still put with the reader of a notice: by account."""

    by_account: tuple[tuple[int, int], ...]

    @property
    def quantity(self) -> int:
        return sum(quantity for _, quantity in self.by_account)


def left_with(scope: Scope, found: RecallNotice) -> Left:
    """What the books put with the reader of a notice that was found through its scope."""
    rows = LotBalance.objects.filter(lot_id=found.recall.lot_id, quantity__gt=0)
    if found.depot_id:
        rows = rows.filter(account__depot=found.depot_id, account__kind=Account.Kind.HELD)
    elif found.place_id:
        family = Q(account__place=found.place_id) | Q(account__place__merged_into=found.place_id)
        rows = rows.filter(family, account__kind=Account.Kind.AT_PROVIDER)
    else:
        rows = rows.filter(
            account__organisation=found.organisation_id, account__kind=Account.Kind.AT_RECIPIENT
        )
    seen = notices(scope, to_answer=True).filter(pk=found.pk).exists()
    return Left(tuple(rows.order_by("account_id").values_list("account_id", "quantity")) if seen else ())
