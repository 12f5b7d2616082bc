"""Which identifiers places and organisations bear, and whether a written one can be right.

Each kind has one shape. Sources: the regulator's locations and providers are `1-` with 9 to 11 digits, while
locations of NHS trusts bear the trust's ODS-style site code; ODS codes are 3 to 10 capitals and digits (NHS
Organisation Data Service); GSS codes are a letter and 8 digits (ONS code history); a UPRN is at most 12
digits (GeoPlace); company numbers are 8 characters, the first two may be letters (Companies House);
charity numbers are 6 or 7 digits in England and Wales, `SC` and 6 in Scotland, `NIC` and 6 in Northern
Ireland; the certification number of the US CMS is 6 characters, the third may be a letter for some kinds
of facility.
"""

import re
from enum import StrEnum


class IdentifierKind(StrEnum):
    """The kinds of identifier Junction knows."""

    CQC_LOCATION = "cqc-location"
    CQC_PROVIDER = "cqc-provider"
    ODS = "ods"
    GSS = "gss"
    UPRN = "uprn"
    COMPANY = "company"
    CHARITY = "charity"
    US_CCN = "us-ccn"
    COUNCIL_LIST = "council-list"


IDENTIFIER_LABELS: dict[IdentifierKind, str] = {
    IdentifierKind.CQC_LOCATION: "CQC location",
    IdentifierKind.CQC_PROVIDER: "CQC provider",
    IdentifierKind.ODS: "ODS code",
    IdentifierKind.GSS: "GSS code",
    IdentifierKind.UPRN: "UPRN",
    IdentifierKind.COMPANY: "Company number",
    IdentifierKind.CHARITY: "Charity number",
    IdentifierKind.US_CCN: "US CMS certification number",
    IdentifierKind.COUNCIL_LIST: "Council list (name and postcode)",
}
# What a person may say that a place bears: providers bear their own, areas theirs, a list's entry is none.
BORNE_BY_PLACES = (
    IdentifierKind.CQC_LOCATION,
    IdentifierKind.ODS,
    IdentifierKind.UPRN,
    IdentifierKind.COMPANY,
    IdentifierKind.CHARITY,
    IdentifierKind.US_CCN,
)
BORNE_BY_BODIES = (IdentifierKind.CHARITY, IdentifierKind.COMPANY)  # of a voluntary body
ODS_SHAPE = r"[A-Z0-9]{3,10}"
# An ODS-style site code starts with a letter; so "123456789" is a mistyped location, not a site.
SHAPES: dict[IdentifierKind, str] = {
    IdentifierKind.CQC_LOCATION: r"1-\d{9,11}|[A-Z][A-Z0-9]{2,9}",
    IdentifierKind.CQC_PROVIDER: r"1-\d{9,11}|[A-Z][A-Z0-9]{2,9}",
    IdentifierKind.ODS: ODS_SHAPE,
    IdentifierKind.GSS: r"[EWSNKJLM]\d{8}",
    IdentifierKind.UPRN: r"[1-9]\d{0,11}",
    IdentifierKind.COMPANY: r"(\d{8}|[A-Z]{2}\d{6}|R\d{7})",
    IdentifierKind.CHARITY: r"(\d{6,7}(-\d{1,3})?|SC\d{6}|NIC\d{6})",
    IdentifierKind.US_CCN: r"\d{2}[0-9A-Z]\d{3}",
    IdentifierKind.COUNCIL_LIST: r".+\|.*",
}
ADVICE: dict[IdentifierKind, str] = {
    IdentifierKind.CQC_LOCATION: "A CQC location is 1- and 9 to 11 digits, such as 1-112588858.",
    IdentifierKind.CQC_PROVIDER: "A CQC provider is 1- and 9 to 11 digits, such as 1-877912132.",
    IdentifierKind.ODS: "An ODS code is 3 to 10 capital letters and digits, such as RM3.",
    IdentifierKind.GSS: "A GSS code is a letter and 8 digits, such as E08000009.",
    IdentifierKind.UPRN: "A UPRN is up to 12 digits.",
    IdentifierKind.COMPANY: "A company number is 8 characters, such as 01234567 or SC123456.",
    IdentifierKind.CHARITY: "A charity number is 6 or 7 digits, or SC or NIC and 6 digits.",
    IdentifierKind.US_CCN: "A US certification number is 6 characters, such as 335003.",
    IdentifierKind.COUNCIL_LIST: "A council list entry is a name and a postcode.",
}


class IdentifierNotValid(ValueError):
    """This does not have the shape of an identifier of its kind."""


def clean_identifier(kind: IdentifierKind, text: str) -> str:
    """Return `text` as identifiers of this kind are kept.

    Raise `IdentifierNotValid` saying what one looks like.
    """
    if kind is IdentifierKind.COUNCIL_LIST:
        value = text.strip()
    else:
        value = re.sub(r"\s+", "", text).upper().replace("–", "-")
    if kind is IdentifierKind.COMPANY and value.isdigit():
        value = value.zfill(8)
    if kind is IdentifierKind.UPRN:
        value = value.lstrip("0")
    if not re.fullmatch(SHAPES[kind], value, flags=re.ASCII):
        raise IdentifierNotValid(ADVICE[kind])
    return value
