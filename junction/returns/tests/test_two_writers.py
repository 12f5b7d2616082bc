"""Two writers of one return, a crash in the middle, a file sent twice: nothing lost, nothing doubled."""

import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, connections, transaction

from junction.core.audit.models import AuditEntry
from junction.returns.models import Latest, Return, Slot
from junction.returns.operations import SomebodyElseFiled, file_return, file_returns

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run each work in a thread of its own, started together; return what each returned or raised."""
    barrier, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            barrier.wait(5)
            answers[number] = work()
        except Exception as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


def test_of_two_who_saw_nothing_one_files_and_one_is_told(filing, manager, officer, now):
    sent = [
        (filing(change={"occupied": n}, expected_version=0), by) for n, by in ((30, manager), (31, officer))
    ]
    answers = at_once(*(lambda f=f, by=by: file_return(f, by=by, now=now) for f, by in sent))
    refused = [answer for answer in answers if isinstance(answer, SomebodyElseFiled)]
    assert len(refused) == 1
    assert (Return.objects.count(), Slot.objects.get().version, AuditEntry.objects.count()) == (1, 1, 1)
    assert refused[0].filed_by == Return.objects.get().filed_by


def test_ten_at_once_make_ten_versions_in_one_line(filing, manager, now):
    works = [
        lambda n=n: file_return(filing(change={"occupied": n}), by=manager, now=now + timedelta(seconds=n))
        for n in range(1, 6)
    ]
    outcomes = sorted(answer.outcome for answer in at_once(*works))
    assert outcomes == ["corrected"] * 4 + ["filed"]
    standing = Return.objects.filter(superseded_at=None).get()
    assert list(Return.objects.order_by("version").values_list("version", flat=True)) == [1, 2, 3, 4, 5]
    assert (standing.version, Latest.objects.get().return_id) == (5, standing.id)
    assert Latest.objects.get().occupied == standing.occupied


def test_batches_in_opposite_order_do_not_wait_for_each_other(filing, officer, place, second_place, now):
    one, two = filing(change={"occupied": 20}), filing(of=second_place, change={"occupied": 21})
    answers = at_once(
        lambda: file_returns([one, two], partial=False, by=officer, now=now),
        lambda: file_returns([two, one], partial=False, by=officer, now=now),
    )
    outcomes = sorted(filed.outcome for answer in answers for filed in answer)
    assert outcomes == ["filed", "filed", "unchanged", "unchanged"]
    assert Return.objects.count() == 2


def test_a_crash_before_the_commit_leaves_nothing_and_the_return_can_be_sent_again(filing, manager, now):
    file_return(filing(), by=manager, now=now)
    change = filing(change={"occupied": 12})

    def crash():
        with transaction.atomic():
            file_return(change, by=manager, now=now + timedelta(hours=1))
            pid = connection.connection.info.backend_pid
            with psycopg.connect(**_address(), autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [pid])
            connection.cursor().execute("SELECT 1")

    (answer,) = at_once(crash)
    assert isinstance(answer, Exception)
    assert (Return.objects.count(), AuditEntry.objects.count()) == (1, 1)
    assert (Slot.objects.get().version, Latest.objects.get().occupied) == (1, 36)
    assert file_return(change, by=manager, now=now + timedelta(hours=2)).outcome == "corrected"
    assert list(Return.objects.order_by("version").values_list("superseded_at", flat=True)) == [
        now + timedelta(hours=2),
        None,
    ]


def _address():
    settings = connection.settings_dict
    given = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
    password = {"password": settings["PASSWORD"]} if settings["PASSWORD"] else {}
    return {name: value for name, value in given.items() if value} | password | {"dbname": settings["NAME"]}


def test_an_upload_sent_again_after_a_crash_stores_the_rest_once(filing, officer, second_place, now):
    batch = [filing(), filing(of=second_place)]
    file_returns(batch[:1], partial=False, by=officer, now=now)
    again = file_returns(batch, partial=False, by=officer, now=now + timedelta(minutes=1))
    assert [filed.outcome for filed in again] == ["unchanged", "filed"]
    third = file_returns(batch, partial=False, by=officer, now=now + timedelta(minutes=2))
    assert [filed.outcome for filed in third] == ["unchanged", "unchanged"]
    assert (Return.objects.count(), AuditEntry.objects.count()) == (2, 2)
