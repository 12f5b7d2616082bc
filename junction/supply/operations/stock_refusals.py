"""How the catalogue, depots and what lies in them say no."""

from junction.core.refusals import Refusal


class MayNotEditCatalogue(Refusal):
    """Only the national team edits the catalogue. Ask them for the change."""

    status = 403


class CodeTaken(Refusal):
    """Another item has this code. Choose another code."""


class UnitInUse(Refusal):
    """Stock of this item has moved in its base unit, which can change no more. Add another item instead."""


class PackKnown(Refusal):
    """This item has a pack of that name. Change that one, or choose another name."""


class GtinTaken(Refusal):
    """Another pack has this trade item number. Correct it there first."""


class SubstituteKnown(Refusal):
    """This item is listed as a substitute already. Nothing has to be done."""


class NoSubstituteOfItself(Refusal):
    """An item cannot stand in for itself. Choose another one."""


class LinkKnown(Refusal):
    """This address with this date is listed already. Nothing has to be done."""


class MayNotKeepStock(Refusal):
    """Your role does not keep stock here. Ask whoever manages access for you."""

    status = 403


class DepotKnown(Refusal):
    """There is a depot with this code. Choose another code."""


class DepotNotEmpty(Refusal):
    """There is stock in this depot, or on its way from it. Send it elsewhere, then close the depot."""


class DepotIsClosed(Refusal):
    """This depot is closed. Choose one that is open."""
