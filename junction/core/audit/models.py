"""One line of the log: what an audit entry holds."""

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
        ]
