"""Referrals for tests: a service of a charity in Trafford, who sends and who answers."""

import pytest

from junction.core.scope import Reach
from junction.core.tables import write_csv
from junction.people.queries import system_actor
from junction.registry.models import Organisation
from junction.support.files.directory import read_directory
from junction.support.models import Service
from junction.support.operations.directory_import import Taking, import_directory
from junction.support.operations.referrals import Sending, send_referral
from junction.support.tests.listed_services import COLUMNS, LUNCH
from junction.support.tests.needs import NOW, TRAFFORD
from tests.cast import holder

SYSTEM = system_actor("test")


def service(name, opening="", *, keeper=None, needs="medicine", latitude="53.42", area=TRAFFORD):
    row = LUNCH.copy()
    row[:3], row[4:9] = [name, "Sale Neighbours", needs], ["M33 4RZ", latitude, "-2.32", area, opening]
    content = "".join(write_csv(COLUMNS, [row])).encode()
    listed = read_directory(content, filename="a.csv", source=name, on=NOW.date())
    import_directory(listed, Taking(name, area, keeper), by=SYSTEM, now=NOW)
    return Service.objects.get(name=name)


@pytest.fixture
def charity():
    return Organisation.objects.create(kind="voluntary", name="Sale Aid", name_key="sale aid", created_at=NOW)


@pytest.fixture
def run(areas, charity):
    return service("Medicine run", keeper=charity.pk)


@pytest.fixture
def agent(areas):
    return holder("council-officer", Reach(areas=frozenset({TRAFFORD})), key="user:999999")


@pytest.fixture
def partner(charity):
    over = Reach(organisations=frozenset({charity.pk}))
    return holder("support-partner", over, key="user:999998")


def by_telephone(one):
    """Say that a service can be had by telephone and by video."""
    one.ways = ["telephone", "video"]
    one.save(update_fields=["ways"])
    return one


def send(need, to, by, *, now=NOW, **more):
    return send_referral(Sending(need.pk, to.pk, **({"has_consent": True} | more)), by=by, now=now)
