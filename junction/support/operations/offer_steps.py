"""Write down where an offer is from now on: at which desk, until when its answer is due. Whoever moves an
offer calls this in the same transaction; what is as it was is written once.
"""

from datetime import datetime

from ..models import Offer, OfferStep


def keep_step(offer: Offer, *, now: datetime) -> None:
    """Add a row where the desk, the day of the answer or the home of an offer is another than before."""
    names = ("desk_id", "step", "due_at", "homeless_since", "escalations")
    said = {name: getattr(offer, name) for name in names}
    last = OfferStep.objects.filter(offer=offer).order_by("-from_at", "-pk").values(*names).first()
    if last != said:
        OfferStep.objects.create(offer=offer, from_at=now, **said)
