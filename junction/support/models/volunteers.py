"""Volunteers, the schemes they signed up to, what checks were seen of them, and when they are on duty.

Personal values stand under keys in `core.personal`; `contact_mark` tells two sign-ups of one address apart,
made under the installation's secret and blanked when the values are erased. Skills, languages and hours are
bits of `playbook/volunteers.toml`. Checks seen and spans on duty are facts: added, and at most ended.
"""

from django.db import models
from django.db.models import Q


class Scheme(models.Model):
    """Who signs volunteers up and has them matched: for a council, or for the nation (no area)."""

    name = models.CharField(max_length=120, unique=True)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, related_name="+")
    is_open = models.BooleanField(default=True)  # anybody may sign up
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Volunteer(models.Model):
    """Somebody who offers time, and how it stands with them now."""

    class State(models.TextChoices):
        SIGNED_UP = "signed-up", "Signed up"
        ACTIVE = "active", "Contact confirmed"
        LEFT = "left", "Left"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="volunteers")
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")  # the council they live in
    longitude = models.FloatField()  # near, never the door
    latitude = models.FloatField()
    skills = models.BigIntegerField()
    languages = models.BigIntegerField()
    hours = models.BigIntegerField()
    reach_km = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()  # tasks in a day
    may_be_lent = models.BooleanField(default=False)
    name = models.CharField(max_length=32)  # keys of personal values; "" was not told
    email = models.CharField(max_length=32, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    contact_mark = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 -- NULL is "erased"
    phone_mark = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- as above; that of needs, so that
    # nobody is sent to the home they share a telephone with
    by_email = models.BooleanField(default=False)
    by_text = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SIGNED_UP)
    signed_up_at = models.DateTimeField()
    channel = models.CharField(max_length=10)  # web, api, import
    source = models.CharField(max_length=80, blank=True)  # what a machine calls them
    confirmed_at = models.DateTimeField(null=True)
    on_duty_until = models.DateTimeField(null=True)  # NULL is off duty
    sessions = models.PositiveIntegerField(default=1)  # one more ends every session and link
    retention_until = models.DateField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["area", "-id"], name="volunteer_by_area"),
            models.Index(fields=["scheme", "-id"], name="volunteer_by_scheme"),
            models.Index(
                fields=["phone_mark"], name="volunteer_by_phone", condition=Q(phone_mark__isnull=False)
            ),
            models.Index(
                fields=["latitude", "longitude"], name="volunteer_on_duty",
                condition=Q(on_duty_until__isnull=False),
            ),
            models.Index(
                fields=["retention_until"], name="volunteer_due", condition=Q(erased_at__isnull=True)
            ),
        ]  # fmt: skip

    @property
    def reference(self) -> str:
        """What people read out."""
        return f"V-{self.pk}"

    @property
    def keys(self) -> list[str]:
        """The keys of what was told."""
        return [key for key in (self.name, self.email, self.phone) if key]


class VettingSeen(models.Model):
    """A check that somebody saw: whose paper, of which level, of what day, until when. Never the paper."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="vetting")
    check_code = models.CharField(max_length=20)
    issuer = models.CharField(max_length=120)
    issued_on = models.DateField()
    expires_on = models.DateField()  # exclusive: the first day on which it is not relied on
    passport_from = models.CharField(max_length=120, blank=True)  # the scheme that saw it first
    playbook = models.CharField(max_length=60)
    seen_at = models.DateTimeField()
    seen_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-seen_at", "-id"]
        indexes = [
            models.Index(
                fields=["volunteer", "expires_on"], name="vetting_in_force",
                condition=Q(withdrawn_at__isnull=True),
            )
        ]  # fmt: skip


class DutySpan(models.Model):
    """From when until when somebody was on duty; `ended_at` where they went off before."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="duty")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-from_at", "-id"]


class SignInCode(models.Model):
    """Six digits that somebody was sent to sign in with."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64)
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]


class WantedMessage(models.Model):
    """A message that a volunteer is to have, until the day's allowance lets it go."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="wanted")
    kind = models.CharField(max_length=10)
    offer = models.ForeignKey("support.TaskOffer", models.PROTECT, null=True, related_name="messages")
    wanted_at = models.DateTimeField()
    useful_until = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)  # it was given to the outbox, or its time was over
    is_queued = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["kind", "id"], name="wanted_waits", condition=Q(taken_at__isnull=True)),
            models.Index(fields=["taken_at"], name="wanted_taken", condition=Q(is_queued=True)),
            models.Index(fields=["volunteer", "-id"], name="wanted_by"),
        ]
