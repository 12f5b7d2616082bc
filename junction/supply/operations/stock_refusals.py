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


class DeliveryNoteKnown(Refusal):
    """A delivery with this note from this supplier is on record here. Open that one instead."""


class ReceiptIsOld(Refusal):
    """This delivery was begun more than a week ago. Begin another for what came since."""


class LotExpiryDiffers(Refusal):
    """This lot is on record with another last day. Compare the label, or ask who took the lot in first."""


class CannotExtendLot(Refusal):
    """An extension moves the last day of use to a later one. Check both days."""


class CannotEndHold(Refusal):
    """This has ended already, or it is a recall, which ends only on its own page."""


class StockMoved(Refusal):
    """Stock moved while you counted. Look at what the books say now, and count those lots again."""


class NoReasonForDifference(Refusal):
    """What you counted differs from the books. Choose a reason for each lot that differs."""

    status = 422


class ReasonDoesNotFit(Refusal):
    """A reason does not fit: it is for what is missing where more was counted, or the other way round."""

    status = 422


class NothingToPick(Refusal):
    """Nothing of this can be picked: it is picked already, or no lot on the shelf may be given out."""


class ChoiceNotThere(Refusal):
    """More was chosen than is left of a line, or a line that is not of this order. Look at the list again."""

    status = 422


class NoReasonForChoice(Refusal):
    """Other lots than the first to expire need a reason. Say why you chose them."""

    status = 422


class NotPicked(Refusal):
    """This consignment is not waiting to be sent. Its page shows how it stands."""


class LotHeldSince(Refusal):
    """A lot in it may not be given out any more. Put the consignment back on the shelf and pick it again."""


class NotOnItsWay(Refusal):
    """This consignment was not sent, or what arrived is said already. Its page shows how it stands."""


class NoReasonForArrival(Refusal):
    """What arrived differs from what was sent. Choose a reason for each line that differs."""

    status = 422


class AlreadyAnswered(Refusal):
    """This is answered already. The page shows the answer."""


class OutcomeDoesNotFit(Refusal):
    """This outcome does not fit: more came than was sent, or less. Choose another."""

    status = 422


class AlreadyRecalled(Refusal):
    """This lot is being recalled already. Its recall has a page of its own."""


class RecallIsOver(Refusal):
    """This recall has ended. Its page shows what came of it."""


class AlreadySaid(Refusal):
    """This recall is answered already. Its page shows the answer."""


class MoreThanThereIs(Refusal):
    """By the books there is not so much of this lot with you. Confirm deliveries first, or count again."""


class KitTooSmall(Refusal):
    """The kit has less of an item than the rule in force gives each place. Add to it."""

    status = 422


class NobodyToReach(Refusal):
    """There is no registered provider in these areas. Choose others."""


class NotEnoughForDrop(Refusal):
    """The depot has not enough for all of them. Choose another depot, fewer areas or a smaller kit."""


class DropNotReady(Refusal):
    """Its orders are not all made, or it could not be made. Look at its page again."""


class DropIsOver(Refusal):
    """It is being made, or was made, or could not be made. Look at its page again."""


class NotAWholesaler(Refusal):
    """This depot is not a wholesaler's. Choose one that is."""


class CannotRecordSale(Refusal):
    """This sale cannot be written down as it stands."""

    status = 422
