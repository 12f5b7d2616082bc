"""What a machine may ask as at: a moment from 1900 on; one without a zone is local, as it is on pages."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator

from junction.core.pages.moment import EARLIEST, BadMoment, local_moment

LATEST_YEAR = 2200  # beyond, a day in another zone is no day any more


def known_moment(moment: datetime) -> datetime:
    """Return it with its zone. Raise `ValueError`, which is answered with 422, where nothing was known."""
    if moment.date() < EARLIEST or moment.date().year > LATEST_YEAR:
        raise ValueError(f"nothing was recorded in the year {moment.year}")
    try:
        return local_moment(moment) if moment.tzinfo is None else moment
    except BadMoment as none:
        raise ValueError(str(none)) from none


AsAt = Annotated[datetime, AfterValidator(known_moment)]
