"""The regulator's list and location, and our own template."""

import pytest

from junction.core.imports import ImportRefused
from junction.core.scope import Reach
from junction.registry.files.place_lists import read_place_list
from junction.registry.files.place_template import places_template
from junction.registry.models import Place, Registration, RegistrationLink
from junction.registry.operations import import_places
from tests.cast import holder

pytestmark = pytest.mark.usefixtures("areas")
BY = holder("system", Reach(national=True))


def take(content, name, now):
    return import_places(read_place_list(content, filename=name), dry_run=False, by=BY, now=now)


def test_the_regulators_list_then_one_location(shared_data, now):
    page = take((shared_data / "cqc_locations_page.csv").read_bytes(), "page.csv", now)
    assert (page.rows, page.created, page.errors) == (1000, 1000, 0)
    detail = take((shared_data / "cqc_location_detail.json").read_bytes(), "detail.json", now)
    assert (detail.rows, detail.created, detail.changed) == (1, 0, 1)
    one = Registration.objects.get(identifier="1-1000210669")
    assert (one.beds, one.service_types, one.place.council_id) == (22, ["nursing-home"], "E10000011")
    assert RegistrationLink.objects.get().predecessor_identifier == "1-112758739"


@pytest.mark.parametrize("as_xlsx", [False, True])
def test_the_template_comes_back_whole(as_xlsx, now):
    report = take(places_template(as_xlsx=as_xlsx), "places.xlsx" if as_xlsx else "places.csv", now)
    assert (report.created, report.errors) == (1, 0)
    assert Place.objects.get().council_id == "E08000009"


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b'{"a": 1}', b"[", b""])
def test_what_is_no_list_is_refused(content):
    with pytest.raises(ImportRefused):
        read_place_list(content, filename="x.csv")


@pytest.mark.parametrize(
    "content",
    [
        b'{"locationId": 5',
        b"[" * 100_000,
        b'{"locations": 5}',
        b'[{"locationId": ["1-123456789"]}]',
        b'{"locationId": "1-123456789", "gacServiceTypes": "x"}',
        b'{"locationId": "1-123456789", "relationships": 7}',
    ],
)
def test_a_location_of_another_shape_is_refused_in_words(content):
    with pytest.raises(ImportRefused) as refused:
        read_place_list(content, filename="location.json")
    assert refused.value.report.findings[0].check == "json-not-valid"
