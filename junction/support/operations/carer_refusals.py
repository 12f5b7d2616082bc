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
    """Say which post of the council has it from now, not a person's name."""

    status = 422


class SayTheDay(Refusal):
    """Say on which day it was done: today or before."""

    status = 422
