"""Volunteers of one scheme lent to another: offered, agreed by the borrower, and each volunteer asked.

A loan's row holds how it stands, `LoanStep` rows how it came to it; a volunteer's row holds what they say
now, `LentAnswer` rows what they said and when. Steps and answers are added, never changed.
"""

from django.db import models
from django.db.models import F, Q

from .volunteers import Scheme, Volunteer


class Loan(models.Model):
    """Volunteers of one scheme work for another from one day until before another."""

    class State(models.TextChoices):
        OFFERED = "offered", "Offered"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LAPSED = "lapsed", "Not answered in time"
        ENDED = "ended", "Ended early"

    lender = models.ForeignKey(Scheme, models.PROTECT, related_name="lent")
    borrower = models.ForeignKey(Scheme, models.PROTECT, related_name="borrowed")
    starts_on = models.DateField()
    ends_on = models.DateField()  # exclusive
    asked = models.PositiveIntegerField()  # how many volunteers at most
    skills = models.BigIntegerField(default=0)  # bits; whoever is lent has one of them, 0 is whoever
    terms = models.CharField(max_length=300, blank=True)
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=100)
    limit_at = models.DateTimeField()  # until when the borrower may agree
    playbook = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    state_at = models.DateTimeField()
    why = models.CharField(max_length=20, blank=True)  # a code of the rules

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["limit_at"], name="loan_due", condition=Q(state="offered"))]
        constraints = [
            models.CheckConstraint(condition=~Q(lender=F("borrower")), name="loan_to_another"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="loan_lasts"),
        ]

    @property
    def reference(self) -> str:
        """What people read out."""
        return f"L-{self.pk}"


class LoanStep(models.Model):
    """One thing that happened to a loan; added, never changed."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Loan.State.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["loan", "at"], name="loan_steps")]


class Lent(models.Model):
    """One volunteer who is asked to be lent, and what they say now. Only who says yes is lent."""

    class Answer(models.TextChoices):
        WAITING = "waiting", "Asked"
        YES = "yes", "Yes"
        NO = "no", "No"

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="volunteers")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="loans")
    answer = models.CharField(max_length=7, choices=Answer.choices, default=Answer.WAITING)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["loan", "volunteer"], name="lent_once")]


class LentAnswer(models.Model):
    """What a volunteer said of being lent, and when; added, never changed."""

    lent = models.ForeignKey(Lent, models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=7, choices=Lent.Answer.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    heard_by = models.CharField(max_length=20, blank=True)  # a code of the rules, where a keeper heard it

    class Meta:
        ordering = ["at", "id"]
