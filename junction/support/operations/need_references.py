"""References of needs that nobody bears yet."""

from ..models import Need
from ..models.references import new_reference


def new_references(count: int) -> list[str]:
    """Return so many references that no need has, all different."""
    drawn = {new_reference() for _ in range(count)}
    while taken := set(Need.objects.filter(reference__in=drawn).values_list("reference", flat=True)):
        drawn -= taken
        drawn |= {new_reference() for _ in taken}
    while len(drawn) < count:
        drawn.add(new_reference())
    return list(drawn)
