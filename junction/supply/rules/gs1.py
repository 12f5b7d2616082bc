"""What a barcode says: GS1 element strings as a text field receives them, read or refused part by part.

Source: GS1 General Specifications, section 3 (application identifiers), 7.2.7 (FNC1) and 7.12 (century of a
date). A scanner that acts as a keyboard writes one of these, and so does a person who copies what is printed:

    ]d201095060001343521725120010ABC123␝2112     with the mark of the symbology; FNC1 as GS, or written out
    (01)09506000134352(17)251200(10)ABC123       as printed for people
    9506000134352                                a bare trade item number of 8, 12, 13 or 14 digits

A text of digits alone is a bare number where its length and check digit say so. Where a scanner drops FNC1, a
part of open length runs into the next one; what looks so is read and doubted (`Label.doubts`), never guessed.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

GS = "\x1d"
WRITTEN_GS = re.compile(r"␝|<GS>|\{GS\}|\[GS\]|\\x1d|\\u001d|\^\]|<FNC1>|\[FNC1\]", re.IGNORECASE)
SYMBOLOGY = re.compile(r"\](?:C[01]|e0|d[12]|Q[13]|J1|E[04]|I1)")
PRINTED = re.compile(r"\((\d{2,4})\)")
TEXT = re.compile(r"""[A-Za-z0-9!"%&'()*+,\-./:;<=>?_]+""")  # the 82 characters of GS1
OF_A_GTIN = (8, 12, 13, 14)


class NotABarcode(ValueError):
    """The text is no barcode that can be read; the sentence says which part and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One application identifier: what it is called, how long its data is, and of what kind."""

    name: str
    most: int
    is_fixed: bool = False
    kind: str = "text"  # text, digits, day, gtin


PARTS = MappingProxyType({
    "01": Part("trade item number", 14, True, "gtin"),
    "02": Part("number of the contained items", 14, True, "gtin"),
    "10": Part("lot", 20),
    "11": Part("day of making", 6, True, "day"),
    "15": Part("best before", 6, True, "day"),
    "17": Part("expiry", 6, True, "day"),
    "21": Part("serial number", 20),
    "30": Part("count", 8, False, "digits"),
    "37": Part("count of contained items", 8, False, "digits"),
})  # fmt: skip
# Read so that what stands beside them is found, and left out of the answer.
PASSED_OVER = MappingProxyType({
    "00": Part("number of the pallet", 18, True, "digits"),
    "12": Part("due date", 6, True, "digits"),
    "13": Part("day of packing", 6, True, "digits"),
    "16": Part("sell by", 6, True, "digits"),
    "20": Part("variant", 2, True, "digits"),
    "22": Part("consumer variant", 20),
    "240": Part("additional number", 30),
    "241": Part("customer's number", 30),
    "250": Part("second serial number", 30),
    "400": Part("order number", 30),
    **{str(ai): Part("national number", 20) for ai in range(710, 717)},
    **{str(ai): Part("the company's own", 90) for ai in range(90, 100)},
})  # fmt: skip
KNOWN = MappingProxyType({**PARTS, **PASSED_OVER})


@dataclass(frozen=True, slots=True)
class Label:
    """What a barcode says; "" and None where it says nothing."""

    gtin: str = ""  # always 14 digits
    lot: str = ""
    serial: str = ""
    expires_on: date | None = None
    best_before_on: date | None = None
    made_on: date | None = None
    count: int | None = None
    doubts: tuple[str, ...] = ()


def read_label(text: str, *, on: date) -> Label:
    """Read one barcode on the day `on`, which decides the century. Raise `NotABarcode` with a sentence."""
    given = WRITTEN_GS.sub(GS, text).strip(" \t\r\n")
    mark = SYMBOLOGY.match(given)
    plain = given[mark.end() :] if mark else given
    if not plain.strip(GS):
        raise NotABarcode("The barcode is empty. Scan it again, or choose the item below.")
    if is_gtin(plain) and (mark is None or mark.group() in ("]E0", "]E4", "]I1", "]C0")):
        return Label(gtin=plain.zfill(14))
    try:
        return _label(list(_elements(plain)), on=on)
    except NotABarcode:
        if plain.isdigit() and plain.isascii() and len(plain) in OF_A_GTIN and not mark:
            raise NotABarcode(_wrong_check_digit(plain)) from None
        raise


def write_label(label: Label) -> str:
    """The element string of a label, with the mark of a GS1 DataMatrix: fixed parts first."""
    said = [
        ("01", label.gtin),
        *(
            (ai, f"{day:%y%m%d}")
            for ai, day in (("11", label.made_on), ("15", label.best_before_on), ("17", label.expires_on))
            if day
        ),
        ("10", label.lot),
        ("21", label.serial),
        ("37", "" if label.count is None else str(label.count)),
    ]
    parts = [ai + data + ("" if PARTS[ai].is_fixed else GS) for ai, data in said if data]
    return "]d2" + "".join(parts).rstrip(GS)


def is_gtin(text: str) -> bool:
    """Tell whether a text is a trade item number of a length that there is, with its check digit right."""
    return text.isascii() and text.isdigit() and len(text) in OF_A_GTIN and check_digit(text[:-1]) == text[-1]


def check_digit(digits: str) -> str:
    """The last digit of a trade item number (GS1 7.9.1): threes and ones in turn, from the right."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _elements(plain: str) -> Iterator[tuple[str, str, bool]]:
    """Each identifier with its data, and whether its end was marked (by GS, a bracket or its length)."""
    if plain.startswith("("):
        yield from _printed(plain)
        return
    left = plain
    while left := left.lstrip(GS):
        ai = next((left[:size] for size in (2, 3, 4) if left[:size] in KNOWN), "")
        if not ai:
            raise NotABarcode(_unknown(left[:4]))
        part, data = KNOWN[ai], left[len(ai) :]
        end = part.most if part.is_fixed else (data + GS).index(GS)
        yield ai, data[:end], part.is_fixed or GS in data
        left = data[end:]


def _printed(plain: str) -> Iterator[tuple[str, str, bool]]:
    marks = [found for found in PRINTED.finditer(plain) if found.start() == 0 or found[1] in KNOWN]
    if not marks:
        raise NotABarcode("The barcode begins with a bracket that holds no number. Scan it again.")
    ends = [found.start() for found in marks[1:]] + [len(plain)]
    for found, end in zip(marks, ends, strict=True):
        if found[1] not in KNOWN:
            raise NotABarcode(_unknown(found[1]))
        yield found[1], plain[found.end() : end].strip(GS), True


def _label(elements: list[tuple[str, str, bool]], *, on: date) -> Label:
    said: dict[str, str] = {}
    doubts: list[str] = []
    for ai, data, is_ended in elements:
        _check(ai, data)
        if said.setdefault(ai, data) != data:
            raise NotABarcode(
                f"The barcode says the {KNOWN[ai].name} twice, and not the same. Scan it again."
            )
        if not is_ended and _may_run_on(data):
            doubts.append(
                f"The {KNOWN[ai].name} may run into the next part: the scanner leaves out the mark "
                f"between them. Compare “{data}” with what is printed."
            )
    if not said.keys() & PARTS.keys():
        raise NotABarcode("The barcode names no item, lot or day. Scan the other one on the box.")
    counted = said.get("37") or said.get("30")
    return Label(
        gtin=said.get("01") or said.get("02", ""),
        lot=said.get("10", ""),
        serial=said.get("21", ""),
        expires_on=_day("17", said, on),
        best_before_on=_day("15", said, on),
        made_on=_day("11", said, on),
        count=int(counted) if counted else None,
        doubts=tuple(doubts),
    )


def _check(ai: str, data: str) -> None:
    part = KNOWN[ai]
    what = f"The {part.name} ({ai})"
    if not data:
        raise NotABarcode(f"{what} is empty. Scan the barcode again.")
    if part.is_fixed and len(data) != part.most:
        raise NotABarcode(f"{what} has {len(data)} of {part.most} characters. Scan the whole barcode.")
    if len(data) > part.most:
        raise NotABarcode(
            f"{what} is longer than {part.most} characters; perhaps the mark before the next part is "
            "missing. Type it as printed, with brackets: (10)ABC(17)251231."
        )
    if part.kind != "text" and not (data.isascii() and data.isdigit()):
        raise NotABarcode(f"{what} must be digits, not “{data}”. Scan the barcode again.")
    if part.kind == "text" and not TEXT.fullmatch(data):
        raise NotABarcode(f"{what} has a character that barcodes do not have: “{data}”. Type it as printed.")
    if part.kind == "gtin" and not is_gtin(data):
        raise NotABarcode(_wrong_check_digit(data))


def _day(ai: str, said: dict[str, str], on: date) -> date | None:
    """A day of six digits. Day 00 is the last of its month; a year lies within 50 years of `on`."""
    text = said.get(ai)
    if text is None:
        return None
    year, month, day = on.year // 100 * 100 + int(text[:2]), int(text[2:4]), int(text[4:])
    apart = int(text[:2]) - on.year % 100
    year += -100 if apart >= 51 else 100 if apart <= -50 else 0
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except (ValueError, IndexError):
        name = PARTS[ai].name
        raise NotABarcode(
            f"The {name} ({ai}) is no day: “{text}” should be year, month and day, such as 251231."
        ) from None


def _may_run_on(data: str) -> bool:
    """Tell whether the end of a part looks like another part that should have been apart."""
    return bool(re.search(r".(?:1[157]\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|(?:10|21|30|37).{3,})", data))


def _wrong_check_digit(number: str) -> str:
    return f"The number {number} has a wrong check digit. Scan it again, or compare it with what is printed."


def _unknown(text: str) -> str:
    return f"The barcode has a part “{text}” that is not known here. Type the number, lot and expiry instead."
