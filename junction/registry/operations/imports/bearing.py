"""Identifiers and contacts that rows give to places: new ones are added, a list's older ones end."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from junction.registry.models import Contact, Identifier, Place
from junction.registry.rules.listed import ListedPlace

from .copying import Copying


class Bearing:
    """What the places of a list bear, as known and as the list says."""

    def __init__(self, rows: Sequence[ListedPlace], places: Mapping[int, Place], *, now: datetime) -> None:
        self.now = now
        values = {value for row in rows for _, value in row.identifiers}
        borne = Identifier.objects.filter(value__among=values, withdrawn_at__isnull=True)
        self.borne = set(borne.values_list("kind", "value"))
        live = Contact.objects.filter(place__among=places, ended_at__isnull=True)
        self.contacts: dict[tuple[int, str], list[Contact]] = {}
        for contact in live.order_by("id"):
            self.contacts.setdefault((contact.place_id or 0, contact.kind), []).append(contact)
        self.identifiers: list[Identifier] = []
        self.new: list[Contact] = []
        self.over: list[int] = []

    def add(self, place: Place, row: ListedPlace, *, only_blanks: bool = False) -> bool:
        """Take what a row says a place bears; tell whether any of it is new."""
        fresh = [pair for pair in row.identifiers if (str(pair[0]), pair[1]) not in self.borne]
        for kind, value in fresh:
            self.borne.add((str(kind), value))
            self.identifiers.append(Identifier(kind=kind, value=value, place=place, recorded_at=self.now))
        contacts = [
            self._contact(place, kind, value)
            for kind, value in row.contacts
            if not (only_blanks and self.contacts.get((place.pk, kind)))
        ]
        return bool(fresh) or any(contacts)

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
