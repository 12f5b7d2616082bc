"""Sessions are kept, read, refused and ended as Django's own store does it, in fewer statements."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as Djangos
from django.db import connection
from django.test.utils import CaptureQueriesContext

from junction.core.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**said: object) -> SessionStore:
    made = SessionStore()
    made.update(said)
    made.create()
    return made


def test_what_is_kept_is_read_by_this_store_and_by_djangos() -> None:
    key = kept(answers={"a": "b"}).session_key
    assert SessionStore(key)["answers"] == Djangos(key)["answers"] == {"a": "b"}


def test_a_change_is_kept() -> None:
    made = SessionStore(kept(step=1).session_key)
    made["step"] = 2
    made.save()
    assert SessionStore(made.session_key)["step"] == 2


def test_one_statement_reads_and_one_keeps() -> None:
    key = kept(step=1).session_key
    with CaptureQueriesContext(connection) as asked:
        made = SessionStore(key)
        made["step"] = made["step"] + 1
        made.save()
    assert len(asked) == 2


def test_an_unknown_key_holds_nothing_and_is_forgotten() -> None:
    made = SessionStore("z" * 32)
    assert made.get("answers") is None
    assert made.session_key is None


def test_one_that_has_expired_holds_nothing() -> None:
    made = kept(step=1)
    made.set_expiry(datetime(2020, 4, 20, tzinfo=UTC))
    made.save()
    assert SessionStore(made.session_key).get("step") is None


def test_one_that_was_ended_meanwhile_is_not_written_again() -> None:
    """Who leaves in one window while another still writes: nothing comes back."""
    made, other = kept(step=1), SessionStore()
    other._session_key = made.session_key
    other.delete()
    made["step"] = 2
    with pytest.raises(UpdateError):
        made.save()
    assert not made.exists(str(made.session_key))


def test_a_key_that_is_taken_is_not_given_twice() -> None:
    made, other = kept(step=1), SessionStore()
    other._session_key = made.session_key
    with pytest.raises(CreateError):
        other.save(must_create=True)
    assert SessionStore(made.session_key)["step"] == 1


def test_a_session_without_a_key_is_given_one() -> None:
    made = SessionStore()
    made["step"] = 1
    made.save()
    assert SessionStore(made.session_key)["step"] == 1
