"""Who may order for which place is decided in SQL for the rush and in Python for pages: they must agree."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.core.calendar import local_day
from junction.core.scope import TokenHash
from junction.people.models import ApiToken
from junction.people.queries import actor_of_token
from junction.people.rules import TOKEN_ROLES, hash_of
from junction.registry.models import AreaInside, Place
from junction.registry.queries import places
from junction.registry.tests.factories import AreaFactory, OrganisationFactory, PlaceFactory
from junction.supply.models import Opening, Profile
from junction.supply.queries import portal
from junction.supply.rules import admission, ordering
from junction.supply.rules.limits import limits_on
from junction.supply.rules.ordering import ORDER, CallerUnknown, CannotOrderHere, CannotOrderYet, MayNotOrder
from junction.supply.rules.ordering import NoSuchPlace as NoPlace
from junction.supply.rules.standing import Provider, standing_of
from tests.cast import national

from .shop import NOW, ask, make_shop, place

pytestmark = pytest.mark.django_db
DAY = local_day(NOW)
REACHES = ("own", "other", "council", "above", "was-above", "other-council", "nation")
PLACES = ("open", "closed", "closes-later", "merged", "ended", "outside", "nowhere")
TOKENS = ("good", "revoked", "expired", "unknown")


@pytest.fixture
def shop(db):
    return make_shop()


def organisation_of(reach, home, own):
    """An organisation whose token reaches the home as its group, council, forum above, or not at all."""
    above, far = AreaFactory(kind="lrf"), AreaFactory()
    until = DAY if reach == "was-above" else None
    AreaInside.objects.create(
        ancestor=above, descendant=home.area, valid_from=home.area.started_on, valid_until=until
    )
    areas = {"council": home.area, "above": above, "was-above": above, "other-council": far}
    if reach == "own":
        return own
    kind = {"nation": "national", "other": "provider"}.get(reach, "council")
    return OrganisationFactory(kind=kind, area=areas.get(reach))


def place_named(how, own):
    """A place of the group as it is known by now; its number may be one that was merged."""
    home = PlaceFactory(registration__organisation=own)
    if how in ("closed", "closes-later"):
        day = DAY if how == "closed" else DAY + timedelta(days=1)
        Place.objects.filter(pk=home.pk).update(closed_on=day, amending_at=NOW)
    if how == "ended":
        home.registrations.update(ended_recorded_at=NOW, registered_until=DAY)
    if how == "merged":
        kept = PlaceFactory(area=home.area, council=home.council)
        Place.objects.filter(pk=home.pk).update(merged_into=kept, amending_at=NOW)
    home.refresh_from_db()
    return home


def by_python(sha256, place_id):
    """What pages and every other door of the API would make of the same token and place."""
    actor = actor_of_token(sha256, now=NOW)
    if actor is None:
        return CallerUnknown
    if not actor.scope.may(ORDER):
        return MayNotOrder
    named = Place.objects.filter(pk=place_id).first()
    answers = named and (named.merged_into or named)
    reached = answers and places(actor.scope, permission=ORDER).filter(pk=answers.pk).exists()
    is_closed = answers and answers.closed_on is not None and answers.closed_on <= DAY
    return "placed" if reached and not is_closed else NoPlace


def by_sql(sha256, place_id, shop):
    (came,) = place(ask(shop, ("gloves", 100), by=TokenHash(sha256), place_id=place_id))
    return type(came) if isinstance(came, (CallerUnknown, MayNotOrder, NoPlace)) else "placed"


@pytest.mark.parametrize("role", sorted(set(TOKEN_ROLES.values())))
@pytest.mark.parametrize("reach", REACHES)
def test_a_token_reaches_by_sql_what_it_reaches_by_python(shop, role, reach):
    own = OrganisationFactory()
    seen = set()
    for how in PLACES:
        home = place_named(how, own)
        body = organisation_of(reach, home, own)
        if how == "outside":
            home = PlaceFactory()
        number = 9_999_999 if how == "nowhere" else home.pk
        for standing in TOKENS:
            sha256 = hash_of(f"{how}{standing}")
            if standing != "unknown":
                ApiToken.objects.create(
                    sha256=sha256, organisation=body, name="t", role=role, created_at=NOW, created_by="x",
                    expires_at=NOW + timedelta(days=-1 if standing == "expired" else 1),
                    revoked_at=NOW if standing == "revoked" else None,
                )  # fmt: skip
            told = by_python(sha256, number), by_sql(sha256, number, shop)
            assert told[0] == told[1], (
                f"{role} over {reach}, a place that is {how}, a token that is {standing}"
            )
            seen.add(told[0])
    assert CallerUnknown in seen and len(seen) > 1


@pytest.mark.parametrize("how", ["open", "closed", "opens-later", "waits", "other-type"])
def test_the_page_and_the_order_say_the_same(shop, monkeypatch, how):
    home = shop.home
    if how == "closed":
        Place.objects.filter(pk=home.pk).update(closed_on=DAY, amending_at=NOW)
    if how == "opens-later":
        Opening.objects.create(
            place=home, wave="x", opens_on=DAY + timedelta(days=1), opened_at=NOW, opened_by="x"
        )
    if how == "other-type":
        Profile.objects.create(
            place=home, provider_type="no-such", size=5, why="x", recorded_at=NOW, recorded_by="x"
        )
    if how == "waits":
        monkeypatch.setattr("junction.supply.rules.waves.Waves.wave_of", lambda *_: "a wave")
    _, _, standing = portal.standing(national().scope, home.pk, permission=ORDER, now=NOW)
    (came,) = place(ask(shop, ("gloves", 100), by=national()))
    said = {
        "": "Placed", admission.CLOSED: "NoSuchPlace", admission.OPENS_LATER: "CannotOrderYet",
        admission.WAITS_FOR_WAVE: "CannotOrderYet", admission.OTHER_ROUTES: "CannotOrderHere",
        admission.NO_LIMITS: "CannotOrderHere", admission.NO_PORTAL: "CannotOrderHere",
    }[standing.why_not]  # fmt: skip
    assert type(came).__name__ == said
    assert (standing.why_not == "") is bool(standing.allowances) is (how == "open")


KINDS = ["residential-home", "nursing-home", "homecare", "hospice", "other", "no-such", "gp", "pharmacy"]


@given(
    kind=st.sampled_from(KINDS),
    size=st.none() | st.integers(0, 500),
    day=st.dates(date(2019, 12, 1), date(2021, 6, 1)),
    opens=st.none() | st.integers(-3, 3),
    closes=st.none() | st.integers(-3, 3),
)
def test_one_rule_decides_for_the_page_and_for_the_order(kind, size, day, opens, closes):
    def on(days):
        return None if days is None else day + timedelta(days=days)

    provider = Provider(1, kind, size, frozenset(), on(opens), on(closes))
    standing = standing_of(provider, offered=[], had={}, now=NOW, day=day)
    if standing.why_not == admission.CLOSED:
        assert closes is not None and closes <= 0
        return
    known = ordering.Known(
        **dict.fromkeys(ordering.Known.__dataclass_fields__)
        | {"service_type": kind, "beds": size, "areas": [], "opens_on": on(opens)}
    )
    try:
        found = ordering.limits_for(known, day=day)
    except (CannotOrderHere, CannotOrderYet) as refused:
        yet = standing.why_not in (admission.OPENS_LATER, admission.WAITS_FOR_WAVE)
        assert standing.why_not and isinstance(refused, CannotOrderYet) is yet
    else:
        assert standing.why_not == "" and found is limits_on(day)
        assert found.allowed(kind, size, day)
