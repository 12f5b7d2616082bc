"""The log, its chain and its seals. Nothing here is ever changed: triggers refuse it (migration 0003)."""

from django.db import models


class AuditEntry(models.Model):
    """One line of the log: who did what, to which record, when, why, and under which rule.

    Lines are never changed or deleted (a trigger refuses it); they are chained by hash in the background.
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=100)  # an actor's key, never a name
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)  # "kind:id"
    detail = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    playbook = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = "core"
        indexes = [
            models.Index(fields=["subject", "at"], name="audit_by_subject"),
            models.Index(fields=["by", "at"], name="audit_by_actor"),
            models.Index(fields=["-at"], name="audit_by_moment"),
        ]


class AuditPending(models.Model):
    """A line that waits for its link. A trigger adds the row with the line, so that none is ever missed."""

    entry = models.OneToOneField(AuditEntry, models.DO_NOTHING, primary_key=True, db_constraint=False)

    class Meta:
        app_label = "core"


class AuditLink(models.Model):
    """A line's place in the chain, and the hash over the line and everything before it."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.DO_NOTHING, db_constraint=False)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        app_label = "core"


class AuditCheckpoint(models.Model):
    """The chain's hash at one position, signed; copies kept elsewhere show if history was rewritten."""

    position = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
    public_key = models.CharField(max_length=64)  # Ed25519, hexadecimal
    signature = models.CharField(max_length=128)

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["position"], name="one_seal_a_position")]
