"""What people type about access. The sign-in library's forms are in `signing_in`; the settings name them."""

from .access import (
    Accept,
    AskForAccess,
    CreateToken,
    EndRole,
    ErasePerson,
    Invite,
    RemoveSecondFactor,
    RevokeToken,
    TakeEmergencyAccess,
)

__all__ = [
    "Accept",
    "AskForAccess",
    "CreateToken",
    "EndRole",
    "ErasePerson",
    "Invite",
    "RemoveSecondFactor",
    "RevokeToken",
    "TakeEmergencyAccess",
]
