"""What lies with providers, by lot: lock it, take from it what goes first, and give back what went too early.

A provider counts items, not lots. So what it used is taken from the lot that goes out of date first, and what
is being recalled comes last, since that should lie apart.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, Sum

from ..models import Account, Act, Balance, Lot, LotBalance, LotHold, Movement
from . import ledger
from .accounts import account_of, accounts_of_places

SET_RIGHT = ("place-count:", "use:")  # references of what counts took as used


@dataclass(slots=True)
class Pile:
    """What of an item lies with one provider: account, lot and quantity, the first to go first."""

    rows: list[list[int]] = field(default_factory=list)

    @property
    def quantity(self) -> int:
        return sum(row[2] for row in self.rows)

    def take(self, wanted: int) -> list[tuple[int, int, int]]:
        """Take so much, or all there is: account, lot and quantity of each part."""
        taken = []
        for row in self.rows:
            part = min(row[2], wanted)
            if part:
                taken.append((row[0], row[1], part))
                row[2] -= part
                wanted -= part
        return taken

    def put(self, account: int, lot: int, quantity: int) -> None:
        """Lay so much back, which goes last where nothing of its lot is left."""
        row = next((row for row in self.rows if row[:2] == [account, lot]), None)
        if row is None:
            self.rows.append([account, lot, quantity])
        else:
            row[2] += quantity


def locked_piles(accounts: Collection[int], items: Collection[int]) -> dict[tuple[int, int], Pile]:
    """Lock these accounts' balances, in the ledger's order, and return each pile by account and item."""
    held = Balance.objects.select_for_update().filter(account__in=accounts, item__in=items)
    list(held.order_by("account_id", "item_id").values_list("pk", flat=True))
    recalled = set(
        LotHold.objects.filter(kind="recall", until_at__isnull=True).values_list("lot_id", flat=True)
    )
    there = LotBalance.objects.filter(account__in=accounts, lot__item__in=items, quantity__gt=0)
    rows = there.values_list("account_id", "lot__item_id", "lot_id", "quantity", "lot__expires_on")
    found: dict[tuple[int, int], Pile] = defaultdict(Pile)
    for account, item, lot, quantity, _ in sorted(
        rows, key=lambda row: (row[2] in recalled, row[4] or date.max, row[2])
    ):
        found[account, item].rows.append([account, lot, quantity])
    return found


def together(piles: Iterable[Pile]) -> Pile:
    """Several accounts of one provider as one pile."""
    return Pile([row for pile in piles for row in pile.rows])


def out(
    parts: Iterable[tuple[int, int, int]], *, item_id: int, to: Account, reference: str, about_on: date
) -> list[ledger.Move]:
    """The movements of what was used, or lost."""
    act = Act.CONSUME if to.kind == Account.Kind.CONSUMED else Act.LOSE
    return [
        ledger.Move(item_id, quantity, account, to.pk, act, lot, reference, about_on)
        for account, lot, quantity in parts
    ]


def taken_under(references: Collection[str]) -> dict[str, list[tuple[int, int, int]]]:
    """What was taken as used under each reference and not given back: account, lot and how much of it."""
    consumed = account_of(Account.Kind.CONSUMED).pk
    rows = Movement.objects.filter(reference__in=references, lot__isnull=False).order_by("id")
    columns = ("reference", "lot_id", "from_account_id", "to_account_id", "quantity")
    sums: dict[str, dict[tuple[int, int], int]] = {reference: defaultdict(int) for reference in references}
    for reference, lot, source, target, quantity in rows.values_list(*columns):
        if target == consumed:
            sums[reference][source, lot] += quantity
        elif source == consumed:
            sums[reference][target, lot] -= quantity
    return {
        reference: [(account, lot, n) for (account, lot), n in reversed(mine.items()) if n > 0]
        for reference, mine in sums.items()
    }


def back(
    accounts: Collection[int], *, item_id: int, wanted: int, reference: str, about_on: date
) -> list[ledger.Move]:
    """The movements that give back what counts took as used, the newest first, as far as there is any.

    What a recall took as used stays so.
    """
    source = account_of(Account.Kind.CONSUMED).pk
    moves = []
    for account, lot, quantity in _taken(accounts, item_id, source):
        part = min(quantity, wanted)
        if part > 0:
            moves.append(ledger.Move(item_id, part, source, account, Act.CORRECT, lot, reference, about_on))
            wanted -= part
    return moves


def _taken(accounts: Collection[int], item_id: int, source: int) -> list[tuple[int, int, int]]:
    """Account, lot and what of it counts took as used and did not give back, the newest first."""
    rows = Movement.objects.filter(item=item_id, lot__isnull=False)
    keys = ("lot_id", "reference")
    went = rows.filter(from_account__in=accounts, to_account=source)
    came = rows.filter(from_account=source, to_account__in=accounts)
    sums: dict[tuple[int, int], int] = defaultdict(int)
    newest: dict[tuple[int, int], int] = {}
    for account, lot, reference, n, last in went.values_list("from_account_id", *keys).annotate(
        n=Sum("quantity"), last=Max("id")
    ):
        if reference.startswith(SET_RIGHT):
            sums[account, lot] += n
            newest[account, lot] = max(last, newest.get((account, lot), 0))
    for account, lot, reference, n in came.values_list("to_account_id", *keys).annotate(n=Sum("quantity")):
        if reference.startswith(SET_RIGHT):
            sums[account, lot] -= n
    order = sorted((key for key, n in sums.items() if n > 0), key=lambda key: -newest.get(key, 0))
    return [(account, lot, sums[account, lot]) for account, lot in order]


def found(
    place_id: int, *, item_id: int, quantity: int, reference: str, about_on: date, now: datetime
) -> ledger.Move:
    """What was more than the books knew of: of no known lot, so of one that is the place's own."""
    lot, _ = Lot.objects.get_or_create(
        item_id=item_id, number=f"own-{place_id}", defaults={"recorded_at": now}
    )
    source, target = account_of(Account.Kind.FOUND).pk, accounts_of_places([place_id])[place_id]
    return ledger.Move(item_id, quantity, source, target, Act.CORRECT, lot.pk, reference, about_on)
