"""Pages of people: my account, who else is here, invitations, tokens, emergency access."""

from .accounts import account, unknown_here
from .emergency import end_emergency_access, take_emergency_access
from .ending import end_membership, remove_second_factor
from .erasing import erase_person
from .invitations import accept_invitation, ask_for_access, asked_for_access, invite, withdraw_invitation
from .people import people, person
from .signing_in import enter_code, set_up_app, sign_in, sign_in_by_passkey
from .tokens import create_token, revoke_token, tokens

__all__ = [
    "accept_invitation",
    "account",
    "ask_for_access",
    "asked_for_access",
    "create_token",
    "end_emergency_access",
    "end_membership",
    "enter_code",
    "erase_person",
    "invite",
    "people",
    "person",
    "remove_second_factor",
    "revoke_token",
    "set_up_app",
    "sign_in",
    "sign_in_by_passkey",
    "take_emergency_access",
    "tokens",
    "unknown_here",
    "withdraw_invitation",
]
