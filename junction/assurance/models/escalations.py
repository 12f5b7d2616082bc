"""Emergency needs on their way up: what is needed and by when, each rung it reached, what each rung said.

All of it is added and never changed. A step is the arrival at a rung: why, and until when that rung answers.
"""

from django.db import models


class Escalation(models.Model):
    """What one provider needs at once and by when. It is helped whether or not it has a contract."""

    place = models.ForeignKey("registry.Place", models.PROTECT, related_name="+")
    council = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    need = models.CharField(max_length=20)  # a code of the playbook
    text = models.TextField()
    needed_by = models.DateTimeField()
    contract = models.CharField(max_length=10)  # a code of the playbook; changes nothing in the help
    playbook = models.CharField(max_length=100)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [models.Index(fields=["council", "raised_at"], name="assurance_escalation_council")]


class EscalationStep(models.Model):
    """It reached a rung: the first when it was raised, the others when it was passed up."""

    escalation = models.ForeignKey(Escalation, models.PROTECT, related_name="steps")
    rung = models.CharField(max_length=10)  # a code of the playbook
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(blank=True)
    at = models.DateTimeField()
    answer_by = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        ordering = ["escalation_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["escalation", "rung"], name="assurance_escalated_once_a_rung")
        ]
        indexes = [models.Index(fields=["area", "escalation"], name="assurance_escalation_desk")]


class EscalationOutcome(models.Model):
    """What a rung said: that help is on its way, that the need is met, or that it cannot be met there."""

    step = models.ForeignKey(EscalationStep, models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=10)  # a code of the playbook
    settles = models.BooleanField()
    refuses = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        ordering = ["step_id", "id"]
