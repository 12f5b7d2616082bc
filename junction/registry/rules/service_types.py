"""What kinds of care a place gives, in one vocabulary, and which of several is the main one.

Lists write the regulator's words ("Residential homes|Homecare agencies"); Junction keeps short codes. The
main type is the first that is a registered kind of care, in the order of `ServiceType`: a nursing home
that also runs a home-care agency counts as a nursing home.
"""

from collections.abc import Collection
from enum import StrEnum

from junction.core.wording import in_a_sentence


class ServiceType(StrEnum):
    """The kinds of care, most intensive first; the order decides the main one of several."""

    NURSING_HOME = "nursing-home"
    RESIDENTIAL_HOME = "residential-home"
    HOSPICE = "hospice"
    HOME_CARE = "home-care"
    EXTRA_CARE = "extra-care"
    SUPPORTED_LIVING = "supported-living"
    SHARED_LIVES = "shared-lives"
    REHABILITATION = "rehabilitation"
    DAY_CARE = "day-care"
    OTHER = "other"


LABELS: dict[ServiceType, str] = {
    ServiceType.NURSING_HOME: "Care home with nursing",
    ServiceType.RESIDENTIAL_HOME: "Care home without nursing",
    ServiceType.HOSPICE: "Hospice",
    ServiceType.HOME_CARE: "Home care agency",
    ServiceType.EXTRA_CARE: "Extra care housing",
    ServiceType.SUPPORTED_LIVING: "Supported living",
    ServiceType.SHARED_LIVES: "Shared lives scheme",
    ServiceType.REHABILITATION: "Rehabilitation",
    ServiceType.DAY_CARE: "Day care",
    ServiceType.OTHER: "Other service",
}
CARE_HOMES = (ServiceType.NURSING_HOME, ServiceType.RESIDENTIAL_HOME)


def in_words(kinds: Collection[str]) -> str:
    """Name kinds of care in a sentence, most intensive first; all of them are "every kind of service"."""
    known = [kind for kind in ServiceType if kind in kinds]
    if len(known) == len(ServiceType):
        return "every kind of service"
    return ", ".join(in_a_sentence(LABELS[kind]) for kind in known)


# The words lists use, in lower case, to our codes. Care with no code of its own is "other".
WORDS: dict[str, ServiceType] = {
    "nursing homes": ServiceType.NURSING_HOME,
    "nursing home": ServiceType.NURSING_HOME,
    "care home service with nursing": ServiceType.NURSING_HOME,
    "care home with nursing": ServiceType.NURSING_HOME,
    "residential homes": ServiceType.RESIDENTIAL_HOME,
    "residential home": ServiceType.RESIDENTIAL_HOME,
    "care home": ServiceType.RESIDENTIAL_HOME,
    "care home service without nursing": ServiceType.RESIDENTIAL_HOME,
    "care home without nursing": ServiceType.RESIDENTIAL_HOME,
    "hospice": ServiceType.HOSPICE,
    "hospice services": ServiceType.HOSPICE,
    "homecare agencies": ServiceType.HOME_CARE,
    "homecare agency": ServiceType.HOME_CARE,
    "home care": ServiceType.HOME_CARE,
    "domiciliary care service": ServiceType.HOME_CARE,
    "extra care housing services": ServiceType.EXTRA_CARE,
    "extra care": ServiceType.EXTRA_CARE,
    "supported living": ServiceType.SUPPORTED_LIVING,
    "supported living service": ServiceType.SUPPORTED_LIVING,
    "shared lives": ServiceType.SHARED_LIVES,
    "rehabilitation (illness/injury)": ServiceType.REHABILITATION,
    "rehabilitation (substance abuse)": ServiceType.REHABILITATION,
    "rehabilitation services": ServiceType.REHABILITATION,
    "day care": ServiceType.DAY_CARE,
    "long-term conditions": ServiceType.OTHER,
    "long-term conditions services": ServiceType.OTHER,
    "diagnosis/screening": ServiceType.OTHER,
    "education disability services": ServiceType.OTHER,
}


def service_type(text: str) -> ServiceType | None:
    """Return the code for one written type or code; `None` when the word is not known."""
    word = " ".join(text.lower().split())
    if word in ServiceType._value2member_map_:
        return ServiceType(word)
    return WORDS.get(word) or next((code for code, label in LABELS.items() if label.lower() == word), None)


def main_type(types: list[ServiceType]) -> ServiceType:
    """Return the most intensive of several types; `OTHER` of none."""
    order = list(ServiceType)
    return min(types, key=order.index, default=ServiceType.OTHER)
