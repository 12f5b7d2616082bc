"""Why something about the support by a link worker cannot be done, in the words people read."""

from junction.core.refusals import Refusal


class NotReferredToYou(Refusal):
    """Nobody of this referral waits for your team: it was answered otherwise, taken back, or is a place's."""


class TakenOnBefore(Refusal):
    """Somebody of your team has taken them on meanwhile. You find them under your people."""


class SupportIsOver(Refusal):
    """Your team supports them no more. If they need something again, the helpline refers them anew."""


class NotADayToSpeak(Refusal):
    """Choose a day to come, and not further off than the rules allow."""

    status = 422


class SayWhatMatters(Refusal):
    """Write down what was said."""

    status = 422


class YoursBefore(Refusal):
    """You see to them already."""
