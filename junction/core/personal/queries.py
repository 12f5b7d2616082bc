"""Read personal values by the keys that a fact holds.

They take no scope: whoever has read the fact through its scope may read what it points to, and a key is 128
random bits that nobody guesses. The query that turns keys into names tells whose it read
(`core.reading`), and so the log has it.
"""

from collections.abc import Iterable

from .models import PersonalValue

ERASED = "erased"


def value(key: str) -> str | None:
    """Return one value; None when it is erased or was never there."""
    return values([key]).get(key)


def shown(key: str) -> str:
    """Return one value as a page shows it: itself, or "erased"."""
    found = value(key)
    return ERASED if found is None else found


def values(keys: Iterable[str]) -> dict[str, str]:
    """Return the values that are there, by key, in one statement. Those erased are missing."""
    found = PersonalValue.objects.filter(key__in=set(keys), value__isnull=False).values_list("key", "value")
    return {key: text for key, text in found if text is not None}
