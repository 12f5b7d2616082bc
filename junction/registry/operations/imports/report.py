"""What an import of places answers, beside the counts of every import.

A row of a list is about a registration. So `created` counts registrations begun, on new places and on
known ones; `joined` counts rows that met a place already known.
"""

from dataclasses import dataclass

from junction.core.imports import ImportReport


@dataclass(slots=True)
class PlacesReport(ImportReport):
    """Counts of rows, places and registrations, and the findings."""

    places_created: int = 0
    joined: int = 0
    begun: int = 0
    ended: int = 0
    proposed_duplicates: int = 0
    proposed_successors: int = 0
    ended_with_successor: int = 0
    ended_with_several: int = 0  # of these, those with more than one candidate

    @property
    def effects(self) -> int:
        """A row that is not there changes something too, where the list is complete."""
        return self.created + self.changed + self.ended

    def details(self) -> dict[str, int]:
        """What a list of places counts besides."""
        return {
            "places_created": self.places_created,
            "joined": self.joined,
            "begun": self.begun,
            "ended": self.ended,
            "proposed_duplicates": self.proposed_duplicates,
            "proposed_successors": self.proposed_successors,
            "ended_with_successor": self.ended_with_successor,
            "ended_with_several": self.ended_with_several,
        }

    def counts(self) -> dict[str, int]:
        """Every count, for the log."""
        rows = {
            "rows": self.rows,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
        }
        return rows | self.details()
