"""What a plan asks: a catalogue for each version of the plan, its requirements, and what each came from.

A requirement is never reworded in place: what is corrected is withdrawn and written anew, and `Lineage` tells
which came from which, within one catalogue and from one version of the plan to the next.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Catalogue(models.Model):
    """The requirements of one version of a plan; nobody is asked to answer before it is published."""

    title = models.CharField(max_length=200)
    version = models.CharField(max_length=60, blank=True)
    document = models.ForeignKey("record.Document", models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(  # none: the nation's plan
        "registry.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    in_force_from = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-in_force_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(published_at__isnull=False), name="assurance_one_successor"
            )
        ]


class Requirement(models.Model):
    """One thing that a plan asks of kinds of actors, with the line of the plan it stands in."""

    COPIES_WORDS: ClassVar[bool] = True  # of its statement: `record` asks, before it destroys
    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="requirements")
    number = models.PositiveIntegerField()  # its order; a row that was written anew has one of its own
    ref = models.CharField(max_length=40, blank=True)  # as printed: "4.12", "Ref 37"
    text = models.TextField()
    category = models.CharField(max_length=200, blank=True)  # as printed
    theme = models.CharField(max_length=40)  # a code of the playbook
    actors = ArrayField(models.CharField(max_length=20))  # codes of the playbook: council, lrf, provider …
    strength = models.CharField(max_length=20)  # must, should, will, continue
    kind = models.CharField(max_length=20)  # one-off, recurring, standing, conditional
    condition = models.TextField(blank=True)  # of a conditional one: when it is to be done
    due_on = models.DateField(null=True, blank=True)
    due_said = models.CharField(max_length=200, blank=True)  # as printed: "by the end of May", "weekly"
    statement = models.ForeignKey("record.Statement", models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["catalogue_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "number"], name="assurance_requirement_number")
        ]


class Lineage(models.Model):
    """A requirement came from an earlier one; `kind` says how like they are (a code of the playbook)."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="ancestry")
    earlier = models.ForeignKey(Requirement, models.PROTECT, related_name="descent")
    kind = models.CharField(max_length=20)  # same, reworded
    confidence = models.FloatField()  # of the rule that proposed it; 1 where a person said so
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["requirement_id", "earlier_id"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "earlier"], name="assurance_lineage_once"),
            models.CheckConstraint(
                condition=~Q(requirement=F("earlier")), name="assurance_lineage_not_itself"
            ),
        ]
