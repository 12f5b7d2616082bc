"""Why something about people is refused; each docstring is the message people see."""

from junction.core.refusals import Refusal


class Refused(Refusal):
    """This cannot be done."""


class CannotInvite(Refused):
    """You cannot invite somebody to this role here. Ask a person whose role reaches it."""

    status = 403


class NotItsDuty(Refused):
    """Organisations of this kind have no tokens for that alone. Choose another organisation."""


class WrongTarget(Refused):
    """This role is not held over that. Choose a place, an organisation or an area that fits the role."""


class AlreadyAMember(Refused):
    """This person already has this role here. Nothing was changed."""


class InvitationNotOpen(Refused):
    """This invitation has been used, has expired or was withdrawn. Ask for a new one; it takes a minute."""


class InvitationForAnother(Refused):
    """This invitation was sent to another email address. Sign out, then open the link again."""


class NotYours(Refused):
    """You can see this but not change it. Ask a person who manages access here."""

    status = 403


class ReasonTooShort(Refused):
    """Say why you need to see this, so that the people it belongs to can understand it."""


class CannotTakeEmergencyAccess(Refused):
    """Your role does not include emergency access. Ask the council or the national team."""


class AlreadyErased(Refused):
    """This person was erased before. Nothing has to be done."""


class CannotEraseYourself(Refused):
    """You cannot erase yourself, since nobody might be left to manage access. Ask another administrator."""


class NoSecondFactor(Refused):
    """This person has no second factor now. When their role needs one they are asked to set it up."""
