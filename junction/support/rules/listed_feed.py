"""Pages of an Open Referral UK feed to listed services; what the standard does not allow is said.

A service without identifier or name is not taken. What is wrong inside it is left out, and the rest taken.
Names of contacts are not taken over, since they are names of persons.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from uk_postcodes_parsing import parse as parse_postcode

from junction.core.imports import Finding, Severity

from .directory_book import DirectoryBook
from .hsds import Problem, Standard
from .listed import (
    Listed,
    ListedArea,
    ListedLocation,
    ListedOpening,
    ListedOrganisation,
    ListedService,
    ListedTerm,
    made_id,
)
from .opening import FREQUENCIES, Opening, days_of, monthdays_of

SHOWN = ("cost_options", "languages", "funding")
Found = Mapping[str, Any]


def services_of(pages: Any) -> Iterator[Any]:
    """Return the services of a page, of several pages, of a list, or of one service alone."""
    if isinstance(pages, list):
        for one in pages:
            yield from services_of(one)
    elif isinstance(pages, Mapping) and isinstance(pages.get("contents"), list):
        yield from pages["contents"]
    else:
        yield pages


def listed_feed(pages: Any, *, source: str, standard: Standard, book: DirectoryBook, sha256: str) -> Listed:
    """Return what a feed lists, and everything wrong with it."""
    found = Listed("feed", sha256)
    seen: set[UUID] = set()
    for row, raw in enumerate(services_of(pages), start=1):
        found.rows += 1
        problems = standard.problems("service", raw)
        cannot = [one for one in problems if one.pointer in ("/", "/id", "/name")]
        found.findings += [_finding(row, one, is_error=one in cannot) for one in problems]
        if cannot:
            continue
        service = _service(row, raw, source, {one.pointer for one in problems}, book)
        if service.id in seen:
            twice = Problem("/id", "The feed has this service before. The first was taken.")
            found.findings.append(_finding(row, twice, is_error=True))
            continue
        seen.add(service.id)
        found.services.append(service)
    return found


def _finding(row: int, problem: Problem, *, is_error: bool) -> Finding:
    severity = Severity.ERROR if is_error else Severity.WARNING
    column = problem.pointer.strip("/")[:200]
    end = "The service was not taken." if is_error else "It was left out."
    return Finding(row, column, "", "standard", severity, f"{problem.detail} {end}")


def _service(row: int, raw: Found, source: str, wrong: set[str], book: DirectoryBook) -> ListedService:
    one = {name: value for name, value in raw.items() if f"/{name}" not in wrong}
    number = UUID(one["id"])
    terms = tuple(_terms(_all(one, "attributes")))
    schedules = [*_all(one, "schedules")]
    for link in _all(one, "service_at_locations"):
        schedules += _all(link, "schedules")
    phones = [phone for contact in _all(one, "contacts") for phone in _all(contact, "phones")]
    phones += _all(one, "phones")
    numbers = [str(phone["number"]) for phone in phones if phone.get("number")]
    ages = [_age(one.get(name)) for name in ("minimum_age", "maximum_age")]
    return ListedService(
        row=row, id=number, name=_text(one, "name", 200),
        organisation=_organisation(one, source), status=one.get("status", "active"),
        description=_text(one, "description"), url=_text(one, "url", 500), email=_text(one, "email", 254),
        phone=numbers[0][:40] if numbers else "", needs=tuple(book.needs_of(term.name for term in terms)),
        ways=tuple(book.ways_of(_text(row, "attending_type", 500) for row in schedules)),
        eligibility=_text(one, "eligibility_description"), minimum_age=ages[0], maximum_age=ages[1],
        alert=_text(one, "alert"), assured_on=_day(one.get("assured_date")),
        last_modified=_moment(one.get("last_modified")),
        details={name: rows for name in SHOWN if (rows := _fine(one, name, wrong))},
        locations=tuple(_locations(_all(one, "service_at_locations"))),
        openings=tuple(_openings(schedules)), areas=tuple(_areas(_all(one, "service_areas"))), terms=terms,
    )  # fmt: skip


def _all(one: Found, name: str) -> list[Found]:
    """Return the objects of a list that have an identifier."""
    value = one.get(name)
    return (
        [row for row in value if isinstance(row, Mapping) and _uuid(row.get("id"))]
        if isinstance(value, list)
        else []
    )


def _fine(one: Found, name: str, wrong: set[str]) -> list[Found]:
    """Return the objects of a list with which nothing is wrong."""
    value = one.get(name)
    return [
        row
        for number, row in enumerate(value if isinstance(value, list) else [])
        if not any(f"{pointer}/".startswith(f"/{name}/{number}/") for pointer in wrong)
    ]


def _text(one: Found, name: str, most: int = 20_000) -> str:
    value = one.get(name)
    return value.strip()[:most] if isinstance(value, str) else ""


def _uuid(value: Any) -> UUID | None:
    with suppress(ValueError, AttributeError, TypeError):
        return UUID(value)
    return None


def _age(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 <= value <= 150 else None


def _day(value: Any) -> date | None:
    with suppress(ValueError, TypeError):
        return date.fromisoformat(value)
    return None


def _moment(value: Any) -> datetime | None:
    with suppress(ValueError, TypeError):
        found = datetime.fromisoformat(value)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _clock(value: Any) -> time | None:
    """Hours are taken as the clock on the wall shows them, whatever offset a feed adds."""
    with suppress(ValueError, TypeError):
        return time.fromisoformat(value).replace(tzinfo=None)
    return None


def _organisation(one: Found, source: str) -> ListedOrganisation:
    raw = one.get("organization")
    body: Found = raw if isinstance(raw, Mapping) else {}
    name = _text(body, "name", 200) or source
    number = _uuid(body.get("id")) or _uuid(one.get("organization_id"))
    return ListedOrganisation(
        number or made_id(source, "organisation", name), name, _text(body, "description"),
        _text(body, "email", 254), _text(body, "website", 500),
        tuple(
            {key: str(value) for key, value in row.items()} for row in _all(body, "organization_identifiers")
        ),
    )  # fmt: skip


def _locations(links: list[Found]) -> Iterator[ListedLocation]:
    seen = set()
    for link in links:
        raw = link.get("location")
        place: Found = raw if isinstance(raw, Mapping) else {}
        number = _uuid(place.get("id"))
        if number is None or number in seen:
            continue
        seen.add(number)
        address: Found = next(iter(_all(place, "addresses")), {})
        code = parse_postcode(_text(address, "postal_code", 20)) if address.get("postal_code") else None
        point = [place.get("latitude"), place.get("longitude")]
        if not all(isinstance(value, int | float) for value in point) or abs(point[0] or 0) > 90:
            point = [None, None]
        lines = [_text(address, "address_1", 150), _text(address, "address_2", 140)]
        yield ListedLocation(
            number, _text(place, "name", 200), _text(place, "description"), point[0], point[1],
            ", ".join(filter(None, lines)), _text(address, "city", 100),
            _text(address, "state_province", 100),
            code.postcode if code else "",
            tuple(filter(None, (_text(row, "description") for row in _all(place, "accessibility")))),
            _text(place, "external_identifier", 100), _text(place, "external_identifier_type", 100),
        )  # fmt: skip


def _openings(rows: list[Found]) -> Iterator[ListedOpening]:
    for row in {row["id"]: row for row in rows}.values():
        freq, byday = _text(row, "freq", 10).upper(), _text(row, "byday", 60).upper()
        bymonthday = _text(row, "bymonthday", 100)
        try:
            days_of(byday)
            monthdays_of(bymonthday)
        except ValueError:
            freq, byday, bymonthday = "", "", ""
        interval = row.get("interval")
        opening = Opening(
            freq if freq in FREQUENCIES else "", byday, bymonthday,
            int(interval) if isinstance(interval, int | float) and 1 <= interval <= 52 else 1,
            _day(row.get("dtstart")), _day(row.get("valid_from")), _day(row.get("valid_to")),
            _clock(row.get("opens_at")), _clock(row.get("closes_at")),
        )  # fmt: skip
        yield ListedOpening(UUID(row["id"]), opening, _text(row, "description"))


def _areas(rows: list[Found]) -> Iterator[ListedArea]:
    for row in rows:
        uri = _text(row, "uri", 500)
        last = uri.rstrip("/").rpartition("/")[2]
        code = last if len(last) == 9 and last[:1].isalpha() and last[1:].isdigit() else ""
        name = _text(row, "name", 300) or _text(row, "service_area", 300)
        yield ListedArea(UUID(row["id"]), name, uri, code)


def _terms(rows: list[Found]) -> Iterator[ListedTerm]:
    for row in rows:
        raw = row.get("taxonomy_term")
        term: Found = raw if isinstance(raw, Mapping) else {}
        number = _uuid(term.get("id"))
        name = _text(term, "name", 200) or _text(term, "term", 200)
        if number is None or not name:
            continue
        taxonomy = _text(term, "taxonomy", 200) or "Not said"
        yield ListedTerm(
            number, name, _uuid(term.get("taxonomy_id")) or made_id("taxonomy", taxonomy), taxonomy,
            _text(term, "code", 100), _text(term, "term_uri", 500), _text(row, "link_type", 60),
        )  # fmt: skip
