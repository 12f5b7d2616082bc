"""How runs of sharing say no."""

from junction.core.refusals import Refusal


class MayNotAllocate(Refusal):
    """You may share stock only in your own area, from depots that you decide over."""

    status = 403


class NothingToShare(Refusal):
    """None of the stock you chose is there any more. Choose again."""


class NobodyToServe(Refusal):
    """There is no forum's store to drop to. Open the stores first, each with the area that it serves."""


class FiguresMissing(Refusal):
    """The number of people aged 70 and over is missing for some forums. Enter it first, with its source."""


class RunHasMovedOn(Refusal):
    """This run is no draft any more. The page shows how it stands now."""


class NotThatMuch(Refusal):
    """The depots that serve it have not that many packs left. Take them from another line first."""


class NothingChanged(Refusal):
    """That is what the line has already. Enter another number of packs."""


class StockHasGone(Refusal):
    """Some of this stock has been promised to others since. Give this run up and start it again."""


class NothingToPublish(Refusal):
    """Nobody is given anything in this run. Give it up, or change a line first."""


class NotEnoughHere(Refusal):
    """This depot has not that many packs that are free. Enter fewer."""


class NothingIssued(Refusal):
    """Enter how many packs of at least one item."""
