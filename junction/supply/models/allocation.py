"""Runs that share scarce stock: what was asked, what it was decided by, each line, and what people changed.

The bytes a run was decided by and those it decided are kept with their hashes, so that anybody can solve it
again and compare. Lines are what people read; a line that somebody edits keeps what the run gave it.
"""

from django.db import models
from django.db.models import F, Q

from .catalogue import Item, Pack
from .depots import Depot
from .orders import Order


class AllocationRun(models.Model):
    """One run: asked for, solved by a job, then published once or given up."""

    class Kind(models.TextChoices):
        PLACES = "places", "To places"
        DROP_BY_PEOPLE = "drop-by-people", "Drop to forums, by people aged 70 and over"
        DROP_BY_NEED = "drop-by-need", "Drop to forums, by need"

    class State(models.TextChoices):
        WAITING = "waiting", "Being worked out"
        DRAFT = "draft", "Draft"
        FAILED = "failed", "Could not be worked out"
        SETTLING = "settling", "Being published"
        PUBLISHED = "published", "Published"
        GIVEN_UP = "given-up", "Given up"

    kind = models.CharField(max_length=14, choices=Kind.choices)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=9, choices=State.choices)
    method = models.CharField(max_length=12)  # engine.sharing.Method
    weighting = models.CharField(max_length=7)  # urgency or equal
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    days = models.PositiveSmallIntegerField()  # of cover that claims aim at
    floor_days = models.PositiveSmallIntegerField(default=0)  # of cover that each has before others have more
    most_packs = models.PositiveIntegerField(null=True, blank=True)  # that a line may have
    keep_percent = models.PositiveSmallIntegerField(default=0)  # of the stock that stays in the depots
    why = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    solved_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)  # why it could not be worked out or published
    settled_at = models.DateTimeField(null=True, blank=True)  # published or given up
    settled_by = models.CharField(max_length=100, blank=True)
    settled_why = models.CharField(max_length=300, blank=True)
    playbook = models.CharField(max_length=160, blank=True)
    inputs = models.BinaryField(null=True)  # compressed
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    result = models.BinaryField(null=True)  # compressed
    result_sha256 = models.CharField(max_length=64, blank=True)
    summary = models.JSONField(default=dict)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | (~Q(inputs_sha256="") & ~Q(result_sha256="")),
                name="supply_published_run_is_frozen",
            ),
        ]

    @property
    def seed(self) -> int:
        """Return the number by which equal claims are put in an order: nobody chooses it."""
        return int(self.pk)


class AllocationStock(models.Model):
    """The packs of one item that a run may give out of one depot."""

    run = models.ForeignKey(AllocationRun, models.CASCADE, related_name="stocks")
    depot = models.ForeignKey(Depot, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    pack = models.ForeignKey(Pack, models.PROTECT, related_name="+")
    packs = models.PositiveIntegerField(default=0)  # as there was when it was worked out

    class Meta:
        ordering = ["run_id", "item__name", "depot__name", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "depot", "item"], name="supply_run_stock_once")]


class AllocationLine(models.Model):
    """One recipient's claim of one item in a run, what it was given and why; amounts are packs."""

    run = models.ForeignKey(AllocationRun, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()  # in the order in which ties were broken
    place = models.ForeignKey("registry.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    to_depot = models.ForeignKey(Depot, models.PROTECT, null=True, related_name="+", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    claim = models.PositiveIntegerField()
    weight = models.FloatField()
    floor = models.PositiveIntegerField()
    cap = models.PositiveIntegerField()
    given = models.PositiveIntegerField()
    bound = models.PositiveSmallIntegerField()  # engine.sharing.Bound
    level = models.FloatField(null=True)  # none: there was enough
    nothing = models.CharField(max_length=10, blank=True)  # code of why nothing was given
    use = models.FloatField(null=True)  # units a day
    basis = models.PositiveSmallIntegerField(default=0)  # rules.demand.Basis
    stock = models.BigIntegerField(null=True)  # units, as reckoned
    cover = models.FloatField(null=True)  # days; none: not known
    by_method = models.JSONField(default=dict)  # packs that each method would give
    sources = models.JSONField(default=list)  # [[depot, packs], …] as they shall be sent
    edited = models.PositiveIntegerField(null=True)  # packs that a person gave instead

    class Meta:
        ordering = ["run_id", "number"]
        indexes = [
            models.Index(fields=["run", "place"], name="supply_run_line_of"),
            models.Index(fields=["run", "given"], name="supply_run_line_given"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="supply_run_line_once"),
            models.CheckConstraint(
                condition=Q(place__isnull=False, to_depot__isnull=True)
                | Q(place__isnull=True, to_depot__isnull=False),
                name="supply_run_line_has_one_recipient",
            ),
        ]

    @property
    def final(self) -> int:
        """Return the packs that it shall have."""
        return self.given if self.edited is None else self.edited


class AllocationEdit(models.Model):
    """Somebody changed a line of a draft, and why; never removed."""

    line = models.ForeignKey(AllocationLine, models.CASCADE, related_name="edits")
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="supply_edit_changes_something")
        ]


class AllocationOrder(models.Model):
    """An order that followed from a published run."""

    run = models.ForeignKey(AllocationRun, models.PROTECT, related_name="orders")
    order = models.OneToOneField(Order, models.PROTECT, related_name="allocated")


class OlderPeople(models.Model):
    """How many people aged 70 and over live in a forum's area, as somebody typed it in, with its source.

    The newest counts; none is ever changed.
    """

    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["area_id", "-recorded_at", "-id"]
        indexes = [models.Index(fields=["area", "-recorded_at"], name="supply_older_people")]
