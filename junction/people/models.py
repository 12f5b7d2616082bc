"""Tables of people: users, what they may see and do, invitations, tokens and emergency access."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class User(AbstractBaseUser):
    """A person who signs in with an email address. What he may see is in his memberships, never here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True, blank=True)

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
