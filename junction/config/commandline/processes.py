"""Processes that `junction up` keeps running: started again when they fall, ended together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from .base import say

QUICK_FALL = 10.0  # seconds; one that falls sooner each time will not stand
MOST_QUICK_FALLS = 3
TENDED_EVERY = 2.0  # seconds
PATIENCE = 20.0  # seconds to end by itself
PARENT = "JUNCTION_UP"  # tells a kept process who keeps it


def end_with_parent() -> None:
    """End this process when the `junction up` that keeps it was killed and could not say goodbye."""
    parent = os.environ.get(PARENT)
    if parent is None:
        return

    def watch() -> None:
        while str(os.getppid()) == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


@dataclass(slots=True)
class Kept:
    """One process that is kept running."""

    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_falls: int = 0

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches us alone, and we end the others in order."""
        command = [sys.executable, "-m", "junction.config.commandline", *self.arguments]
        environment = {**os.environ, PARENT: str(os.getpid())}
        self.process = subprocess.Popen(command, start_new_session=True, env=environment)  # noqa: S603 - ourselves
        self.started_at = time.monotonic()

    def fell(self) -> bool:
        return self.process is not None and self.process.poll() is not None


@dataclass(slots=True)
class Processes:
    """A few processes kept running until one of us is told to end."""

    kept: list[Kept] = field(default_factory=list)
    tend: Callable[[], None] | None = None  # done every few seconds, before what fell is started again
    ending: bool = False

    def add(self, name: str, *arguments: str) -> None:
        self.kept.append(Kept(name, arguments))

    def start(self) -> None:
        """Start all; from now on Ctrl-C, a closed terminal and SIGTERM all mean: end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        for kept in self.kept:
            kept.start()

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.ending = True

    def wait(self) -> bool:
        """Keep all running until told to end; tell whether that was the reason to return."""
        tended_at = 0.0
        while not self.ending:
            fallen = any(kept.fell() for kept in self.kept)
            if self.tend and (fallen or time.monotonic() - tended_at > TENDED_EVERY):
                self.tend()
                tended_at = time.monotonic()
            for kept in self.kept:
                if kept.fell() and not self._raise_again(kept):
                    return False
            time.sleep(0.2)
        return True

    def _raise_again(self, kept: Kept) -> bool:
        lived = time.monotonic() - kept.started_at
        kept.quick_falls = kept.quick_falls + 1 if lived < QUICK_FALL else 0
        if kept.quick_falls >= MOST_QUICK_FALLS:
            say.print(f"The {kept.name} ends each time as soon as it is started.", style="bold red")
            return False
        say.print(f"The {kept.name} ended by itself; starting it again.", style="yellow")
        kept.start()
        return True

    def stop(self) -> None:
        """End all, last started first, and wait for them; end by force what does not listen."""
        for kept in reversed(self.kept):
            if kept.process is None or kept.fell():
                continue
            kept.process.terminate()
            try:
                kept.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                kept.process.kill()
                kept.process.wait()
