"""The reference of a return: short, without look-alike letters or vowels, with a check character.

It is computed from the day the return is about and its number, and read back the same way, so nothing needs
to be stored or looked up: `4KQ-7XH2M-C` is day, number, check. The check character (Luhn over 28 signs)
catches every single wrong character and nearly every swap of two.
"""

from datetime import date, timedelta

from stdnum import luhn
from stdnum.exceptions import ValidationError

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
EPOCH = date(2000, 1, 1)
DAY_LENGTH = 3
NUMBER_LENGTH = 4  # at least; 28 ** 4 is 614,656, and it grows by itself


class NotAReference(ValueError):
    """That is not a reference of ours. Check it character by character: it has no vowels, no 0 and no 1."""


def _written(number: int, length: int) -> str:
    signs = ""
    while number:
        number, sign = divmod(number, len(ALPHABET))
        signs = ALPHABET[sign] + signs
    return signs.rjust(length, ALPHABET[0])


def _read(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number * len(ALPHABET) + ALPHABET.index(sign)
    return number


def reference_of(about_on: date, number: int) -> str:
    """Return the reference of the return with this number about this day."""
    day, serial = _written((about_on - EPOCH).days, DAY_LENGTH), _written(number, NUMBER_LENGTH)
    return f"{day}-{serial}-{luhn.calc_check_digit(day + serial, ALPHABET)}"


def read_reference(text: str) -> tuple[date, int]:
    """Return the day and number a reference stands for, however it was spaced; raise `NotAReference`."""
    signs = "".join(text.upper().split()).replace("-", "")
    if len(signs) < DAY_LENGTH + NUMBER_LENGTH + 1:
        raise NotAReference(text)
    try:
        luhn.validate(signs, ALPHABET)
    except (ValidationError, ValueError) as wrong:
        raise NotAReference(text) from wrong
    return EPOCH + timedelta(days=_read(signs[:DAY_LENGTH])), _read(signs[DAY_LENGTH:-1])
