"""Whether a written phone number, email address or web address can be right, and how it is kept."""

from collections.abc import Callable
from enum import StrEnum

from .cells import Cell, email, phone, website


class ContactKind(StrEnum):
    """The ways to reach a place that Junction knows."""

    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"


CONTACT_LABELS: dict[ContactKind, str] = {
    ContactKind.PHONE: "Phone",
    ContactKind.EMAIL: "Email",
    ContactKind.WEBSITE: "Website",
}
READ: dict[ContactKind, Callable[[str], Cell[str]]] = {
    ContactKind.PHONE: phone,
    ContactKind.EMAIL: email,
    ContactKind.WEBSITE: website,
}
CONTACT_ADVICE: dict[ContactKind, str] = {
    ContactKind.PHONE: "Enter a UK phone number, such as 0161 496 0000",
    ContactKind.EMAIL: "Enter an email address, such as office@home.example",
    ContactKind.WEBSITE: "Enter a web address, such as www.home.example",
}


class ContactNotValid(ValueError):
    """This cannot be used to reach anybody."""


def clean_contact(kind: ContactKind, text: str) -> str:
    """Return `text` as contacts of this kind are kept.

    Raise `ContactNotValid` saying what one looks like.
    """
    value = READ[kind](text).value
    if not value:
        raise ContactNotValid(CONTACT_ADVICE[kind])
    return value
