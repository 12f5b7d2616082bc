"""What can be supplied: items, the packs they come in, what may stand in for them, what to read about them.

Every quantity that is stored is a whole number of base units of one item. A pair of gloves is two gloves and
a box of a hundred is a hundred, so what was counted in unlike ways adds up; and nothing adds up over items.
"""

from django.db import models
from django.db.models import F, Q


class Item(models.Model):
    """A kind of thing, counted in one base unit."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    base_unit = models.CharField(max_length=20)
    plural_unit = models.CharField(max_length=20)
    category = models.CharField(max_length=40)
    is_ppe = models.BooleanField(default=False)
    measure = models.CharField(max_length=20, blank=True)  # what returns call it; empty: they do not ask
    note = models.CharField(max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["category", "name", "id"]


class Pack(models.Model):
    """So many base units under one name: a pair, a box, a case. Only some can be ordered."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="packs")
    name = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField()
    gtin = models.CharField(max_length=14, blank=True)  # GS1's number of the trade item, all 14 digits
    is_orderable = models.BooleanField(default=False)

    class Meta:
        ordering = ["item_id", "quantity", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "name"], name="supply_pack_name_once"),
            models.UniqueConstraint(fields=["gtin"], condition=~Q(gtin=""), name="supply_gtin_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="supply_pack_of_something"),
            models.CheckConstraint(
                condition=Q(gtin="") | Q(gtin__regex=r"^[0-9]{14}$"), name="supply_gtin_of_14_digits"
            ),
        ]


class Substitute(models.Model):
    """`per` units of `other` do for one unit of `item`."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="substitutes")
    other = models.ForeignKey(Item, models.PROTECT, related_name="+")
    per = models.DecimalField(max_digits=9, decimal_places=3, default=1)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "other"], name="supply_substitute_once"),
            models.CheckConstraint(condition=~Q(item=F("other")), name="supply_no_substitute_of_itself"),
            models.CheckConstraint(condition=Q(per__gt=0), name="supply_substitute_of_something"),
        ]


class ItemLink(models.Model):
    """Guidance, a training module or a case study about an item, with its version and date."""

    class Kind(models.TextChoices):
        GUIDANCE = "guidance", "Guidance"
        TRAINING = "training", "Training"
        CASE_STUDY = "case-study", "Case study"

    item = models.ForeignKey(Item, models.PROTECT, related_name="links")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    version = models.CharField(max_length=40, blank=True)
    dated_on = models.DateField()

    class Meta:
        ordering = ["item_id", "-dated_on", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "url", "dated_on"], name="supply_link_once")]
