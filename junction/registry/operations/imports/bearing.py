"""Identifiers and contacts that rows give to places: new ones are added, a list's older ones end.

What a person took away from a place, a list does not bring back to it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from junction.core.imports import Finding, Severity
from junction.registry.models import Contact, Identifier, Place
from junction.registry.rules.listed import ListedPlace

from .copying import Copying


class Bearing:
    """What the places of a list bear, as known and as the list says."""

    def __init__(self, rows: Sequence[ListedPlace], places: Mapping[int, Place], *, now: datetime) -> None:
        self.now = now
        values = {value for row in rows for _, value in row.identifiers}
        self.taken_away: set[tuple[int, str, str]] = set()  # place, kind, value
        self.kept: list[Finding] = []
        self.borne: set[tuple[str, str]] = set()
        self.contacts: dict[tuple[int, str], list[Contact]] = {}
        self._load_identifiers(values)
        self._load_contacts(places)
        self.identifiers: list[Identifier] = []
        self.new: list[Contact] = []
        self.over: list[int] = []

    def _load_identifiers(self, values: set[str]) -> None:
        told = Q(withdrawn_at__isnull=True) | ~Q(withdrawn_by="")
        columns = ("place_id", "kind", "value", "withdrawn_by")
        for place, kind, value, by in Identifier.objects.filter(told, value__among=values).values_list(
            *columns
        ):
            if by:
                self.taken_away.add((place, kind, value))
            else:
                self.borne.add((kind, value))

    def _load_contacts(self, places: Mapping[int, Place]) -> None:
        told = Q(ended_at__isnull=True) | ~Q(ended_by="")
        for contact in Contact.objects.filter(told, place__among=places).order_by("id"):
            if contact.ended_by:
                self.taken_away.add((contact.place_id or 0, contact.kind, contact.value))
            else:
                self.contacts.setdefault((contact.place_id or 0, contact.kind), []).append(contact)

    def add(self, place: Place, row: ListedPlace, *, only_blanks: bool = False) -> bool:
        """Take what a row says a place bears; tell whether any of it is new."""
        unknown = [pair for pair in row.identifiers if (str(pair[0]), pair[1]) not in self.borne]
        fresh = [pair for pair in unknown if not self._was_taken_away(place, row, *pair)]
        for kind, value in fresh:
            self.borne.add((str(kind), value))
            self.identifiers.append(Identifier(kind=kind, value=value, place=place, recorded_at=self.now))
        contacts = [
            self._contact(place, kind, value)
            for kind, value in row.contacts
            if not (only_blanks and self.contacts.get((place.pk, kind)))
            and not self._was_taken_away(place, row, kind, value)
        ]
        return bool(fresh) or any(contacts)

    def _was_taken_away(self, place: Place, row: ListedPlace, kind: str, value: str) -> bool:
        if (place.pk or 0, str(kind), value) not in self.taken_away:
            return False
        message = "A person took this away from the place; the list did not bring it back."
        self.kept.append(Finding(row.number, str(kind), value, "removal-kept", Severity.NOTE, message))
        return True

    def _contact(self, place: Place, kind: str, value: str) -> bool:
        held = self.contacts.get((place.pk, kind), []) if place.pk else []
        if any(contact.value == value for contact in held):
            return False
        self.over += [contact.pk for contact in held if contact.source == Contact.Source.LIST and contact.pk]
        new = Contact(kind=kind, value=value, source=Contact.Source.LIST, place=place, recorded_at=self.now)
        self.new.append(new)
        if place.pk:
            kept = [contact for contact in held if contact.source != Contact.Source.LIST]
            self.contacts[place.pk, kind] = [*kept, new]
        return True

    def store(self) -> None:
        """Write it, after the places were written."""
        Copying(self.identifiers).store()
        Contact.objects.filter(pk__among=self.over).update(ended_at=self.now)
        Copying(self.new).store()
