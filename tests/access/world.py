"""The world in which every door is tried: two councils, a home in each, and somebody of every role.

Home "Ash" lies in Northham, homes "Beech" and "Cedar" in Southham; the group runs Ash and Beech; a list ended
Cedar. An old entry was merged into Ash, and whether Ash and Beech are one is proposed. Each home has marks:
words and figures that must never appear to somebody whose reach does not hold it. Northham is flooded, and a
series of figures has been published of it.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from junction.core.scope import ANONYMOUS, Actor
from junction.core.tables import Row, Table
from junction.people import queries
from junction.people.models import ApiToken, User
from junction.people.rules import hash_of
from junction.registry.models import (
    Area,
    AreaInside,
    AreaName,
    Contact,
    Identifier,
    Incident,
    Merge,
    Organisation,
    Place,
    Proposal,
    Registration,
)
from junction.registry.operations import declare_incident
from junction.returns.models import Return
from junction.returns.operations import file_returns
from junction.returns.operations.series import import_series
from junction.returns.rules.judging import Filing
from junction.returns.rules.questions import question_set_on
from junction.returns.views.drafts import Draft
from tests.cast import signed_in, user_who

AT = datetime(2020, 4, 1, tzinfo=UTC)
TODAY = datetime.now(UTC)  # noqa: TID251 - doors read the clock, so what is compared with them does too
TELL_TALE = 7_654_321
FLOOD = "North Beck flood"
HOMES = [("ash", "Ashwick Lodge", "E08900001"), ("beech", "Beechmoor Court", "E08900002"),
         ("cedar", "Cedarvale House", "E08900002")]  # fmt: skip


def make_areas() -> dict[str, Area]:
    """Two councils in a region, each in a forum of its own."""
    started = date(1974, 4, 1)
    rows = [
        ("north", "E08900001", "unitary", "Northham"),
        ("south", "E08900002", "unitary", "Southham"),
        ("region", "E12900001", "region", "The Hams"),
        ("forum", "E48900001", "lrf", "North Forum"),
    ]
    areas = {
        key: Area.objects.create(code=code, kind=kind, name=name, started_on=started)
        for key, code, kind, name in rows
    }
    AreaName.objects.bulk_create(
        AreaName(area=one, name=one.name, key=one.name.lower()) for one in areas.values()
    )
    inside = [*((one, one) for one in areas), ("region", "north"), ("region", "south"), ("forum", "north")]
    AreaInside.objects.bulk_create(
        AreaInside(ancestor=areas[up], descendant=areas[down], valid_from=started) for up, down in inside
    )
    return areas


def make_world() -> SimpleNamespace:
    """Areas, a group, two councils' organisations and three homes with all that belongs to them."""
    areas = make_areas()
    group = _organisation("provider", "Group Care")
    hub = _organisation("council", "Northham Council", area=areas["north"])
    south_hub = _organisation("council", "Southham Council", area=areas["south"])
    charity = _organisation("voluntary", "Northham Neighbours", area=areas["north"])
    homes = {key: _home(number, name, code) for number, (key, name, code) in enumerate(HOMES)}
    for number, key in enumerate(["ash", "beech"]):
        Registration.objects.create(
            place=homes[key], organisation=group, identifier_kind="cqc-location",
            identifier=f"1-90000000{number}",
            name=homes[key].name, name_key=homes[key].name_key, recorded_at=AT,
        )  # fmt: skip
    world = SimpleNamespace(
        **areas, **homes, group=group, hub=hub, south_hub=south_hub, charity=charity, homes=homes
    )
    _decide(world)
    return world


def _decide(world: SimpleNamespace) -> None:
    """A home that closed, an entry that was merged, a likeness to decide."""
    Place.objects.filter(pk=world.cedar.pk).update(closed_on=date(2020, 4, 10), amending_at=AT)
    old = Place.objects.create(
        name="Old entry", name_key="old entry", service_type="residential-home", area=world.north,
        council=world.north, created_at=AT, merged_into=world.ash,
    )  # fmt: skip
    world.merge = Merge.objects.create(
        kept=world.ash, gone=old, why="One", merged_at=AT, merged_by="system:test"
    )
    world.proposal = Proposal.objects.create(
        kind="duplicate", place=world.ash, other_place=world.beech, reason="Alike", proposed_at=AT
    )


def _organisation(kind: str, name: str, area: Area | None = None) -> Organisation:
    return Organisation.objects.create(kind=kind, name=name, name_key=name.lower(), area=area, created_at=AT)


def _home(number: int, name: str, code: str) -> Place:
    home = Place.objects.create(
        name=name, name_key=name.lower(), service_type="residential-home", area_id=code, council_id=code,
        created_at=AT, postcode=f"ZZ{number} 9ZZ", address=f"{number} {name.split()[0]} Lane", beds=30,
    )  # fmt: skip
    Identifier.objects.create(kind="cqc-location", value=f"1-90000000{number}", place=home, recorded_at=AT)
    Contact.objects.create(
        kind="email",
        value=f"{name.split()[0].lower()}@held.example",
        source="list",
        place=home,
        recorded_at=AT,
    )
    return home


def declare_flood() -> Incident:
    """An incident in Northham, which only who reaches something there may hear of."""
    return declare_incident(
        name=FLOOD, playbook="flood", area_codes=["E08900001"], why="The beck is over its banks",
        by=queries.system_actor("test"), now=TODAY - timedelta(minutes=1),
    )  # fmt: skip


def publish_series() -> None:
    """Deaths of a day in Northham, in one publication."""
    columns = ("publication", "published_at", "data_cutoff", "area", "day", "value", "measure")
    cells = ("first", "2020-05-12", "2020-05-01", "Northham", "2020-04-10", "14", "covid")
    table = Table(columns, [Row(2, dict(zip(columns, cells, strict=True)))], rows_in_file=1)
    import_series(table, name="care-home-deaths", by=queries.system_actor("test"), now=TODAY)


def draft_of_today(world: SimpleNamespace) -> str:
    """Home Ash's return of today as the form has it, checked and ready to be sent."""
    path = reverse("returns:file-return", args=[world.ash.pk, "care-home-daily"])
    return Draft(path, expected_version=0, answers=world.filed.answers, spoke_to="Deputy").signed()


def file_marked_return(world: SimpleNamespace) -> Return:
    """Home Ash's return of yesterday, with a stock of gloves that no other page may show."""
    day = TODAY.date() - timedelta(days=1)
    asked = question_set_on("care-home-daily", day)
    typed = {"yes-no": True, "rating": "green", "text": "x"}
    answers = {q.code: typed.get(q.kind, q.choices[0] if q.choices else 1) for q in asked.required}
    filing = Filing(
        place_id=world.ash.pk, question_set=asked.name, about_on=day, channel="web", confirmed=None,
        answers=answers | {"beds": 30, "occupied": 27, "stock_gloves": TELL_TALE},
    )  # fmt: skip
    filed = file_returns([filing], partial=True, by=queries.system_actor("test"), now=TODAY)[0]
    assert filed.is_taken, filed
    return Return.objects.get(place=world.ash)


def marks_of(home: Place) -> list[str]:
    """What must never be shown to somebody who does not reach this home."""
    figures = [str(TELL_TALE), f"{TELL_TALE:,}"] if home.name == HOMES[0][1] else []
    word = home.name.split()[0]
    number = next(number for number, (_, name, _) in enumerate(HOMES) if name == home.name)
    return [
        *figures,
        home.name,
        f"{number} {word} Lane",
        f"{word.lower()}@held.example",
        f"manager-{word.lower()}@people.example",
        *([FLOOD] if home.name == HOMES[0][1] else []),
    ]


@dataclass(frozen=True)
class Member:
    """Somebody who knocks: a client for pages, a token's secret for the API, and what they may see."""

    name: str
    actor: Actor
    client: Client
    token: str = ""
    homes: frozenset[str] = field(default=frozenset())


# Who is in the cast, and which homes each reaches by `registry.see`: written by hand, not computed.
REACHES: dict[str, set[str]] = {
    "anonymous": set(),
    "outsider": set(),
    "officer-without-second-factor": set(),
    "manager-ash": {"ash"},
    "manager-beech": {"beech"},
    "head-office": {"ash", "beech"},
    "officer-north": {"ash"},
    "officer-south": {"beech", "cedar"},
    "lrf-north": {"ash"},
    "region": {"ash", "beech", "cedar"},
    "national": {"ash", "beech", "cedar"},
    "health-protection-north": {"ash"},
    "hospital-discharge-north": {"ash"},
    "emergency-line": {"ash", "beech", "cedar"},
    "helpline-north": {"ash"},
    "partner": set(),
    "linker": set(),
    "auditor": {"ash", "beech", "cedar"},
    "administrator": {"ash", "beech", "cedar"},
}
TOKENS: dict[str, set[str]] = {
    "token-group": {"ash", "beech"},
    "token-north": {"ash"},
    "token-south": {"beech", "cedar"},
    "token-forum": {"ash"},
    "token-nation": {"ash", "beech", "cedar"},
    "token-texts": set(),
    "token-team": set(),
}


def make_people(world: SimpleNamespace) -> list[Member]:
    """The cast of `REACHES`, each signed in."""
    held = {
        "manager-ash": ("place-manager", {"place": world.ash}),
        "manager-beech": ("place-manager", {"place": world.beech}),
        "head-office": ("head-office", {"organisation": world.group}),
        "officer-north": ("council-officer", {"area": world.north}),
        "officer-south": ("council-officer", {"area": world.south}),
        "lrf-north": ("lrf", {"area": world.forum}),
        "region": ("region", {"area": world.region}),
        "national": ("national", {}),
        "health-protection-north": ("health-protection", {"area": world.north}),
        "hospital-discharge-north": ("hospital-discharge", {"area": world.north}),
        "emergency-line": ("emergency-line", {}),
        "helpline-north": ("helpline-agent", {"area": world.north}),
        "partner": ("support-partner", {"organisation": world.charity}),
        "linker": ("link-worker", {"organisation": world.charity}),
        "auditor": ("auditor", {}),
        "administrator": ("administrator", {}),
        "officer-without-second-factor": ("council-officer", {"area": world.north}),
    }
    emails = {"manager-ash": "manager-ashwick", "manager-beech": "manager-beechmoor"}
    users: dict[str, User | None] = {
        name: user_who(role, email=f"{emails.get(name, name)}@people.example", **over)
        for name, (role, over) in held.items()
    }
    users["officer-without-second-factor"].authenticator_set.all().delete()  # type: ignore[union-attr] # not nobody
    manager = users["manager-ash"]
    Authenticator.objects.create(user=manager, type=Authenticator.Type.TOTP, data={"secret": ""})
    users["outsider"] = User.objects.create(email="outsider@people.example", name="Outsider")
    users["anonymous"] = None
    return [_member(name, users[name]) for name in REACHES]


def _member(name: str, user: User | None) -> Member:
    actor = ANONYMOUS
    if user:
        scope = queries.scope_of_user(user.pk, now=TODAY)
        actor = Actor(key=user.key, name=user.name, scope=scope)
    return Member(name, actor, signed_in(user), homes=frozenset(REACHES[name]))


def make_tokens(world: SimpleNamespace) -> list[Member]:
    """Tokens of the group, of both councils, a forum, the nation and a charity, and one that nobody made."""
    made = []
    nation = _organisation("national", "National cell")
    for name, organisation, role in [
        ("token-group", world.group, "head-office"),
        ("token-north", world.hub, "council-officer"),
        ("token-south", world.south_hub, "council-officer"),
        ("token-forum", _organisation("lrf", "North Forum", area=world.forum), "lrf"),
        ("token-nation", nation, "national"),
        ("token-texts", nation, "text-gateway"),
        ("token-team", world.charity, "link-worker"),
    ]:
        ApiToken.objects.create(
            organisation=organisation, name=name, sha256=hash_of(name), role=role, created_at=AT,
            created_by="system:test", expires_at=datetime(2090, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        actor = queries.actor_of_token(hash_of(name), now=TODAY) or ANONYMOUS
        made.append(Member(name, actor, Client(), token=name, homes=frozenset(TOKENS[name])))
    return [*made, Member("token-unknown", ANONYMOUS, Client(), token="made-up")]
