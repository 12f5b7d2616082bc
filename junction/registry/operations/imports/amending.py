"""What a row of a list changes in what is known: the newer list wins, and what a person set stays."""

from collections.abc import Iterable, Mapping
from datetime import date

from junction.core.imports import Finding, Severity
from junction.registry.models import Place, Registration
from junction.registry.rules.identifiers import IdentifierKind
from junction.registry.rules.listed import ListedPlace

from .areas import Lies


def place_fields(row: ListedPlace, where: Lies) -> dict[str, object]:
    """What a row says of the building; what it leaves empty says nothing."""
    fields: dict[str, object] = {
        "name": row.name,
        "name_key": row.key,
        "address": row.address,
        "town": row.town,
        "postcode": row.postcode,
        "area_id": where.area,
        "council_id": where.council,
        "beds": row.beds,
    }
    if row.service_types:
        fields |= {"service_type": str(row.main_type), "service_types": list(map(str, row.service_types))}
    if row.position:
        fields |= {"longitude": row.position[0], "latitude": row.position[1]}
    return {name: value for name, value in fields.items() if value not in ("", None)}


def registration_fields(row: ListedPlace, provider: int | None) -> dict[str, object]:
    """What a row says of the registration; a number it did not have before stands for it from now on."""
    fields: dict[str, object] = {
        "name": row.name,
        "name_key": row.key,
        "beds": row.beds,
        "organisation_id": provider,
        "registered_from": row.registered_from,
        "service_types": list(map(str, row.service_types)),
    }
    if row.location:
        fields |= {"identifier_kind": str(IdentifierKind.CQC_LOCATION), "identifier": row.location}
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def is_newer(listed_on: date | None, known_on: date | None) -> bool:
    """Tell whether a list may change what was known on `known_on`; an undated one only what is undated."""
    return known_on is None or (listed_on is not None and listed_on >= known_on)


def amend(record: Place | Registration, fields: Mapping[str, object], *, only_blanks: bool) -> set[str]:
    """Set what differs and return the names of the fields changed."""
    changed = set()
    for name, value in fields.items():
        held = getattr(record, name)
        if held != value and (not only_blanks or held in ("", None, [])):
            setattr(record, name, value)
            changed.add(name)
    return changed


def without_corrected(
    place: Place, fields: dict[str, object], row: ListedPlace
) -> tuple[dict[str, object], list[Finding]]:
    """Leave out what a person set, and say so where the list differs."""
    kept = {name for name in fields if name.removesuffix("_id").removesuffix("_key") in place.corrected}
    differing = sorted(name for name in kept if getattr(place, name) != fields[name] and name != "name_key")
    findings = [
        Finding(
            row.number,
            name.removesuffix("_id"),
            str(fields[name])[:200],
            "correction-kept",
            Severity.NOTE,
            f"A person set this to “{getattr(place, name)}”; the list did not change it.",
        )
        for name in differing
    ]
    return {name: value for name, value in fields.items() if name not in kept}, findings


def without_repeats(rows: Iterable[ListedPlace]) -> tuple[list[int], list[Finding]]:
    """Return the positions of rows whose number did not come before, and an error for the others."""
    seen: dict[str, int] = {}
    kept, findings = [], []
    for position, row in enumerate(rows):
        first = seen.setdefault(row.location, row.number) if row.location else row.number
        if first == row.number:
            kept.append(position)
            continue
        message = f"Row {first} has the same number. Only that row was taken."
        findings.append(
            Finding(row.number, "location_id", row.location, "identifier-repeated", Severity.ERROR, message)
        )
    return kept, findings
