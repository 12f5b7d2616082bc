"""Writes of people: who may come in, what they may see, until when. Each is one transaction with its line."""

from .demonstration import (
    DEMONSTRATION_PASSWORD,
    DemonstrationPerson,
    demonstration_code,
    end_demonstration_sign_ins,
    make_demonstration_people,
)
from .emergency import end_emergency_access, take_emergency_access
from .erasing import erase_person
from .invitations import (
    accept_invitation,
    ask_for_access,
    forget_old_invitations,
    invite,
    withdraw_invitation,
)
from .letters import send_new_password_link, send_sign_in_changed, send_unknown_account
from .memberships import end_membership, grant_membership
from .refusals import (
    AlreadyAMember,
    AlreadyErased,
    CannotEraseYourself,
    CannotInvite,
    CannotTakeEmergencyAccess,
    InvitationForAnother,
    InvitationNotOpen,
    NoSecondFactor,
    NotItsDuty,
    NotYours,
    ReasonTooShort,
    Refused,
    WrongTarget,
)
from .second_factors import remove_second_factor
from .signing_in import record_sign_in
from .tokens import CreatedToken, create_token, revoke_token

__all__ = [
    "DEMONSTRATION_PASSWORD",
    "AlreadyAMember",
    "AlreadyErased",
    "CannotEraseYourself",
    "CannotInvite",
    "CannotTakeEmergencyAccess",
    "CreatedToken",
    "DemonstrationPerson",
    "InvitationForAnother",
    "InvitationNotOpen",
    "NoSecondFactor",
    "NotItsDuty",
    "NotYours",
    "ReasonTooShort",
    "Refused",
    "WrongTarget",
    "accept_invitation",
    "ask_for_access",
    "create_token",
    "demonstration_code",
    "end_demonstration_sign_ins",
    "end_emergency_access",
    "end_membership",
    "erase_person",
    "forget_old_invitations",
    "grant_membership",
    "invite",
    "make_demonstration_people",
    "record_sign_in",
    "remove_second_factor",
    "revoke_token",
    "send_new_password_link",
    "send_sign_in_changed",
    "send_unknown_account",
    "take_emergency_access",
    "withdraw_invitation",
]
