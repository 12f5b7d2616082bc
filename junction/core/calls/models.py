"""One row for each call; rows are added, never changed."""

from django.db import models


class Call(models.Model):
    """One call to a place, an organisation or whoever the subject names, and its outcome.

    Whom one spoke to is kept as a role ("deputy manager"), never a name.
    """

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    about = models.CharField(max_length=120)  # "return:care-home-daily:2020-04-20"
    at = models.DateTimeField()
    by = models.CharField(max_length=100)  # an actor's key
    outcome = models.CharField(max_length=40)  # a code of the caller's own playbook
    spoke_to = models.CharField(max_length=80, blank=True)
    promised_at = models.DateTimeField(null=True)
    next_call_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "core"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="call_by_subject"),
            models.Index(fields=["about", "subject_kind", "subject_id", "-at"], name="call_by_about"),
        ]
