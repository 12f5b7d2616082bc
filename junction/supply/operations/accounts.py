"""Open the accounts that movements go between: made when first needed, one for each kind and bearer."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from ..models import Account, Depot

OF_A_DEPOT = (Account.Kind.AVAILABLE, Account.Kind.RESERVED, Account.Kind.PICKED, Account.Kind.HELD,
              Account.Kind.IN_TRANSIT)  # fmt: skip


def accounts_of(depot: Depot) -> dict[str, Account]:
    """Return the accounts of a depot by kind; made when first needed, the shelf before what shares it."""
    found = {account.kind: account for account in Account.objects.filter(depot=depot)}
    for kind in OF_A_DEPOT:
        if kind not in found:
            shelf = found[Account.Kind.AVAILABLE] if kind == Account.Kind.RESERVED else None
            found[kind] = Account.objects.get_or_create(kind=kind, depot=depot, defaults={"shelf": shelf})[0]
    return found


def account_of(
    kind: Account.Kind,
    *,
    depot: Depot | None = None,
    place_id: int | None = None,
    organisation_id: int | None = None,
) -> Account:
    """Return the account of this kind and bearer; made when first needed."""
    if depot:
        return accounts_of(depot)[kind]
    owes = kind in (Account.Kind.SUPPLIER, Account.Kind.FOUND)
    bearer: dict[str, Any] = {"place_id": place_id, "organisation_id": organisation_id}
    found, _ = Account.objects.get_or_create(
        kind=kind, depot=None, **bearer, defaults={"may_be_negative": owes}
    )
    return found


def accounts_of_places(place_ids: Iterable[int]) -> dict[int, int]:
    """Return the account at each provider's place, making those that lack; two statements for any number."""
    wanted = sorted(set(place_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO supply_account (kind, place_id, may_be_negative) SELECT 'at-provider', p, false"
            " FROM unnest(%s::bigint[]) p WHERE NOT EXISTS (SELECT FROM supply_account a"
            " WHERE a.kind = 'at-provider' AND a.place_id = p) ON CONFLICT DO NOTHING",
            [wanted],
        )
        cursor.execute(
            "SELECT place_id, id FROM supply_account WHERE kind = 'at-provider' AND place_id = ANY(%s)",
            [wanted],
        )
        return dict(cursor.fetchall())
