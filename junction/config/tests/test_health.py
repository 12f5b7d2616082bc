"""What machines see of this installation, and who may see it."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import DatabaseError

from junction.config.health import checks, figures, views
from junction.people.models import User
from junction.registry.models import Listing


@pytest.mark.django_db
def test_it_lives_and_is_ready(client):
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready"}


@pytest.mark.django_db
def test_it_is_not_ready_while_tables_are_missing(client, monkeypatch):
    monkeypatch.setattr(views, "tables_are_current", lambda: False)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert "junction migrate" in response.json()["why"]


@pytest.mark.django_db
def test_it_lives_but_is_not_ready_while_the_database_is_away(client, monkeypatch):
    def away() -> bool:
        raise DatabaseError

    monkeypatch.setattr(views, "tables_are_current", away)
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/live").status_code == 200


@pytest.mark.django_db
def test_figures_are_for_this_machine(client):
    client.get("/health/live")
    text = client.get("/metrics").content.decode()
    assert 'junction_requests_total{method="GET",status="200",view="health-live"}' in text
    assert "junction_database_up 1.0" in text
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 404
    assert client.get("/metrics", headers={"x-forwarded-for": "10.0.0.7"}).status_code == 404


@pytest.mark.django_db
def test_figures_are_for_who_bears_the_token(client, settings):
    settings.METRICS_TOKEN = "long-and-secret"
    assert client.get("/metrics").status_code == 404
    bearer = {"authorization": "Bearer long-and-secret"}
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7", headers=bearer).status_code == 200


@pytest.mark.django_db
def test_figures_say_when_the_database_is_away(monkeypatch, now):
    def away(moment: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(figures, "backlog", away)
    assert b"junction_database_up 0.0" in figures.text(now)


@pytest.mark.django_db
def test_demo_sign_ins_are_wrong_where_others_can_reach_them(settings, now):
    assert checks.demonstration(now).state is checks.State.WELL
    User.objects.create(email="auditor@demo.example")
    settings.TLS = False
    assert checks.demonstration(now).state is checks.State.WELL
    settings.TLS = True
    found = checks.demonstration(now)
    assert (found.state, found.mend) == (checks.State.WRONG, "junction exercise end-sign-ins")


@pytest.mark.django_db
def test_demo_sign_ins_are_wrong_beside_real_places(settings, now):
    settings.TLS = False
    User.objects.create(email="auditor@demo.example")
    listed = {"file_name": "list.csv", "file_format": "template", "rows": 3, "recorded_at": now}
    Listing.objects.create(**listed, recorded_by="system:exercise")
    assert checks.demonstration(now).state is checks.State.WELL
    Listing.objects.create(**listed, recorded_by="user:1")
    found = checks.demonstration(now)
    assert found.state is checks.State.WRONG and "with real places" in found.message


@pytest.mark.django_db
def test_a_token_of_strange_signs_is_no_token(client, settings):
    settings.METRICS_TOKEN = "long-and-secret"
    assert client.get("/metrics", headers={"authorization": "Bearer é"}).status_code == 404


@pytest.mark.django_db
def test_second_factors_sealed_under_another_key_are_wrong_and_the_mend_is_said(settings, now):
    assert checks.second_factors(now).state is checks.State.WELL
    TOTP.activate(User.objects.create(email="olive@example.org"), "JBSWY3DPEHPK3PXP")
    assert "1 secrets" in checks.second_factors(now).message
    settings.SECRET_KEY = "the-key-of-another-installation"
    found = checks.second_factors(now)
    assert found.state is checks.State.WRONG
    assert "1 of 1 second factors" in found.message and "junction remove-second-factor" in found.mend
