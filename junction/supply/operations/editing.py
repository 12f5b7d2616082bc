"""The national team edits the catalogue: items, packs, what may stand in, and what to read about them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..models import Balance, Item, ItemLink, Pack, Substitute
from ..queries import catalogue
from .stock_refusals import (
    CodeTaken,
    GtinTaken,
    LinkKnown,
    MayNotEditCatalogue,
    NoSubstituteOfItself,
    PackKnown,
    SubstituteKnown,
    UnitInUse,
)

CATALOGUE = "supply.catalogue"
FIELDS = ("name", "base_unit", "plural_unit", "category", "is_ppe", "measure", "note")


@transaction.atomic
def add_item(*, code: str, said: Mapping[str, Any], by: Actor, now: datetime) -> Item:
    """Add an item. Raise `MayNotEditCatalogue`, `CodeTaken`."""
    _must_edit(by)
    if Item.objects.filter(code=code).exists():
        raise CodeTaken
    item = Item.objects.create(code=code, **{name: said[name] for name in FIELDS})
    record(at=now, by=by, verb="supply.item.added", subject=f"item:{item.pk}", code=code)
    return item


@transaction.atomic
def change_item(*, code: str, said: Mapping[str, Any], by: Actor, now: datetime) -> Item:
    """Change what is said of an item. Raise `MayNotEditCatalogue`, `UnitInUse`, `Item.DoesNotExist`."""
    _must_edit(by)
    item = Item.objects.select_for_update().get(code=code)
    changed = [name for name in FIELDS if getattr(item, name) != said[name]]
    if "base_unit" in changed and Balance.objects.filter(item=item).exists():
        raise UnitInUse
    for name in changed:
        setattr(item, name, said[name])
    if changed:
        item.save(update_fields=changed)
        record(at=now, by=by, verb="supply.item.changed", subject=f"item:{item.pk}", fields=changed)
    return item


@transaction.atomic
def withdraw_item(*, code: str, on: date | None, why: str, by: Actor, now: datetime) -> Item:
    """Say from which day an item can no longer be ordered; `on` None brings it back."""
    _must_edit(by)
    item = Item.objects.select_for_update().get(code=code)
    if item.withdrawn_on != on:
        item.withdrawn_on = on
        item.save(update_fields=["withdrawn_on"])
        day = on.isoformat() if on else ""
        record(at=now, by=by, verb="supply.item.withdrawn", subject=f"item:{item.pk}", why=why, on=day)
    return item


@transaction.atomic
def set_pack(
    *, code: str, name: str, quantity: int, gtin: str, is_orderable: bool, by: Actor, now: datetime
) -> Pack:
    """Add a pack. Raise `MayNotEditCatalogue`, `PackKnown`, `GtinTaken`."""
    _must_edit(by)
    item = Item.objects.select_for_update().get(code=code)
    if Pack.objects.filter(item=item, name=name).exists():
        raise PackKnown
    if gtin and Pack.objects.filter(gtin=gtin).exists():
        raise GtinTaken
    pack = Pack.objects.create(item=item, name=name, quantity=quantity, gtin=gtin, is_orderable=is_orderable)
    record(at=now, by=by, verb="supply.pack.added", subject=f"item:{item.pk}", pack=name, quantity=quantity)
    return pack


@transaction.atomic
def change_pack(*, pack_id: int, gtin: str, is_orderable: bool, by: Actor, now: datetime) -> Pack:
    """Set a pack's trade item number, and whether it can be ordered. Raise as `set_pack` does."""
    _must_edit(by)
    pack = Pack.objects.select_for_update().get(pk=pack_id)
    if gtin and Pack.objects.filter(gtin=gtin).exclude(pk=pack.pk).exists():
        raise GtinTaken
    pack.gtin, pack.is_orderable = gtin, is_orderable
    pack.save(update_fields=["gtin", "is_orderable"])
    record(at=now, by=by, verb="supply.pack.changed", subject=f"item:{pack.item_id}", pack=pack.name)
    return pack


@transaction.atomic
def add_substitute(*, code: str, other: str, per: Decimal, note: str, by: Actor, now: datetime) -> Substitute:
    """Say that `per` units of `other` do for one. Raise `NoSubstituteOfItself`, `SubstituteKnown`."""
    _must_edit(by)
    item, instead = catalogue.item(by.scope, code), catalogue.item(by.scope, other)
    if item.pk == instead.pk:
        raise NoSubstituteOfItself
    made, is_new = Substitute.objects.get_or_create(
        item=item, other=instead, defaults={"per": per, "note": note}
    )
    if not is_new:
        raise SubstituteKnown
    record(
        at=now, by=by, verb="supply.substitute.added", subject=f"item:{item.pk}", other=other, per=str(per)
    )
    return made


@transaction.atomic
def add_link(*, code: str, said: Mapping[str, Any], by: Actor, now: datetime) -> ItemLink:
    """Add something to read about an item. Raise `LinkKnown`."""
    _must_edit(by)
    item = catalogue.item(by.scope, code)
    if ItemLink.objects.filter(item=item, url=said["url"], dated_on=said["dated_on"]).exists():
        raise LinkKnown
    link = ItemLink.objects.create(item=item, **said)
    record(at=now, by=by, verb="supply.link.added", subject=f"item:{item.pk}", title=link.title)
    return link


def _must_edit(by: Actor) -> None:
    if not by.scope.may(CATALOGUE):
        raise MayNotEditCatalogue
