"""Returns as they were filed: facts that are never changed, the newest of each place, and who holds the pen.

`Return` is partitioned by month of the day it is about, so history can grow without slowing the present;
PostgreSQL then wants the day in its key. `Latest` is what live pictures read. `Slot` is the one row that two
writers of the same return must both lock, which partitions cannot give. Rows are written by the function
`returns_store` only (`migrations/0002_store.py`); a trigger refuses every other change of a `Return`.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from junction.returns.rules.references import reference_of

from .measured import Measured


class Channel(models.TextChoices):
    """How a return came in."""

    WEB = "web", "Web form"
    PHONE = "phone", "By phone, taken down by the council"
    FILE = "file", "File"
    API = "api", "API"
    EXERCISE = "exercise", "Exercise"


def known_at(as_at: datetime | None) -> Q:
    """Return the condition of the versions of returns that stood at a moment; that stand now, without one."""
    if as_at is None:
        return Q(superseded_at__isnull=True)
    return Q(recorded_at__lte=as_at) & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=as_at))


def known_sql(table: str, as_at: datetime | None) -> tuple[str, list[Any]]:
    """Return the same as SQL, with its values, for a table of returns under this name."""
    if as_at is None:
        return f"{table}.superseded_at IS NULL", []
    standing = f"({table}.superseded_at IS NULL OR {table}.superseded_at > %s)"
    return f"{table}.recorded_at <= %s AND {standing}", [as_at, as_at]


class Return(Measured):
    """One version of one return: what a place said about a day, and when we came to know it."""

    pk = models.CompositePrimaryKey("about_on", "id")
    id = models.BigIntegerField()
    about_on = models.DateField()  # for a weekly set, the day its week ends
    place = models.ForeignKey("registry.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    question_set = models.CharField(max_length=60)
    question_set_version = models.CharField(max_length=30)
    version = models.IntegerField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.CharField(max_length=100)  # an actor's key
    channel = models.CharField(max_length=10, choices=Channel.choices)
    nothing_changed = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    # A number, text or true/false each, or {"not": "applicable"} or {"not": "known"}; absent: no answer.
    answers = models.JSONField()
    answers_key = models.BigIntegerField()  # the same for the same answers, to tell values that never move
    same_since = models.DateField()  # the first of the successive days with these very answers
    # Warnings it was stored with: [{"check", "message", "confirmed_by", "confirmed_at"}].
    findings = models.JSONField(default=list)
    computed_rating = models.SmallIntegerField(default=0)
    risk_reasons = models.JSONField(default=list)  # [{"dimension", "rating", "why"}]
    thresholds_version = models.CharField(max_length=30, blank=True)

    class Meta:
        # Its partitioned table and its index are made by hand in the first migration.
        indexes = [models.Index(fields=["place", "question_set", "about_on"], name="return_by_place")]

    @property
    def reference(self) -> str:
        """The reference people are given: short, and proof against a slip of the pen."""
        return reference_of(self.about_on, self.id)


class Latest(Measured):
    """The newest return of each place and question set: what live pictures read. Never goes back in time."""

    pk = models.CompositePrimaryKey("place_id", "question_set")
    place = models.ForeignKey("registry.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    question_set = models.CharField(max_length=60)
    about_on = models.DateField()
    return_id = models.BigIntegerField()
    version = models.IntegerField()
    recorded_at = models.DateTimeField()
    nothing_changed = models.BooleanField()
    late = models.BooleanField()
    answers_key = models.BigIntegerField()
    same_since = models.DateField()
    computed_rating = models.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["question_set", "about_on"], name="latest_by_set_and_day")]


class Slot(models.Model):
    """The one place where two writers of one return meet, and which version stands."""

    pk = models.CompositePrimaryKey("place_id", "question_set", "about_on")
    place = models.ForeignKey("registry.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    question_set = models.CharField(max_length=60)
    about_on = models.DateField()
    version = models.IntegerField()
    return_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(null=True)  # of the version that stands
    first_recorded_at = models.DateTimeField(null=True)
    filed_by = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["question_set", "about_on"], name="slot_by_set_and_day")]


class DayTotal(models.Model):
    """What an area's returns of a day added up to, as computed at a moment: trends read these.

    Append-only: a late return or a correction makes a newer row, so a trend as it was known stays readable.
    """

    # The lowest known: of a place of which a list named only the county, that; none where no area is known.
    area = models.ForeignKey(
        "registry.Area", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    question_set = models.CharField(max_length=60)
    about_on = models.DateField()
    computed_at = models.DateTimeField()
    # When the last of what it rests on became known: a return, a merge, a closing (none: not known). A look
    # back to before it cannot use this total.
    known_from = models.DateTimeField(null=True)
    places = models.IntegerField()  # that filed for the day
    sums = models.JSONField()  # sum name to number, as rules/indicators.py names them

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question_set", "area", "about_on", "computed_at"],
                name="one_total_at_a_time",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["question_set", "about_on"], name="day_total_by_day"),
            models.Index(fields=["computed_at"], name="day_total_by_making"),
        ]


class DirtyDay(models.Model):
    """A day of an area whose total is out of date, noted in the transaction of the return that made it so."""

    place_id = models.BigIntegerField()  # no foreign key: the row lives for minutes
    question_set = models.CharField(max_length=60)
    about_on = models.DateField()
