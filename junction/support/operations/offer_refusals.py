"""Why something cannot be done with an offer of help."""

from typing import ClassVar

from junction.core.refusals import Refusal


class CannotOfferHelp(Refusal):
    """Say who you are, how to reach you, what you offer, how much, at what price and between which days."""

    status: ClassVar[int] = 422


class NoLongerOpen(Refusal):
    """This offer has been answered, has lapsed or was withdrawn."""


class NotYourOffer(Refusal):
    """Only who has an offer answers it. Take it first."""


class CannotPassOn(Refusal):
    """Choose somebody else who may answer offers there, and say why it goes to them."""

    status: ClassVar[int] = 422


class HandedOverMeanwhile(Refusal):
    """Somebody else has it now. Look at it again before you pass it on."""


class CannotAnswerOffer(Refusal):
    """Choose an answer, write what they are told and, to decline, say why."""

    status: ClassVar[int] = 422


class NotAccepted(Refusal):
    """Only what was accepted can be used."""


class CannotUse(Refusal):
    """Say who used it, on which day, and no more than is left of it."""

    status: ClassVar[int] = 422


class UnknownNeed(Refusal):
    """There is no need with this reference where you look after needs. Leave it empty, or look it up."""

    status: ClassVar[int] = 422


class CannotRoute(Refusal):
    """Choose a kind, a desk of yours, somebody who may answer there, a day from today on, and say why."""

    status: ClassVar[int] = 422
