"""What pages of supply share beside what all pages do: quantities in words."""

from typing import Any

from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.wording import in_a_sentence

__all__ = ["ask", "link", "posted", "the", "tried", "units"]


def units(quantity: int, item: Any) -> str:
    """So many base units of an item, with their name."""
    word = item.base_unit if quantity == 1 else item.plural_unit
    return f"{quantity:,} {in_a_sentence(word)}"
