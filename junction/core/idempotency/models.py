"""One plain table, since a partitioned one cannot say that a key is used once."""

from django.db import models


class IdempotencyKey(models.Model):
    """A caller's key, what was asked under it and what was answered."""

    caller = models.CharField(max_length=100)  # an actor's key
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)  # NULL only within the transaction that does the work
    body = models.JSONField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="one_answer_a_key")]
        indexes = [models.Index(fields=["expires_at"], name="idempotency_expiry")]
