"""Asks: somebody asked somebody for something; each passing on is a step with its time, until it is answered.

Those who ask and are asked stand in old messages and need be no users, so they are words here. A step, and an
answer, bears two times: when it happened, and when it was written down.
"""

from django.db import models

from .said import Proposable
from .statements import Statement


class Ask(Proposable):
    """One thing that was asked."""

    words = models.TextField()
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)
    answer_statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="+")
    answer_recorded_at = models.DateTimeField(null=True, blank=True)
    answer_recorded_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(
                fields=["asked_at"], name="record_ask_open", condition=models.Q(answered_at__isnull=True)
            )
        ]


class AskStep(models.Model):
    """An ask goes to somebody; or has no home yet, and then who must find one is named."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="steps")
    to = models.CharField(max_length=200, blank=True)  # empty: no home yet
    finder = models.CharField(max_length=200, blank=True)  # who must find the home
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["ask_id", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(to="") | ~models.Q(finder=""), name="record_ask_has_a_home_or_a_finder"
            )
        ]
