"""Reads of people: who somebody is, what that lets them see, and who else may see what is theirs."""

from .lookups import address_held_for, over_with_number, place_with_identifier
from .own import is_known, open_invitation, own_emergencies, own_emergency, own_memberships, targets_of
from .people import (
    MANAGE,
    demonstration_sign_ins,
    emergencies,
    endable,
    invitation,
    invitations,
    membership,
    memberships,
    person,
    person_with_address,
)
from .standing import Standing, actor_of_token, scope_of_user, standing_of_user, system_actor
from .targets import covers, fits
from .tokens import token, token_organisation, token_organisations, tokens

__all__ = [
    "MANAGE",
    "Standing",
    "actor_of_token",
    "address_held_for",
    "covers",
    "demonstration_sign_ins",
    "emergencies",
    "endable",
    "fits",
    "invitation",
    "invitations",
    "is_known",
    "membership",
    "memberships",
    "open_invitation",
    "over_with_number",
    "own_emergencies",
    "own_emergency",
    "own_memberships",
    "person",
    "person_with_address",
    "place_with_identifier",
    "scope_of_user",
    "standing_of_user",
    "system_actor",
    "targets_of",
    "token",
    "token_organisation",
    "token_organisations",
    "tokens",
]
