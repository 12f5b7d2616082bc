"""Bring the catalogue that comes with the project into an installation: add what lacks, change nothing."""

from datetime import datetime
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..files import read_catalogue
from ..models import Item, Pack, Substitute


@transaction.atomic
def load_catalogue(*, by: Actor, now: datetime) -> int:
    """Add the items that are not known yet, with their packs and substitutes; return how many."""
    facts = read_catalogue()
    known = set(Item.objects.values_list("code", flat=True))
    new = [row for row in facts["item"] if row["code"] not in known]
    if not new:
        return 0
    made = Item.objects.bulk_create(_item(row) for row in new)
    by_code = {item.code: item for item in Item.objects.all()}
    Pack.objects.bulk_create(
        Pack(
            item=item, name=pack["name"], quantity=pack["quantity"], is_orderable=not pack.get("unit", False)
        )
        for item, row in zip(made, new, strict=True)
        for pack in row["packs"]
    )
    Substitute.objects.bulk_create(
        (
            Substitute(
                item=by_code[row["item"]], other=by_code[row["other"]], per=row["per"], note=row["note"]
            )
            for row in facts["substitute"]
        ),
        ignore_conflicts=True,
    )
    codes = [item.code for item in made]
    record(at=now, by=by, verb="supply.catalogue.loaded", subject="catalogue:items", items=codes)
    return len(made)


def _item(row: dict[str, Any]) -> Item:
    fields = {name: value for name, value in row.items() if name != "packs"}
    return Item(**fields)
