"""Which place and which registration a row of a list means.

A place is the building; a registration is what a list's row is about. The steps, for a whole list at once:

1. A row that was taken before, word for word, means what it meant.
2. The regulator's number decides, wherever the place has moved to in our register.
3. Else the same name at the same postcode: one row for each place, the oldest place first. A row without a
number never shares its place with another row of the list.
4. Else the same postcode and evidence of one building, but only where the building is vacant: nothing is
   registered there any longer, or this very list, being complete, ends what is. Evidence, strongest first:
   the same house number and street; a name alike; a name that stands in the old address; the same provider.
   A name alike is enough where the row or the registration has no number.
5. Else the row is a new place.

The order of the rows and the age of the places settle every tie, so the same list gives the same answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .listed import ListedPlace
from .names import alike, is_named_in, same_building, same_provider


@dataclass(slots=True)
class KnownRegistration:
    """A registration as matching needs it; `number` is the regulator's, "" when none is known."""

    id: int
    place: int  # that which answers, when places were merged
    number: str
    name: str
    key: str
    provider: str = ""
    until: date | None = None  # none: live


@dataclass(slots=True)
class KnownPlace:
    """A place with all that was merged into it."""

    id: int
    keys: set[str] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)
    registrations: list[KnownRegistration] = field(default_factory=list)

    @property
    def live(self) -> list[KnownRegistration]:
        """What is registered there now."""
        return [known for known in self.registrations if known.until is None]


@dataclass(slots=True)
class Register:
    """What is known of every place a list may mean."""

    places: dict[int, KnownPlace] = field(default_factory=dict)
    at_postcode: dict[str, list[int]] = field(default_factory=dict)  # places, the oldest first
    by_number: dict[str, list[KnownRegistration]] = field(default_factory=dict)  # the live one last
    bearers: dict[str, int] = field(default_factory=dict)  # a number that a place bears to the place

    def add(self, known: KnownRegistration) -> None:
        """Add a registration; those that are live last."""
        place = self.places.setdefault(known.place, KnownPlace(known.place))
        place.keys.add(known.key)
        place.registrations.append(known)
        if known.number:
            self.by_number.setdefault(known.number, []).append(known)


@dataclass(frozen=True, slots=True)
class Match:
    """The place and the registration a row means; `None` for one to be made. `how` tells the step."""

    place: int | None
    registration: int | None
    how: str


NEW = Match(None, None, "new")


class Matcher:
    """Matches the rows of one list; each place and registration taken is remembered."""

    def __init__(self, register: Register, *, listed_on: date | None, may_end: frozenset[int]) -> None:
        self.register, self.listed_on, self.may_end = register, listed_on, may_end
        self.places_taken: set[int] = set()
        self.places_shut: set[int] = set()  # taken by a row without a number, which shares with none
        self.taken: set[int] = set()  # registrations

    def match(self, rows: Sequence[ListedPlace], known: Mapping[int, tuple[int, int]]) -> list[Match]:
        """Return a match for each row; `known` holds row positions taken before: place, registration."""
        matches: dict[int, Match] = {}
        for position, (place, registration) in known.items():
            matches[position] = self._take(Match(place, registration, "known"), rows[position])
        for step in (self._by_number, self._by_name, self._by_building):
            for position, row in enumerate(rows):
                if position not in matches and (match := step(row)):
                    matches[position] = self._take(match, row)
        return [matches.get(position, NEW) for position in range(len(rows))]

    def _take(self, match: Match, row: ListedPlace) -> Match:
        if match.place is not None:
            self.places_taken.add(match.place)
            if not row.location:
                self.places_shut.add(match.place)
        if match.registration is not None:
            self.taken.add(match.registration)
        return match

    def _by_number(self, row: ListedPlace) -> Match | None:
        held = self.register.by_number.get(row.location, ()) if row.location else ()
        if held:
            last = held[-1]
            same = last.until is None or self._is_before(last.until)
            return Match(last.place, last.id if same else None, "number")
        bearer = self.register.bearers.get(row.location) if row.location else None
        return Match(bearer, None, "number") if bearer else None

    def _by_name(self, row: ListedPlace) -> Match | None:
        there = [place for place in self._at(row) if row.key in place.keys]
        free = [place for place in there if place.id not in self.places_taken]
        place = next(iter(free or there), None)
        return Match(place.id, self._registration(place, row), "name") if place else None

    def _by_building(self, row: ListedPlace) -> Match | None:
        scored = [(self._evidence(place, row), place) for place in self._at(row)]
        usable = [(score, place) for score, place in scored if score]
        if not usable:
            return None
        _, place = min(usable, key=lambda pair: (pair[1].id in self.places_taken, -pair[0], pair[1].id))
        return Match(place.id, self._registration(place, row), "building")

    def _at(self, row: ListedPlace) -> Iterable[KnownPlace]:
        """The places at the postcode of a row that no other row shuts it out of."""
        codes = self.register.at_postcode.get(row.postcode, ()) if row.postcode else ()
        shut = self.places_shut if row.location else self.places_taken
        return [self.register.places[code] for code in codes if code not in shut]

    def _evidence(self, place: KnownPlace, row: ListedPlace) -> int:
        """How strongly a place is the row's building, 0 to 4; 0 where another registration lives on there."""
        named_alike = any(alike(row.name, known.name) for known in place.registrations)
        if not self._is_vacant(place):
            numbered = row.location and any(known.number for known in place.live)
            return 3 if named_alike and not numbered and place.id not in self.places_taken else 0
        if any(same_building(row.address, address) for address in place.addresses):
            return 4
        if named_alike:
            return 3
        if any(is_named_in(row.name, address) for address in place.addresses):
            return 2
        return int(any(same_provider(row.provider, known.provider) for known in place.registrations))

    def _is_vacant(self, place: KnownPlace) -> bool:
        return all(known.id in self.may_end and known.id not in self.taken for known in place.live)

    def _registration(self, place: KnownPlace, row: ListedPlace) -> int | None:
        """The registration on a place that the row means: one alike in name that no other row has taken."""
        for known in place.live:
            one_number = not (row.location and known.number)
            if known.id not in self.taken and one_number and alike(row.name, known.name):
                return known.id
        for known in place.registrations:
            over = known.until is not None and self._is_before(known.until)
            one_number = not (row.location and known.number)
            if over and one_number and known.id not in self.taken and alike(row.name, known.name):
                return known.id
        return None

    def _is_before(self, day: date) -> bool:
        """Tell whether the list speaks of a time before `day`.

        An undated list never begins anything again.
        """
        return self.listed_on is None or self.listed_on < day


@dataclass(frozen=True, slots=True)
class Succession:
    """Two registrations at one postcode, of which one ended as the other began."""

    predecessor: int
    successor: int
    is_ambiguous: bool


def successions(ended: Mapping[int, str], begun: Mapping[int, str]) -> list[Succession]:
    """Pair what ended with what began at the same postcode (registration to postcode).

    A pair is ambiguous when either side has another candidate.
    """
    beginners: dict[str, list[int]] = defaultdict(list)
    enders: dict[str, list[int]] = defaultdict(list)
    for registration, postcode in begun.items():
        beginners[postcode].append(registration)
    for registration, postcode in ended.items():
        enders[postcode].append(registration)
    return [
        Succession(old, new, len(enders[postcode]) > 1 or len(beginners[postcode]) > 1)
        for postcode in sorted(enders)
        if postcode
        for old in sorted(enders[postcode])
        for new in sorted(beginners[postcode])
    ]
