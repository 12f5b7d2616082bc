"""Requests that wait at the same moment are done together: one transaction and one commit for many answers.

Whoever comes when nobody is at work leads: it does everything that waits, its own request among it, while
those who come meanwhile wait for the next round. So a request alone is done at once by its own thread, and
under load each round is as large as the time of the last one made it; nothing is held back to fill a round.
There is one batcher for each kind of work in each process.
"""

import fcntl
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Generic, TypeVar

from django.db import OperationalError

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
MOST = 200  # done in one round
PATIENCE = 30.0  # seconds that a request waits before it is told to come again


@contextmanager
def turn_of(path: Path) -> Iterator[None]:
    """Hold the turn among the processes of this machine; the kernel gives back that of a process which
    dies.
    """
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class _Waiting(Generic[Asked, Answer]):
    """One request, until it has its answer or is to lead the next round."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.answer: Answer | None = None
        self.error: BaseException | None = None
        self.is_done = False
        self.turn = threading.Event()


def _tell(taken: Sequence[_Waiting[Asked, Answer]]) -> None:
    for one in taken:
        one.is_done = True
        one.turn.set()


class Batcher(Generic[Asked, Answer]):
    """Does `work` for everybody who waits; it returns an answer, or an exception to raise, for each.

    Where rounds of several processes would only wait for each other in the database, a `turn` makes them wait
    before they are cut, so that whoever comes meanwhile is still taken along.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Asked]], Sequence[Answer | Exception]],
        *,
        most: int = MOST,
        turn: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self.work = work
        self.most = most
        self.turn = turn
        self.lock = threading.Lock()
        self.waiting: deque[_Waiting[Asked, Answer]] = deque()
        self.is_led = False

    def ask(self, asked: Asked) -> Answer:
        """Return the answer once it is committed, or raise what came of it."""
        mine: _Waiting[Asked, Answer] = _Waiting(asked)
        with self.lock:
            self.waiting.append(mine)
            leads, self.is_led = not self.is_led, True
        if not leads:
            self._wait(mine)
        if not mine.is_done:
            self._lead(mine)
        if mine.error is not None:
            raise mine.error
        return mine.answer  # type: ignore[return-value] # set with is_done

    def _wait(self, mine: _Waiting[Asked, Answer]) -> None:
        if mine.turn.wait(PATIENCE):
            return
        with self.lock:
            if mine in self.waiting and not mine.turn.is_set():  # else it was handed the lead just now
                self.waiting.remove(mine)
                raise OperationalError("waited too long for a round")
        mine.turn.wait()  # a round is doing it just now

    def _lead(self, mine: _Waiting[Asked, Answer]) -> None:
        """Do rounds until this request is done, then hand the lead to whoever has waited longest.

        Whatever breaks a leader off, nobody waits for it: those it had taken are told to come again.
        """
        taken: list[_Waiting[Asked, Answer]] = []
        try:
            while not mine.is_done:
                with self.turn():
                    with self.lock:
                        taken = [self.waiting.popleft() for _ in range(min(self.most, len(self.waiting)))]
                    self._do(taken)
                _tell(taken)
                taken = []
        except BaseException:
            for one in taken:
                one.error = one.error or OperationalError("the round was broken off")
            _tell(taken)
            raise
        finally:
            with self.lock:
                if mine in self.waiting:  # broken off before it was taken
                    self.waiting.remove(mine)
                self.is_led = bool(self.waiting)
                if self.waiting:
                    self.waiting[0].turn.set()

    def _do(self, taken: list[_Waiting[Asked, Answer]]) -> None:
        try:
            answers = self.work([one.asked for one in taken])
        except OperationalError as error:  # the database is away: for everybody
            for one in taken:
                one.error = error
        except Exception as error:
            self._one_by_one(taken, error)
        else:
            for one, answer in zip(taken, answers, strict=True):
                one.error, one.answer = (answer, None) if isinstance(answer, Exception) else (None, answer)

    def _one_by_one(self, taken: list[_Waiting[Asked, Answer]], error: Exception) -> None:
        """Something in the round cannot be done: nobody else is to suffer for it."""
        if len(taken) == 1:
            taken[0].error = error
            return
        for one in taken:
            self._do([one])
