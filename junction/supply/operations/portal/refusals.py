"""How the portal says no to what is done with an order that was placed."""

from junction.core.refusals import Refusal


class CannotCancel(Refusal):
    """This order can no longer be cancelled: it is being picked, is on its way, or is over."""
