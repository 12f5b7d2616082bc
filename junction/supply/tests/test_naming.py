"""What a text in an order means: a place is never guessed. An allowance goes back where it was taken."""

from datetime import timedelta

import pytest

from junction.core.scope import TokenHash
from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.models import Identifier, Registration
from junction.registry.tests.factories import OrganisationFactory, PlaceFactory
from junction.supply.models import OrderLine, Used
from junction.supply.operations.portal import cancel_order
from junction.supply.rules.naming import Named, named
from junction.supply.rules.ordering import NoSuchPlace, SeveralBearers
from tests.cast import national

from .shop import NOW, WEEK, ask, make_shop, place


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("123", Named(place_id=123)),
        (" 123 ", Named(place_id=123)),
        ("place:123", Named(place_id=123)),
        ("Place: 123", Named(place_id=123)),
        ("1-123456789", Named(bearer="1-123456789")),
        ("cqc:1-123456789", Named(bearer="1-123456789", kind="cqc-location")),
        ("cqc-location:1-5", Named(bearer="1-5", kind="cqc-location")),
        ("ods:RM3", Named(bearer="RM3", kind="ods")),
        ("uprn:100012345678", Named(bearer="100012345678", kind="uprn")),
        ("place:RM3", Named(bearer="place:RM3")),
        ("made-up:5", Named(bearer="made-up:5")),
        ("١٢٣", Named(bearer="١٢٣")),
        ("1" * 19, Named(bearer="1" * 19)),
        ("", Named()),
    ],
)
def test_what_a_text_means(text, means):
    assert named(text) == means


@pytest.fixture
def shop(db):
    shop = make_shop()
    shop.stock("masks-iir", 10_000)
    return shop


def bears(home, kind, value):
    Identifier.objects.create(kind=kind, value=value, place=home, recorded_at=NOW)


def by_text(shop, text, **by):
    who = named(text)
    return place(ask(shop, ("masks-iir", 50), place_id=who.place_id, bearer=who.bearer, kind=who.kind, **by))[
        0
    ]


def test_of_several_bearers_none_is_meant_until_the_kind_is_said(shop):
    other = PlaceFactory()
    bears(other, "ods", "RM3")  # the older
    bears(shop.home, "company", "RM3")
    came = by_text(shop, "RM3", by=national())
    assert isinstance(came, SeveralBearers) and "2 places bear “RM3”" in str(came) and "cqc:" in str(came)
    assert by_text(shop, "company:RM3").order["place_id"] == shop.home.pk
    assert isinstance(by_text(shop, "ods:RM3"), NoSuchPlace)  # it is out of the manager's reach
    assert not OrderLine.objects.filter(order__place=other).exists()


def token_of(body):
    sha256 = hash_of(f"token of {body.pk}")
    ApiToken.objects.create(
        sha256=sha256, organisation=body, name="t", role="head-office", created_at=NOW, created_by="x",
        expires_at=NOW + timedelta(days=9),
    )  # fmt: skip
    return TokenHash(sha256)


@pytest.mark.parametrize("machine", [False, True])
def test_nobody_is_told_of_bearers_out_of_their_reach(shop, machine):
    """Theirs is meant, whoever else bears it; of two strangers neither is there."""
    body = OrganisationFactory()
    Registration.objects.filter(place=shop.home).update(organisation=body, amending_at=NOW)
    by = token_of(body) if machine else shop.by
    for kind in ("ods", "company"):
        bears(PlaceFactory(), kind, "RM4")
        bears(PlaceFactory(), kind, "RM5")
    bears(shop.home, "uprn", "RM4")
    assert by_text(shop, "RM4", by=by).order["place_id"] == shop.home.pk
    assert isinstance(by_text(shop, "RM5", by=by), NoSuchPlace)


def test_one_place_that_bears_it_twice_or_was_merged_is_one_bearer(shop):
    old = PlaceFactory(merged_into=shop.home, registration=False)
    bears(old, "ods", "RM3")
    bears(shop.home, "company", "RM3")
    assert by_text(shop, "RM3").order["place_id"] == shop.home.pk


def test_plain_digits_are_our_number_even_where_another_bears_them(shop):
    bears(PlaceFactory(), "uprn", str(shop.home.pk))
    assert by_text(shop, str(shop.home.pk)).order["place_id"] == shop.home.pk


def test_a_line_says_which_allowance_it_took_and_that_is_given_back(shop, monkeypatch):
    order = by_text(shop, str(shop.home.pk)).order
    line = OrderLine.objects.get(order=order["id"])
    assert (line.limited_by, line.limited_from, line.granted) == ("masks", WEEK, 50)
    other = Used.objects.create(place=shop.home, item_key="masks-iir", period_from=WEEK, granted=50)
    cancel_order(order["id"], why="", by=shop.by, now=NOW)
    other.refresh_from_db()
    assert Used.objects.get(item_key="masks").granted == 0 and other.granted == 50
    (unlimited,) = place(ask(shop, ("tests", 1)))
    assert OrderLine.objects.get(order=unlimited.order["id"]).limited_by == ""
