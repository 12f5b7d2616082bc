"""A request sent twice is done once, whoever sends it and however close together."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from junction.core.idempotency.models import IdempotencyKey
from junction.core.idempotency.operations import (
    KEPT,
    Answer,
    KeyUsedForAnotherRequest,
    answer_once,
    forget_expired,
    request_hash,
)

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)


def ask(work, *, caller="token:1", key="k1", body=b"{}", now=NOW):
    hashed = request_hash(method="POST", path="/api/v1/returns", body=body)
    return answer_once(caller=caller, key=key, request_hash=hashed, now=now, work=work)


@pytest.fixture
def done():
    return []


@pytest.fixture
def work(done):
    def work():
        done.append(1)
        return 201, {"reference": f"R{len(done)}", "text": "é"}

    return work


@pytest.mark.django_db
def test_the_second_time_gets_the_first_answer(work, done, django_assert_num_queries):
    assert ask(work) == Answer(201, {"reference": "R1", "text": "é"})
    assert ask(work) == Answer(201, {"reference": "R1", "text": "é"}, is_replayed=True)
    assert len(done) == 1


@pytest.mark.django_db
def test_it_costs_two_statements(work, django_assert_num_queries):
    with django_assert_num_queries(4):  # two beside the savepoint of this test
        ask(work)


@pytest.mark.django_db
def test_a_key_with_another_body_is_refused(work, done):
    ask(work)
    with pytest.raises(KeyUsedForAnotherRequest, match="Send a new key"):
        ask(work, body=b'{"beds": 3}')
    assert len(done) == 1


@pytest.mark.django_db
def test_keys_belong_to_their_caller(work, done):
    ask(work)
    assert not ask(work, caller="token:2").is_replayed
    assert not ask(work, key="k2").is_replayed
    assert len(done) == 3


@pytest.mark.django_db
def test_an_expired_key_may_be_used_again(work, done):
    ask(work)
    assert not ask(work, body=b"other", now=NOW + KEPT).is_replayed
    assert IdempotencyKey.objects.count() == 1
    assert forget_expired(NOW + KEPT + KEPT - timedelta(seconds=1)) == 0
    assert forget_expired(NOW + KEPT + KEPT) == 1


@pytest.mark.django_db
def test_work_that_fails_leaves_no_key(work):
    def failing():
        raise RuntimeError("crash")

    with pytest.raises(RuntimeError):
        ask(failing)
    assert not IdempotencyKey.objects.exists()
    assert not ask(work).is_replayed


@pytest.mark.django_db(transaction=True)
def test_the_same_request_many_times_at_once_is_done_once(work):
    answers, started = [], threading.Barrier(4)

    def send():
        try:
            started.wait(10)
            answers.append(ask(work))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.is_replayed for answer in answers) == [False, True, True, True]
    assert {answer.body["reference"] for answer in answers} == {"R1"}
