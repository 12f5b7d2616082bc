"""The providers a list names: found by number, then by name without its legal form, else made."""

from collections.abc import Sequence
from datetime import datetime

from junction.registry.models import Identifier, Organisation
from junction.registry.rules.identifiers import IdentifierKind
from junction.registry.rules.listed import ListedPlace
from junction.registry.rules.names import organisation_key

CQC = IdentifierKind.CQC_PROVIDER


class Providers:
    """The organisation of each row of a list, `None` where the list names none."""

    def __init__(self, rows: Sequence[ListedPlace], *, now: datetime) -> None:
        self.now = now
        self.names = {row.provider_id: row.provider for row in rows if row.provider_id}
        self.by_number = self._numbered()
        wanted = {organisation_key(row.provider): row.provider for row in rows if row.provider}
        self.by_key = self._named(wanted)
        self._make_numbered()

    def of(self, row: ListedPlace) -> int | None:
        """Return the organisation that runs the place of `row`."""
        return self.by_number.get(row.provider_id) or self.by_key.get(organisation_key(row.provider))

    def _numbered(self) -> dict[str, int]:
        borne = Identifier.objects.filter(kind=CQC, value__among=self.names, withdrawn_at__isnull=True)
        pairs = borne.exclude(organisation=None).values_list("value", "organisation_id")
        return {value: organisation for value, organisation in pairs if organisation}

    def _named(self, wanted: dict[str, str]) -> dict[str, int]:
        held = Organisation.objects.filter(kind=Organisation.Kind.PROVIDER, name_key__among=wanted)
        found = dict(held.order_by("-id").values_list("name_key", "id"))
        missing = {key: name for key, name in wanted.items() if key not in found}
        return found | self._make(missing)

    def _make(self, names: dict[str, str]) -> dict[str, int]:
        made = Organisation.objects.bulk_create(
            [
                Organisation(
                    kind=Organisation.Kind.PROVIDER, name=name, name_key=key[:200], created_at=self.now
                )
                for key, name in names.items()
            ],
            batch_size=2_000,
        )
        return {key: one.pk for key, one in zip(names, made, strict=True)}

    def _make_numbered(self) -> None:
        """Give a number to the provider of that name; make those of which only the number is known."""
        missing = {number: name for number, name in self.names.items() if number not in self.by_number}
        nameless = self._make({number: f"Provider {number}" for number, name in missing.items() if not name})
        made = {
            number: nameless.get(number) or self.by_key[organisation_key(name)]
            for number, name in missing.items()
        }
        self.by_number |= made
        Identifier.objects.bulk_create(
            Identifier(kind=CQC, value=number, organisation_id=pk, recorded_at=self.now)
            for number, pk in made.items()
        )
