"""Why something about help for carers cannot be done, in the words people read."""

from junction.core.refusals import Refusal


class NotForAPlace(Refusal):
    """This case is a place's. Only a person can be offered this."""

    status = 422


class StandsAlready(Refusal):
    """This was begun for them before and is not over. Go on with that one."""


class NotANextStep(Refusal):
    """That cannot follow: somebody else has gone on meanwhile. Load the page again and choose anew."""


class SayWhyOfCarer(Refusal):
    """Choose the reason. The area's figures show why carers get no break."""

    status = 422


class SayWhoHasIt(Refusal):
    """Say who has it from now: somebody of the desk, or a post of the council."""

    status = 422


class NotOfTheDesk(Refusal):
    """This is nobody of the desk of that council. Choose somebody who answers its cases, or name a post."""

    status = 422


class SayTheDay(Refusal):
    """Say on which day it was done: today or before."""

    status = 422


class NotUntilThen(Refusal):
    """Say until which day it is agreed: today or a day to come. Leave it empty to hold until it is looked
    at again.
    """

    status = 422
