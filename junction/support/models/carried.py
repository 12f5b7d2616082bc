"""What somebody is to be told whom no message reaches: a letter to be posted, a word to be left.

A row says which message, never in which words it reached them; when somebody has carried it, it is done once.
"""

from django.db import models
from django.db.models import Q

from .needs import Need


class WordToCarry(models.Model):
    """One message for a person whose only safe way is a letter, or a word left where they are rung."""

    class Way(models.TextChoices):
        LETTER = "letter", "A letter"
        WORD = "word", "A word to be left"

    need = models.ForeignKey(Need, models.PROTECT, related_name="words_to_carry")
    way = models.CharField(max_length=10, choices=Way.choices)
    template = models.CharField(max_length=60)  # of the message, in the person's language
    said = models.JSONField(default=dict)  # what stands in it: codes and references, nothing of the person
    wanted_at = models.DateTimeField()
    wanted_by = models.CharField(max_length=100)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=20, blank=True)  # a code

    class Meta:
        ordering = ["wanted_at", "id"]
        indexes = [
            models.Index(
                fields=["wanted_at", "id"], name="support_word_waits", condition=Q(done_at__isnull=True)
            ),
            models.Index(fields=["need"], name="support_word_of_need"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by="", outcome="")
                | (Q(done_at__isnull=False) & ~Q(done_by="") & ~Q(outcome="")),
                name="support_word_done_by_somebody",
            )
        ]

    @property
    def is_safe(self) -> bool:
        """Whether the way may still be used: they say so, it is known, and they were not forgotten."""
        person = self.need.person
        if person is None or person.erased_at is not None:
            return False
        if self.way == self.Way.LETTER:
            return person.may_write and bool(person.address)
        return person.may_leave_word and bool(person.phone)
