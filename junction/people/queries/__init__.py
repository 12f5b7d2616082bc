"""Reads of people: who somebody is, what that lets them see, and who else may see what is theirs."""

from .lookups import address_held_for, over_with_number, place_with_identifier
from .own import (
    had_second_factor,
    is_known,
    open_invitation,
    own_emergencies,
    own_emergency,
    own_memberships,
    own_second_factors,
    targets_of,
)
from .people import (
    MANAGE,
    demonstration_sign_ins,
    emergencies,
    endable,
    find_people,
    invitation,
    invitations,
    membership,
    memberships,
    past_memberships,
    person,
    person_with_address,
)
from .second_factors import (
    SEALED_FOR,
    may_remove_second_factor,
    second_factors_of,
    unreadable_second_factors,
)
from .standing import Standing, actor_of_key, actor_of_token, scope_of_user, standing_of_user, system_actor
from .targets import covers, fits
from .tokens import token, token_organisation, token_organisations, tokens

__all__ = [
    "MANAGE",
    "SEALED_FOR",
    "Standing",
    "actor_of_key",
    "actor_of_token",
    "address_held_for",
    "covers",
    "demonstration_sign_ins",
    "emergencies",
    "endable",
    "find_people",
    "fits",
    "had_second_factor",
    "invitation",
    "invitations",
    "is_known",
    "may_remove_second_factor",
    "membership",
    "memberships",
    "open_invitation",
    "over_with_number",
    "own_emergencies",
    "own_emergency",
    "own_memberships",
    "own_second_factors",
    "past_memberships",
    "person",
    "person_with_address",
    "place_with_identifier",
    "scope_of_user",
    "second_factors_of",
    "standing_of_user",
    "system_actor",
    "targets_of",
    "token",
    "token_organisation",
    "token_organisations",
    "tokens",
    "unreadable_second_factors",
]
