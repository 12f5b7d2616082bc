"""A row of a scheme's list of volunteers to what they would have said; what cannot be right is said."""

from collections.abc import Callable, Container
from datetime import date

from junction.core.imports import Finding, Severity
from junction.core.tables import NotADay, Row, parse_day

from .signing_up import CheckTold, SignUp
from .volunteering import Volunteering

REQUIRED = ("name", "postcode")
OPTIONAL = (
    "email", "phone", "skills", "languages", "hours", "reach_km", "capacity", "may_be_lent", "check",
    "check_issuer", "check_date", "check_expires", "passport_from", "number",
)  # fmt: skip
YES = frozenset({"yes", "y", "true", "1"})
LONGEST = {"name": 100, "email": 200, "phone": 30, "postcode": 10, "check_issuer": 120, "passport_from": 120,
           "number": 80}  # fmt: skip


class CannotBe(ValueError):
    """A cell that cannot be right: its column and what to do."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def volunteer_row(row: Row, book: Volunteering, *, scheme: int) -> SignUp | Finding:
    """Return what a row says, or what is wrong with it."""
    try:
        return _sign_up(row.cells, book, scheme)
    except CannotBe as wrong:
        value = row.cells.get(wrong.column, "")[:200]
        return Finding(row.number, wrong.column, value, "not-right", Severity.ERROR, str(wrong))


def _sign_up(cells: dict[str, str], book: Volunteering, scheme: int) -> SignUp:
    def text(name: str) -> str:
        said = cells.get(name, "")
        if len(said) > LONGEST[name]:
            raise CannotBe(name, f"This is longer than {LONGEST[name]} characters.")
        return said

    hours = _several(cells, "hours", book.hours)
    return SignUp(
        name=text("name"), email=text("email"), phone=text("phone"), postcode=text("postcode"),
        skills=_several(cells, "skills", book.skills),
        languages=_several(cells, "languages", book.languages) or ["en"], hours=hours or None,
        reach_km=_number(cells, "reach_km", 5, most=100), capacity=_number(cells, "capacity", 1, most=20),
        may_be_lent=cells.get("may_be_lent", "").casefold() in YES, scheme=scheme, channel="import",
        source=text("number"), check=_check(cells, text, book),
    )  # fmt: skip


def _several(cells: dict[str, str], name: str, known: Container[str]) -> list[str]:
    said = [one.strip().casefold() for one in cells.get(name, "").split(";") if one.strip()]
    for one in said:
        if one not in known:
            raise CannotBe(name, f"“{one}” is none of the list. Several are separated by a semicolon.")
    return said


def _number(cells: dict[str, str], name: str, usual: int, *, most: int) -> int:
    said = cells.get(name, "")
    if not said:
        return usual
    if not said.isascii() or not said.isdecimal() or len(said) > 4 or not 1 <= int(said) <= most:
        raise CannotBe(name, f"Give a whole number from 1 to {most}.")
    return int(said)


def _check(cells: dict[str, str], text: Callable[[str], str], book: Volunteering) -> CheckTold | None:
    code = cells.get("check", "").casefold()
    if not code:
        return None
    if code not in book.checks:
        raise CannotBe("check", f"This is none of the checks: {', '.join(book.checks)}.")
    issued = _day(cells, "check_date")
    if issued is None:
        raise CannotBe("check_date", "Give the day on the check, such as 2020-04-20.")
    expires = _day(cells, "check_expires")
    return CheckTold(code, text("check_issuer"), issued, expires, text("passport_from"))


def _day(cells: dict[str, str], name: str) -> date | None:
    said = cells.get(name, "")
    if not said:
        return None
    try:
        return parse_day(said)
    except NotADay as wrong:
        raise CannotBe(name, str(wrong) or "This is no day. Write it as 2020-04-20.") from wrong
