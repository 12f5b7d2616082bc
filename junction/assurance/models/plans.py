"""The plan register: that a plan exists or ought to, and what is known of it, version by version.

A plan is what one party has of one kind. What is known of it is a fact: a new version, a new owner, that it
was obtained after all, are new rows. That nothing is known of an expected plan stands nowhere: it follows.
"""

from django.db import models

from .parties import PARTY, OfParty, one_party


class Plan(OfParty):
    """A party's plan of one kind, whichever version."""

    kind = models.CharField(max_length=20)  # a code of the playbook: lrf, council, continuity …
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            one_party("assurance_plan_of_one"),
            models.UniqueConstraint(
                fields=["kind", *PARTY], nulls_distinct=False, name="assurance_plan_once"
            ),
        ]

    @property
    def reviewed_in(self) -> str | None:
        """Return the area whose reviewers look at it: its own, or that of its place."""
        return self.area_id or (self.place.council_id if self.place else None)


class PlanEntry(models.Model):
    """What was known of a plan from a moment on; the current one bears no `superseded_at`."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="entries")
    state = models.CharField(max_length=20)  # a code of the playbook: held, promised, heard-of, none
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=60, blank=True)  # as printed
    owner = models.CharField(max_length=200, blank=True)  # who answers for it, by post and not by name
    parent = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="below")
    document = models.ForeignKey("record.Document", models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(null=True, blank=True)  # obtained on, or promised for
    source = models.CharField(max_length=300, blank=True)  # who said so
    playbook = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan_id", "-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(superseded_at__isnull=True),
                name="assurance_plan_entry_current",
            )
        ]
        indexes = [models.Index(fields=["plan", "recorded_at"], name="assurance_plan_entry_known")]


class ModelPlan(models.Model):
    """A plan shown to everybody as one to learn from, and why."""

    entry = models.ForeignKey(PlanEntry, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    why = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-published_at", "-id"]


class Reuse(OfParty):
    """Somebody used a model plan for their own, and says what for."""

    model_plan = models.ForeignKey(ModelPlan, models.PROTECT, related_name="reuses")
    said = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["model_plan_id", "recorded_at", "id"]
        constraints = [
            one_party("assurance_reuse_of_one"),
            models.UniqueConstraint(
                fields=["model_plan", *PARTY], nulls_distinct=False, name="assurance_reuse_once"
            ),
        ]
