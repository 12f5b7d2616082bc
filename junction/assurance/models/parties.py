"""Whose something is: a council, forum, region or the nation (an area), an organisation, or one place."""

from django.db import models
from django.db.models import Q

ONE_PARTY = (
    Q(area__isnull=False, organisation__isnull=True, place__isnull=True)
    | Q(area__isnull=True, organisation__isnull=False, place__isnull=True)
    | Q(area__isnull=True, organisation__isnull=True, place__isnull=False)
)
PARTY = ("area", "organisation", "place")


class OfParty(models.Model):
    """A row of exactly one party. A council is its area; a provider is an organisation or one place."""

    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.ForeignKey("registry.Place", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


def one_party(name: str) -> models.CheckConstraint:
    """Return the constraint that a row is of exactly one party."""
    return models.CheckConstraint(condition=ONE_PARTY, name=name)
