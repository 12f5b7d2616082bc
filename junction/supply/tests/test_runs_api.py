"""Runs by API: what was published, its lines page by page, and a provider's own."""

import pytest
from django.utils import timezone

from junction.core.scope import Reach
from tests.cast import holder, manager_of, national, officer_of

from .allocation_world import draft, make_world, publish
from .demand_world import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return make_world()


@pytest.fixture
def read(client, monkeypatch):
    """Read the API as any actor of the cast: the token is looked up elsewhere, and tested there."""

    def get(actor, path):
        monkeypatch.setattr("junction.core.http.tokens.TokenAuth._actor", lambda self, token: actor)
        return client.get(f"/api/v1/supply/{path}", headers={"Authorization": "Bearer token"})

    return get


def test_a_run_with_its_hashes_and_its_lines_page_by_page(world, read):
    run = publish(draft(world))
    (said,) = read(national(), "runs").json()
    assert (said["state"], said["result_sha256"]) == ("published", run.result_sha256)
    first = read(national(), f"runs/{run.pk}/lines?limit=2").json()
    assert [(one["place_id"], one["claim"], one["given"], one["bound"]) for one in first["items"]] == [
        (world.ash.pk, 42, 25, "level"),
        (world.beech.pk, 36, 15, "level"),
    ]
    (last,) = read(national(), f"runs/{run.pk}/lines?after={first['next_after']}").json()["items"]
    assert (last["place_id"], last["why_nothing"]) == (world.silent.pk, "unknown")


def test_a_provider_reads_its_own_lines_once_published(world, read):
    manager, run = manager_of(world.ash), draft(world)
    own = f"runs/{run.pk}/places/{world.ash.pk}"
    assert read(manager, own).status_code == 404
    publish(run)
    (line,) = read(manager, own).json()
    assert (line["item"], line["given"], line["basis"]) == ("gloves", 25, "stated")
    assert read(manager, f"runs/{run.pk}/places/{world.beech.pk}").status_code == 404
    assert read(manager, f"runs/{run.pk}/lines").status_code == 404
    assert read(manager, "runs").json() == []


def test_what_places_told_is_for_who_may_read_returns(world, read):
    run = publish(draft(world))
    line = holder("emergency-line", Reach(national=True))
    assert read(line, f"runs/{run.pk}/lines").json()["items"] == []
    assert read(line, f"runs/{run.pk}/places/{world.ash.pk}").status_code == 404
    discharge = holder("hospital-discharge", Reach(national=True))
    assert read(discharge, f"runs/{run.pk}/places/{world.ash.pk}").status_code == 404


def test_a_council_does_not_read_the_nations_run(world, read):
    run = publish(draft(world))
    officer = officer_of(world.council)
    assert read(officer, "runs").json() == []
    assert read(officer, f"runs/{run.pk}/lines").status_code == 404
    assert read(officer, f"runs/{run.pk}/places/{world.ash.pk}").status_code == 200
