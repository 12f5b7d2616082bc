"""Tables of people: users, what they may see and do, invitations, tokens and emergency access."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class User(AbstractBaseUser):
    """A person who signs in with an email address. What they may see is in their memberships, never here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)  # then name, address and ways in are gone

    objects = BaseUserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="people_user_email_in_lower_case"
            )
        ]

    @property
    def key(self) -> str:
        """What facts and audit lines keep of this person."""
        return f"user:{self.pk}"


class Target(models.Model):
    """What something is held over: a place, an organisation or an area; the nation when all are empty."""

    place = models.ForeignKey("registry.Place", models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def over(self) -> str:
        """The name of what this is held over."""
        held = self.place or self.organisation or self.area
        return held.name if held else "England"


def one_target(name: str) -> models.CheckConstraint:
    """At most one of place, organisation and area is filled."""
    place, organisation = models.Q(place__isnull=True), models.Q(organisation__isnull=True)
    area = models.Q(area__isnull=True)
    return models.CheckConstraint(
        condition=(place & organisation) | (place & area) | (organisation & area), name=name
    )


class Membership(Target):
    """A role held by a user over something, from a day until a day."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            one_target("people_membership_one_target"),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="people_membership_ends_after_start",
            ),
        ]


class Invitation(Target):
    """A link that makes its reader a member, once, until it expires. Only the hash of its secret is kept."""

    email = models.EmailField()  # emptied when no longer needed; see SECURITY.md
    role = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=100)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    letter = models.ForeignKey("core.Message", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [one_target("people_invitation_one_target")]
        indexes = [models.Index(fields=["expires_at"], name="people_invitation_expiry")]


class ApiToken(models.Model):
    """A key by which an organisation's own system calls the API. Shown once; only its hash is kept."""

    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=100)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=100, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "created_at"], name="people_token_by_organisation")]


class EmergencyAccess(Target):
    """Break-glass: a person saw beyond their reach for a short time, for a reason its owner can read."""

    user = models.ForeignKey(User, models.PROTECT, related_name="emergencies")
    reason = models.TextField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    playbook = models.CharField(max_length=80)

    class Meta:
        constraints = [one_target("people_emergency_one_target")]
        indexes = [models.Index(fields=["user", "ends_at"], name="people_emergency_by_user")]
