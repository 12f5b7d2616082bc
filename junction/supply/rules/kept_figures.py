"""How long figures that were worked out ahead are kept and shown (`playbook/kept-figures.toml`)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from junction.core.playbook import load

from .limits import PLAYBOOK


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is in force on a day."""

    reference: str
    flow_behind: timedelta  # a mark of the flow lies so far back
    flow_whole: timedelta  # after which only the last mark of a day stays
    cover_from_places: int  # of an area with fewer, cover is worked out anew
    cover_shown: timedelta  # after which kept cover is shown no more, and not kept either


@cache
def keeping_on(day: date) -> Keeping:
    """Return what is in force on `day`."""
    found = load(PLAYBOOK / "kept-figures.toml").on(day)
    flow, cover = found.values["flow"], found.values["cover"]
    return Keeping(
        reference=found.reference,
        flow_behind=timedelta(minutes=flow["behind_minutes"]),
        flow_whole=timedelta(days=flow["whole_days"]),
        cover_from_places=cover["from_places"],
        cover_shown=timedelta(minutes=cover["shown_minutes"]),
    )
