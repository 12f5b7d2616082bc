"""What kinds of need are called where they are counted: by the routing file, the desk's matters, danger."""

from datetime import date

from .desk import desk_on
from .routing import routing_on

DANGER = "danger"


def category_titles(day: date) -> dict[str, str]:
    """Return the kinds of need of a day by code."""
    return {**routing_on(day).categories, **desk_on(day).matter_titles, DANGER: "Danger"}
