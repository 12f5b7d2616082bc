"""How supply says no."""

from junction.core.refusals import Refusal


class NotEnough(Refusal):
    """There is not enough of this to move so much. Look at the stock again."""


class MakesNoSense(Refusal):
    """This movement does not fit the accounts or the lot it names. Nothing was moved."""

    status = 422
