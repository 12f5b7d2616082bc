"""Addresses and keys, as the environment gives them."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from junction.config.environment import database, hosts, mail_server, secret

ROOT = Path(__file__).parents[3]


def test_an_address_on_a_socket_and_one_on_the_network():
    here = database("postgresql://junction@/junction?host=/run/my%20socket&port=5432")
    assert (here["HOST"], here["PORT"], here["NAME"]) == ("/run/my socket", "5432", "junction")
    there = database("postgresql://me:p%40ss@db.example:6432/care?sslmode=verify-full", pool=20)
    assert (there["HOST"], there["PORT"], there["PASSWORD"]) == ("db.example", "6432", "p@ss")
    assert there["OPTIONS"] == {"sslmode": "verify-full", "pool": {"min_size": 1, "max_size": 20}}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("smtp://localhost", ("localhost", 25, "", False, False)),
        ("smtp://me%40x.uk:p%3Aw@mail.example:587", ("mail.example", 587, "me@x.uk", True, False)),
        ("smtps://me:pw@mail.example", ("mail.example", 465, "me", False, True)),
    ],
)
def test_the_address_of_a_mail_server_says_how_letters_reach_it(url, words):
    found = mail_server(url)
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(found[name] for name in names) == words


def test_another_kind_of_mail_server_is_refused():
    with pytest.raises(ValueError, match="smtp://"):
        mail_server("mail.example")


def test_another_kind_of_database_is_refused():
    with pytest.raises(ValueError, match="postgresql://"):
        database("sqlite:///here.db")


def test_the_secret_key_is_made_once_and_read_by_us_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("JUNCTION_SECRET_KEY", raising=False)
    key = secret(tmp_path, "secret-key")
    assert len(key) >= 50
    assert secret(tmp_path, "secret-key") == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_given_secret_key_is_used_and_not_written(tmp_path, monkeypatch):
    monkeypatch.setenv("JUNCTION_SECRET_KEY", "given")
    assert secret(tmp_path, "secret-key") == "given"
    assert not list(tmp_path.iterdir())


def settings_with(**given: str) -> dict:
    """The settings of a new process in this environment, as far as they concern databases."""
    ask = (
        "import json; from junction.config import settings as s;"
        "print(json.dumps([{n: [d['NAME'], d['HOST']] for n, d in s.DATABASES.items()}, s.EMBEDDED]))"
    )
    kept = {name: os.environ[name] for name in ("PATH", "JUNCTION_HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", ask],
        env={**kept, **given},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    databases, embedded = json.loads(done.stdout)
    return {"embedded": embedded, **databases}


def test_without_a_server_named_the_embedded_one_is_used(tmp_path):
    found = settings_with(JUNCTION_HOME=str(tmp_path))
    assert found["embedded"]
    assert found["default"][0] == "junction"
    assert found["default"][1].startswith("/")


def test_a_server_is_named_by_the_environment():
    found = settings_with(DATABASE_URL="postgresql://one.example/care")
    assert found == {"embedded": False, "default": ["care", "one.example"]}


def test_the_site_answers_to_its_public_name_without_being_told_twice():
    found = hosts("https://junction.example.gov.uk", "other.example, ")
    assert found == ["junction.example.gov.uk", "localhost", "127.0.0.1", "[::1]", "other.example"]
