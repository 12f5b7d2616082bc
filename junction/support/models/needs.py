"""Needs as people state them, who states them, and what happened to each.

Personal values stand under keys in `core.personal`. What tells two statements of one person apart (marks made
of the telephone number and of the name under the installation's secret) is blanked when those values are
erased. A need's row holds its present state; `NeedEvent` rows hold how it came to it, and are never changed.
"""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Person(models.Model):
    """Somebody in need, as far as a need told of them; one row for each statement, so that
    erasing is simple.
    """

    name = models.CharField(max_length=32, blank=True)  # keys of personal values; "" was not told
    phone = models.CharField(max_length=32, blank=True)
    email = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=32, blank=True)
    code_word = models.CharField(
        max_length=32, blank=True
    )  # said by whoever rings, so that they are believed
    phone_mark = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- NULL is "none, or erased"
    name_mark = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- as above
    is_protected = models.BooleanField(default=False)  # the address is never shown to helpers, never exported
    may_ring = models.BooleanField(default=False)  # the ways that are safe for them
    may_leave_word = models.BooleanField(default=False)
    may_text = models.BooleanField(default=False)
    may_email = models.BooleanField(default=False)
    may_write = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="en")
    retention_until = models.DateField()
    erased_at = models.DateTimeField(null=True)

    # What they told, and the ways in which each may be safe to use.
    WAYS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "phone": ("may_ring", "may_leave_word", "may_text"), "email": ("may_email",),
        "address": ("may_write",),
    }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["phone_mark"], name="support_person_phone"),
            models.Index(fields=["name_mark"], name="support_person_name"),
            models.Index(
                fields=["retention_until"], name="support_person_due", condition=Q(erased_at__isnull=True)
            ),
        ]

    @property
    def safe_ways(self) -> tuple[tuple[str, str], ...]:
        """The ways in which they may be written to, as they said: channel, and the key of the number or
        address. No message goes to them by any other. None once they are forgotten.
        """
        ways = (("sms", self.may_text, self.phone), ("email", self.may_email, self.email))
        safe = tuple((channel, to) for channel, is_safe, to in ways if is_safe and to)
        return safe if self.erased_at is None else ()

    @property
    def keys(self) -> list[str]:
        """The keys of the values that were told."""
        told = (self.name, self.phone, self.email, self.address, self.code_word)
        return [key for key in told if key]


class Need(models.Model):
    """One need of one person, or of one place, and how it stands now."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        OFFERED = "offered", "Help offered"
        MET = "met", "Met"
        CLOSED = "closed", "No longer needed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        UNMET = "unmet", "Not met"
        JOINED = "joined", "Joined with another"

    reference = models.CharField(max_length=9, unique=True)  # "4K7P-29QX": what people read out
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="needs")
    place = models.ForeignKey("registry.Place", models.PROTECT, null=True, related_name="+")
    by_place = models.ForeignKey(  # the place whose people stated it for somebody they care for
        "registry.Place", models.PROTECT, null=True, related_name="+", db_index=False
    )
    lives_there = models.BooleanField(default=False)  # in that place: whoever helps them goes inside
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")  # the council
    longitude = models.FloatField(null=True)  # near the person, never the door
    latitude = models.FloatField(null=True)
    archetype = models.CharField(max_length=20, blank=True)  # "" where danger came before it was asked
    category = models.CharField(max_length=30, blank=True)
    answers = models.JSONField(default=dict)  # codes of the routing file, never words
    words = models.CharField(max_length=32, blank=True)  # the key of the need in the person's own words
    routing = models.CharField(max_length=60)
    need_class = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    triage = models.CharField(max_length=60)
    limit_at = models.DateTimeField()
    channel = models.CharField(max_length=10)  # web, phone, sms, api, import
    on_behalf = models.CharField(max_length=20, blank=True)  # who states it for somebody else; "" for oneself
    has_consent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    state_at = models.DateTimeField()
    unmet_why = models.CharField(max_length=20, blank=True)
    stated_at = models.DateTimeField()
    stated_by = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)  # of the private link
    call_back_on = models.DateField(null=True)  # drawn to be rung back, and not yet
    source = models.CharField(max_length=80, blank=True)  # what a machine calls it
    hub = models.ForeignKey(
        "support.Hub", models.PROTECT, null=True, related_name="+"
    )  # null: any of the area
    ring_at = models.DateTimeField(null=True)  # when somebody promised to ring, and has not
    answered_at = models.DateTimeField(null=True)  # when somebody of the desk first spoke with them
    heard_at = models.DateTimeField()  # when it was last known to be still needed

    class Meta:
        ordering = ["limit_at", "stated_at", "id"]
        indexes = [
            models.Index(
                fields=["area", "limit_at", "stated_at", "id"],
                name="support_need_queue",
                condition=Q(state__in=["open", "offered"]),
            ),
            models.Index(fields=["area", "-stated_at"], name="support_need_by_area"),
            models.Index(fields=["place", "-stated_at"], name="support_need_by_place"),
            models.Index(
                fields=["area", "call_back_on"],
                name="support_need_rung",
                condition=Q(call_back_on__isnull=False),
            ),
            models.Index(
                fields=["area", "ring_at"], name="support_need_promised", condition=Q(ring_at__isnull=False)
            ),
            models.Index(
                fields=["area", "heard_at"],
                name="support_need_unheard",
                condition=Q(state__in=["open", "offered"]),
            ),
            models.Index(
                fields=["by_place", "-stated_at"],
                name="support_need_by_stater",
                condition=Q(by_place__isnull=False),
            ),
            models.Index(fields=["source"], name="support_need_source", condition=~Q(source="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, place__isnull=True)
                | Q(person__isnull=True, place__isnull=False),
                name="support_need_of_one",
            ),
            models.CheckConstraint(
                condition=Q(on_behalf="") | Q(has_consent=True), name="support_on_behalf_with_consent"
            ),
            models.CheckConstraint(
                condition=Q(by_place__isnull=True) | ~Q(on_behalf="") & Q(place__isnull=True),
                name="support_by_place_for_a_person",
            ),
            models.CheckConstraint(
                condition=Q(lives_there=False) | Q(by_place__isnull=False), name="support_lives_in_that_place"
            ),
            models.CheckConstraint(
                condition=Q(state="unmet") ^ Q(unmet_why=""), name="support_unmet_says_why"
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to see to it."""
        return self.state in (self.State.OPEN, self.State.OFFERED)


class NeedEvent(models.Model):
    """One thing that happened to a need; added, never changed."""

    class Kind(models.TextChoices):
        STATED = "stated", "Stated"
        CLASSED = "classed", "Classed"
        ANSWERED = "answered", "Answered"
        ASKED_BACK = "asked-back", "Rung back"
        RECLASSED = "reclassed", "Classed again"
        OFFERED = "offered", "Help offered"
        MET = "met", "Met"
        STILL = "still", "Still needed"
        CLOSED = "closed", "No longer needed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        UNMET = "unmet", "Not met"
        NOTED = "noted", "Note"
        CALLED = "called", "Call"
        HANDED = "handed", "Handed over"
        REPEATS = "repeats", "Comes again"
        JOINED = "joined", "Joined with another"
        FELL = "fell", "Help came to nothing"
        HEARD = "heard", "Heard from where it was passed on to"
        CONTACT = "contact", "Contact changed"

    need = models.ForeignKey(Need, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    before = models.CharField(max_length=20, blank=True)  # state before; class, or council where it moved
    after = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=30, blank=True)  # a code
    note = models.CharField(max_length=32, blank=True)  # the key of words
    about = models.CharField(max_length=80, blank=True)  # "referral:12", "task:4": who met or offered
    level_before = models.CharField(
        max_length=20, blank=True, db_default=""
    )  # where it was to be seen to sooner, or later
    limit_before = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["need", "at"], name="support_need_events"),
            models.Index(
                fields=["need"],
                name="support_need_tried",
                condition=Q(after__in=["open", "offered"]) & ~Q(about=""),
            ),
            models.Index(
                fields=["before"],
                name="support_need_moved",
                condition=Q(kind="handed") & ~Q(after=""),
            ),
            models.Index(
                fields=["need"],
                name="support_need_judged",
                condition=Q(kind__in=["asked-back", "reclassed"]),
            ),
        ]

    @property
    def is_of_class(self) -> bool:
        """Whether `after` is a class."""
        return self.kind in (self.Kind.CLASSED, self.Kind.RECLASSED)

    @property
    def is_of_council(self) -> bool:
        """Whether `after` is the council whose case it is from then; else it is a state."""
        return self.kind == self.Kind.HANDED and self.after != ""


class Concern(models.Model):
    """A worry that somebody is harmed. Only a person closes it, with a reason; nothing else ever does."""

    reference = models.CharField(max_length=9, unique=True)
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="concerns")
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=32)  # the key of what was said
    contact = models.CharField(max_length=32, blank=True)  # the key of how to reach who raised it
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=100)
    limit_at = models.DateTimeField()  # until when somebody has to have seen to it
    chased_at = models.DateTimeField(null=True)  # when those who may see to it were last told it is late
    playbook = models.CharField(max_length=60)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True)
    closed_why = models.CharField(max_length=32, blank=True)  # the key of words

    class Meta:
        ordering = ["raised_at", "id"]
        indexes = [
            models.Index(
                fields=["area", "raised_at"], name="support_concern_open", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["limit_at"], name="support_concern_late", condition=Q(closed_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="", closed_why="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="") & ~Q(closed_why="")),
                name="support_concern_closed_by_a_person",
            )
        ]
