"""The catalogue: what anybody who may see supply may see, since it says nothing of anybody's stock."""

from django.db.models import Q, QuerySet

from junction.core.scope import Scope

from ..models import Item, ItemLink, Pack, Substitute
from ..rules.units import Countable

SEE = "supply.see"


def items(scope: Scope, *, text: str = "") -> QuerySet[Item]:
    """Items by category and name, those withdrawn too; those whose name, code or pack says `text`."""
    found = Item.objects.all() if scope.may(SEE) else Item.objects.none()
    if text.strip():
        word = text.strip()
        packs = Pack.objects.filter(Q(gtin=word.zfill(14)) | Q(name__icontains=word)).values("item")
        found = found.filter(Q(name__icontains=word) | Q(code__icontains=word) | Q(pk__in=packs))
    return found


def item(scope: Scope, code: str) -> Item:
    """Return one. Raise `Item.DoesNotExist`."""
    return items(scope).get(code=code)


def packs(scope: Scope, item: Item) -> QuerySet[Pack]:
    """The packs and counting units of an item, the smallest first."""
    return Pack.objects.filter(item__in=items(scope), item_id=item.pk).order_by("quantity", "id")


def pack_of_gtin(scope: Scope, gtin: str) -> Pack | None:
    """The pack that bears a trade item number of 14 digits."""
    found = Pack.objects.filter(item__in=items(scope), gtin=gtin) if gtin else Pack.objects.none()
    return found.select_related("item").first()


def substitutes(scope: Scope, item: Item) -> QuerySet[Substitute]:
    """What may stand in for an item."""
    found = Substitute.objects.filter(item__in=items(scope), item_id=item.pk)
    return found.select_related("other").order_by("other__name")


def links(scope: Scope, item: Item) -> QuerySet[ItemLink]:
    """What to read about an item, the newest first."""
    return ItemLink.objects.filter(item__in=items(scope), item_id=item.pk).order_by("-dated_on", "id")


def countables(scope: Scope) -> dict[str, tuple[Item, Countable]]:
    """Every item in use by its code, with what it may be counted in."""
    rows = Item.objects.filter(withdrawn_on__isnull=True) if scope.may(SEE) else Item.objects.none()
    return {item.code: (item, _countable(item)) for item in rows.prefetch_related("packs")}


def _countable(item: Item) -> Countable:
    """What an item may be counted in."""
    packs = {pack.name: pack.quantity for pack in item.packs.all()}
    return Countable(item.code, item.base_unit, item.plural_unit, packs)


def ways_to_count(scope: Scope) -> dict[str, Countable]:
    """What each item in use may be counted in, by its code."""
    return {code: found for code, (_, found) in countables(scope).items()}
