"""Who put their name to a party's answers, at which level of the chain, when, and what was said."""

from django.db import models

from .catalogue import Catalogue
from .parties import OfParty, one_party


class SignOff(OfParty):
    """One signature under what was known at its moment; what changed since follows from the facts."""

    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="sign_offs")
    level = models.CharField(max_length=20)  # a code of the playbook: self, local, regional, national
    verdict = models.CharField(max_length=20)  # a code of the playbook: agreed, reservations, sent-back
    said = models.TextField(blank=True)
    playbook = models.CharField(max_length=100)
    signed_at = models.DateTimeField()
    signed_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["catalogue_id", "-signed_at", "-id"]
        constraints = [one_party("assurance_sign_off_of_one")]
        indexes = [models.Index(fields=["catalogue", "area"], name="assurance_sign_off_by_area")]
