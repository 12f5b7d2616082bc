"""State needs: one or a hundred thousand, in the same few statements.

A person's values go under keys with the day they are erased on; the row keeps codes. Anybody may state a need
on the web; who answers a helpline states it for a caller; a place asks for itself. Each gets a reference, a
private link, its class, its level and the moment until which it is to be answered.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from junction.core.audit.operations import Entry, record_many
from junction.core.calendar import local_day
from junction.core.personal.operations import keep_many
from junction.core.scope import ANONYMOUS, Actor
from junction.registry.models import Place
from junction.registry.queries import areas, places

from ..models import Need, NeedEvent, Person
from ..models.references import new_references
from ..queries.needs import ANSWER, ASK, NAME, PHONE, TEXT, borne, duplicates, mark, stated_before, token_hash
from ..queries.where import COUNCILS, Near, near
from ..rules.desk import PROVIDER, Desk, category, desk_on
from ..rules.homes import door_of, is_home, told_door
from ..rules.keeping import PROFESSIONAL, Keeping, keeping_on, phone_key
from ..rules.routing import NotAnAnswer, Outcome, Routing, routing_on
from ..rules.triage import Triage, triage_on
from . import need_refusals as refusals
from .alike import flag_alike
from .need_letters import tell_stated

ROWS = 5_000
ACTUAL = "actual"  # the class of what a place rings about
KINDS = ("name", "phone", "email", "address", "code_word", "words")


@dataclass(frozen=True, slots=True)
class Who:
    """What somebody told of themselves, and the ways in which it is safe to reach them."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    code_word: str = ""
    is_protected: bool = False
    may_ring: bool = False
    may_leave_word: bool = False
    may_text: bool = False
    may_email: bool = False
    may_write: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Stated:
    """One need as it was stated: answers by the codes of the routing file, a council, a person or a place."""

    answers: Mapping[str, str]
    area: str = ""  # the council's code; "" takes it from the postcode or the place
    who: Who = field(default_factory=Who)
    postcode: str = ""
    words: str = ""
    place: int | None = None
    channel: str = "web"
    on_behalf: str = ""
    has_consent: bool = False
    source: str = ""
    point: tuple[float, float] | None = None  # longitude and latitude, near and never the door
    matter: str = ""  # what a place, or who employs carers, rings about, by desk.toml: without answers
    hub: int | None = None
    by_place: int | None = None  # the place of care that states it for a person, with their consent


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it. The token is nowhere else: it is for the person alone."""

    need: Need
    token: str
    answer: str


def state_need(stated: Stated, *, by: Actor, now: datetime, is_another: bool = False) -> Made:
    """State one need. For a helpline, and a place that states one again, raise `LooksLikeAnother` unless
    they have said it `is_another`.
    """
    if not is_another:
        phone, name, alike = stated.who.phone, stated.who.name, []
        if by.scope.may(ANSWER):
            alike = duplicates(by.scope, phone=phone, name=name, area=stated.area)
        elif stated.by_place:
            alike = stated_before(by.scope, stated.by_place, phone=phone, name=name)
        if alike:
            raise refusals.LooksLikeAnother(needs=[one.pk for one in alike])
    return state_needs([stated], by=by, now=now)[0]


@transaction.atomic
def state_needs(stated: Sequence[Stated], *, by: Actor, now: datetime) -> list[Made]:
    """State any number of needs at once, in order; nothing is stated when one of them is refused."""
    today = local_day(now)
    batch = _Batch(stated, by, now, today)
    people = batch.keep_people()
    rows = batch.rows(people)
    Need.objects.bulk_create((row.need for row in rows), batch_size=ROWS)
    events = [
        NeedEvent(need=row.need, kind=kind, at=now, by=by.key, after=after)
        for row in rows
        for kind, after in (
            (NeedEvent.Kind.STATED, Need.State.OPEN), (NeedEvent.Kind.CLASSED, row.need.need_class),
            (NeedEvent.Kind.ANSWERED, ""),
        )
    ]  # fmt: skip
    NeedEvent.objects.bulk_create(events, batch_size=ROWS)
    entries = [
        Entry(f"need:{row.need.pk}", {"class": row.need.need_class, "level": row.need.level,
                                      "area": row.need.area_id, "channel": row.need.channel})
        for row in rows
    ]  # fmt: skip
    playbook = batch.routing.reference
    record_many(at=now, by=by, verb="support.need.stated", entries=entries, playbook=playbook)
    flag_alike([row.need for row in rows], by=by, now=now)
    tell_stated(rows, by=by, now=now)
    return rows


class _Batch:
    """What one call needs to know once: the rules of the day, the councils, the districts, the places."""

    def __init__(self, stated: Sequence[Stated], by: Actor, now: datetime, today: date) -> None:
        self.stated, self.by, self.now = stated, by, now
        self.routing: Routing = routing_on(today)
        self.triage: Triage = triage_on(today)
        self.keeping: Keeping = keeping_on(today)
        self.desk: Desk = desk_on(today)
        self.until = self.keeping.keep_until(today)
        self.call_back_on = today + timedelta(days=self.keeping.call_back_days)
        living = areas(by.scope, on=today).filter(kind__in=COUNCILS)
        self.councils = frozenset(living.values_list("code", flat=True))
        self.near: dict[str, Near] = near(by.scope, {s.postcode for s in stated}, on=today)
        asked = places(by.scope, permission=ASK).filter(
            pk__in=[n for s in stated for n in (s.place, s.by_place) if n]
        )
        self.places = {one.pk: one for one in asked}
        self.homes = [self._home(one) for one in stated]
        self.outcomes = [self._outcome(one) for one in stated]
        self.area_of = [self._area(one) for one in stated]

    def _home(self, one: Stated) -> Place | None:
        elsewhere = bool(one.postcode.strip() or one.point or one.who.address.strip())
        place, on = self.places.get(one.by_place or 0), local_day(self.now)
        return place if place and is_home(place.service_type, elsewhere=elsewhere, on=on) else None

    def _outcome(self, one: Stated) -> Outcome:
        if one.matter:
            return self._of_matter(one)
        try:
            return self.routing.outcome(one.answers)
        except NotAnAnswer as wrong:
            raise refusals.NotAnswered from wrong

    def _of_matter(self, one: Stated) -> Outcome:
        """What a place, or an agent for who employs carers, says needs no questions: the file says it."""
        found = self.desk.matters.get(one.matter)
        if found is None or one.answers or (one.place is None and not self.by.scope.may(ANSWER)):
            raise refusals.NotARule
        return Outcome(PROVIDER, category(one.matter), ACTUAL, found.level, found.answer)

    def _area(self, one: Stated) -> str:
        """The council it is stated to; raise what is wrong with who states what for whom."""
        if one.place is not None:
            found = self.places.get(one.place)
            if found is None:
                raise refusals.NotYours
            code = found.council_id or found.area_id or ""
        else:
            found_near = self.near.get(one.postcode)
            code = one.area or (found_near.council if found_near else "")
            code = code or self._council_of(one.by_place)
        if code not in self.councils:
            raise refusals.UnknownCouncil
        self._check(one, code)
        return code

    def _council_of(self, number: int | None) -> str:
        """The council of the place that states it for somebody; raise `NotYours` out of reach."""
        if number is None:
            return ""
        if number not in self.places:
            raise refusals.NotYours
        return self.places[number].council_id or ""

    def _check_by_place(self, one: Stated) -> bool:
        """Tell whether a place in reach states it for a person; raise what is wrong with that."""
        if one.by_place is None:
            return False
        if one.by_place not in self.places:
            raise refusals.NotYours
        if one.place is not None:
            raise refusals.OneOrTheOther
        if one.on_behalf != PROFESSIONAL:
            raise refusals.NotARule
        return True

    def _check(self, one: Stated, area: str) -> None:
        reach = self.by.scope.reach(ANSWER)
        is_public = self.by.key == ANONYMOUS.key and one.channel == "web"
        is_public = is_public or (one.channel == "sms" and self.by.scope.may(TEXT))
        is_ours = self._check_by_place(one) or is_public or reach.national
        if one.place is None and not (is_ours or area in reach.areas):
            raise refusals.NotYours
        if one.place is not None and (one.who != Who() or one.on_behalf):
            raise refusals.OneOrTheOther
        if one.on_behalf and not one.has_consent:
            raise refusals.NoConsent
        if one.on_behalf and one.on_behalf not in self.keeping.relations:
            raise refusals.NotARule
        if one.who.phone and not phone_key(one.who.phone):
            raise refusals.NotAPhoneNumber

    def keep_people(self) -> list[dict[str, str]]:
        """Put what people told under keys, in one statement; return the keys, by kind, in order."""
        keys: list[dict[str, str]] = [{} for _ in self.stated]
        told = [
            (place, kind, text)
            for place, one in enumerate(self.stated)
            for kind in KINDS
            if (text := _told(one, self.homes[place], kind))
        ]
        kinds, texts = [f"need-{kind}" for _, kind, _ in told], [text for *_, text in told]
        if not told:
            return keys
        made = keep_many(texts, kind=kinds, by=self.by, now=self.now, retention_until=self.until)
        for (place, kind, _), key in zip(told, made, strict=True):
            keys[place][kind] = key
        return keys

    def rows(self, keys: Sequence[Mapping[str, str]]) -> list[Made]:
        """Make the rows, the people's stored and the needs' not yet."""
        people = [
            None if one.place is not None else self._person(one, kept)
            for one, kept in zip(self.stated, keys, strict=True)
        ]
        Person.objects.bulk_create((one for one in people if one), batch_size=ROWS)
        references = new_references(len(self.stated), borne=partial(borne, self.by.scope))
        return [
            self._made(place, people[place], references[place], keys[place].get("words", ""))
            for place in range(len(self.stated))
        ]

    def _person(self, one: Stated, keys: Mapping[str, str]) -> Person:
        who, scope = one.who, self.by.scope
        return Person(
            name=keys.get("name", ""), phone=keys.get("phone", ""), email=keys.get("email", ""),
            address=keys.get("address", ""), code_word=keys.get("code_word", ""),
            phone_mark=mark(scope, PHONE, who.phone), name_mark=mark(scope, NAME, who.name),
            is_protected=who.is_protected, may_ring=who.may_ring, may_leave_word=who.may_leave_word,
            may_text=who.may_text, may_email=who.may_email, may_write=who.may_write, language=who.language,
            retention_until=self.until,
        )  # fmt: skip

    def _made(self, number: int, person: Person | None, reference: str, words: str) -> Made:
        one, outcome, token = self.stated[number], self.outcomes[number], secrets.token_urlsafe(24)
        level = self.triage.levels[outcome.level]
        home = self.homes[number]
        place = (home.longitude, home.latitude) if home else self._near(one.postcode)
        longitude, latitude = one.point or place
        rings = bool(person and person.may_ring) and self.keeping.is_rung_back(outcome.need_class, reference)
        need = Need(
            reference=reference, person=person, place_id=one.place, area_id=self.area_of[number],
            longitude=longitude, latitude=latitude, archetype=outcome.archetype, category=outcome.category,
            answers=self.routing.kept(one.answers), words=words, routing=self.routing.reference,
            need_class=outcome.need_class, level=outcome.level, triage=self.triage.reference,
            limit_at=level.limit(self.now), channel=one.channel, on_behalf=one.on_behalf,
            has_consent=one.has_consent or not one.on_behalf, state_at=self.now, stated_at=self.now,
            stated_by=self.by.key, token_hash=token_hash(self.by.scope, token),
            call_back_on=self.call_back_on if rings else None, source=one.source, heard_at=self.now,
            hub_id=one.hub, by_place_id=one.by_place, lives_there=home is not None,
        )  # fmt: skip
        return Made(need, token, outcome.answer)

    def _near(self, postcode: str) -> tuple[float | None, float | None]:
        """About where a postcode is."""
        found = self.near.get(postcode)
        return (found.longitude, found.latitude) if found else (None, None)


def _told(one: Stated, home: Place | None, kind: str) -> str:
    if kind == "words":
        return one.words.strip()
    if kind == "address":
        if home:
            return door_of(home.name, home.address, home.town, home.postcode)
        return told_door(one.who.address, one.postcode)
    return str(getattr(one.who, kind)).strip()
