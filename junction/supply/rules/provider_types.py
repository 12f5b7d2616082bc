"""The kinds of provider that are supplied: those of the registry, and some that it does not register."""

from types import MappingProxyType

from junction.registry.rules.service_types import LABELS

PROVIDER_TYPES = MappingProxyType(
    {
        **{kind.value: label for kind, label in LABELS.items()},
        "gp": "GP practice",
        "pharmacy": "Pharmacy",
        "personal-assistant": "Personal assistant",
        "unpaid-carer": "Unpaid carer",
    }
)


def type_in_words(provider_type: str) -> str:
    """Return the name of a kind of provider; its code where it has none."""
    return PROVIDER_TYPES.get(provider_type, provider_type)
