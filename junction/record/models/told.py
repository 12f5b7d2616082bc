"""Who was written to about what alarms, once for each time that it began to; or that nobody could be."""

from django.db import models


class Told(models.Model):
    """One letter: about which thing ("ask", 12), why, since when it alarmed, to whom."""

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    alarm = models.CharField(max_length=20)
    since = models.DateTimeField()  # when it began to alarm
    to = models.CharField(max_length=100)  # an actor's key; empty: nobody could be written to by then
    called = models.CharField(max_length=200, blank=True)  # as the record names them; empty: as keeper
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["told_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "alarm", "since", "to"], name="record_told_once"
            )
        ]
