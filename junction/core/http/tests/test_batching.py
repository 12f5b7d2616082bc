"""The micro-batcher: everybody gets its own answer, rounds grow under load, one's error is nobody else's."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import OperationalError

from junction.core.http.batching import Batcher, _Waiting, turn_of


def test_a_request_alone_is_done_at_once_by_its_own_thread():
    seen = []

    def work(asked):
        seen.append((list(asked), threading.current_thread()))
        return [2 * one for one in asked]

    assert Batcher(work).ask(4) == 8
    assert seen == [([4], threading.current_thread())]


def test_everybody_gets_its_own_answer_in_few_rounds():
    rounds = []

    def work(asked):
        rounds.append(len(asked))
        time.sleep(0.01)
        return [2 * one for one in asked]

    batcher = Batcher(work, most=20)
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(batcher.ask, range(400)))
    assert answers == [2 * number for number in range(400)]
    assert sum(rounds) == 400 and max(rounds) <= 20 and len(rounds) < 200
    assert not batcher.waiting and not batcher.is_led


def test_an_exception_among_the_answers_is_raised_for_one():
    batcher = Batcher(lambda asked: [ValueError("odd") if one % 2 else one for one in asked])
    assert batcher.ask(2) == 2
    with pytest.raises(ValueError, match="odd"):
        batcher.ask(3)


def test_a_round_that_breaks_is_done_one_by_one():
    started = threading.Event()

    def work(asked):
        started.wait(0.05)
        if 13 in asked:
            raise RuntimeError("thirteen")
        return list(asked)

    batcher = Batcher(work)

    def ask(number):
        try:
            return batcher.ask(number)
        except RuntimeError:
            return "broken"

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(20)))
    assert [number for number, answer in enumerate(answers) if answer == "broken"] == [13]


def test_a_database_that_is_away_is_said_to_everybody_and_the_next_round_goes_on():
    away = [True]

    def work(asked):
        if away[0]:
            raise OperationalError("gone")
        return list(asked)

    batcher = Batcher(work)
    with pytest.raises(OperationalError):
        batcher.ask(1)
    away[0] = False
    assert batcher.ask(2) == 2


def test_who_waits_too_long_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr("junction.core.http.batching.PATIENCE", 0.05)
    busy, free = threading.Event(), threading.Event()

    def work(asked):
        busy.set()
        free.wait(5)
        return list(asked)

    batcher = Batcher(work)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(batcher.ask, 1)
        busy.wait(5)
        second = pool.submit(batcher.ask, 2)
        with pytest.raises(OperationalError):
            second.result(5)
        free.set()
        assert first.result(5) == 1


def test_rounds_of_several_batchers_take_turns_and_take_along_who_came_meanwhile(tmp_path):
    at_work, most_at_work, rounds = [], [], []

    def work(asked):
        at_work.append(1)
        most_at_work.append(len(at_work))
        time.sleep(0.02)
        at_work.pop()
        rounds.append(len(asked))
        return list(asked)

    batchers = [Batcher(work, turn=lambda: turn_of(tmp_path / "turn")) for _ in range(3)]
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda n: batchers[n % 3].ask(n), range(90)))
    assert answers == list(range(90))
    assert max(most_at_work) == 1 and max(rounds) > 1


def test_a_leader_that_gets_no_turn_holds_up_nobody_else():
    turns = [OSError("no such folder")]

    @contextmanager
    def turn():
        if turns:
            raise turns.pop()
        yield

    batcher = Batcher(list, turn=turn)
    with pytest.raises(OSError, match="no such folder"):
        batcher.ask(1)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(batcher.ask, 2).result(5) == 2
    assert not batcher.waiting and not batcher.is_led


def test_who_was_taken_by_a_leader_that_is_broken_off_is_told_to_come_again():
    busy, queued = threading.Event(), threading.Event()

    def work(asked):
        if asked == [0]:
            busy.set()
            queued.wait(5)
            return list(asked)
        raise KeyboardInterrupt

    batcher = Batcher(work)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(batcher.ask, 0)
        busy.wait(5)
        others = [pool.submit(batcher.ask, number) for number in (1, 2)]
        while len(batcher.waiting) < 2:
            time.sleep(0.001)
        queued.set()
        assert first.result(5) == 0
        errors = {type(one.exception(5)) for one in others}
    assert errors == {KeyboardInterrupt, OperationalError}
    assert not batcher.waiting and not batcher.is_led


def test_who_is_handed_the_lead_as_its_patience_ends_leads(monkeypatch):
    batcher = Batcher(list)
    mine = _Waiting(7)
    batcher.waiting.append(mine)
    batcher.is_led = True

    def patience_ends_and_then_the_lead_comes(seconds=None):
        if seconds is not None:
            mine.turn.set()
            return False
        return True

    monkeypatch.setattr(mine.turn, "wait", patience_ends_and_then_the_lead_comes)
    batcher._wait(mine)
    batcher._lead(mine)
    assert mine.answer == 7 and not batcher.is_led
