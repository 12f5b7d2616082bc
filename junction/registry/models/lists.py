"""Lists as they were received, what each of their rows said, and what a person decided about likeness."""

from django.db import models
from django.db.models import Q

from .areas import Area
from .places import Place, Registration


class Listing(models.Model):
    """One list taken in: which file, which day it speaks of, and for which area it is complete."""

    file_name = models.CharField(max_length=200)
    file_format = models.CharField(max_length=30)
    listed_on = models.DateField(null=True, blank=True)
    complete_for = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    rows = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-recorded_at", "-id"]


class ListedRow(models.Model):
    """What one row of a list said, word for word, and the place and registration it was taken to mean.

    `digest` is of the day of the list and all cells, so that the same row of the same list is known again.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="listed_rows")
    number = models.PositiveIntegerField()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="listed_rows")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="listed_rows")
    digest = models.UUIDField(db_index=True)
    cells = models.JSONField()


class Proposal(models.Model):
    """Two places that may be one, or two registrations that may follow one another.

    For a person to decide.
    """

    class Kind(models.TextChoices):
        DUPLICATE = "duplicate", "Perhaps one place"
        SUCCESSOR = "successor", "Perhaps a successor"

    class Status(models.TextChoices):
        OPEN = "open", "To decide"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"

    kind = models.CharField(max_length=9, choices=Kind.choices)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="proposals")
    other_place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="proposals_as_other")
    predecessor = models.ForeignKey(
        Registration, on_delete=models.CASCADE, null=True, blank=True, related_name="proposed_successors"
    )
    successor = models.ForeignKey(
        Registration, on_delete=models.CASCADE, null=True, blank=True, related_name="proposed_predecessors"
    )
    reason = models.CharField(max_length=300)
    is_ambiguous = models.BooleanField(default=False)  # either side has another proposal of its kind
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=100, blank=True)
    decided_why = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "other_place"], condition=Q(kind="duplicate"), name="one_duplicate_once"
            ),
            models.UniqueConstraint(
                fields=["predecessor", "successor"], condition=Q(kind="successor"), name="one_successor_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="duplicate", predecessor__isnull=True, successor__isnull=True)
                | Q(kind="successor", predecessor__isnull=False, successor__isnull=False),
                name="proposal_has_its_two_sides",
            ),
        ]
        indexes = [models.Index(fields=["status", "kind"], name="proposal_by_status")]


class Merge(models.Model):
    """A person's decision that `gone` is `kept`; nothing moves, so that undoing it restores both exactly."""

    kept = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="merges_kept")
    gone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="merges_gone")
    why = models.TextField()
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=100)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=100, blank=True)
    undone_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-merged_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="one_merge_at_a_time"
            ),
        ]
