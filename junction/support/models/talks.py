"""A talk by text messages, while it lasts: the answers so far by codes, under a keyed mark of the number."""

from django.db import models


class Talk(models.Model):
    """One number's talk: no word, no number. Deleted by STOP, and when its time of silence is over."""

    mark = models.CharField(max_length=64, primary_key=True)
    answers = models.JSONField(default=dict)  # codes of the routing file
    area = models.CharField(max_length=9, blank=True)  # the council, once the postcode told it
    half = models.CharField(max_length=4, blank=True)  # the postcode's first half
    language = models.CharField(max_length=10, default="en")
    is_asked = models.BooleanField(default=False)  # whether the first question was sent
    texts = models.PositiveIntegerField(default=0)  # since `counted_from`, within the hour
    counted_from = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="support_talk_silent")]
