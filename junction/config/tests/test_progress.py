"""Progress: a bar where a person watches, nothing anywhere else; operations tell in plain numbers."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from typing import Any

import pytest

from junction.config.commandline import progress
from junction.core.audit.operations import chain, record
from junction.core.audit.queries import verify
from junction.core.tables import read
from junction.core.telling import TIMES, told
from junction.people.queries import system_actor
from junction.registry.files.place_lists import read_place_list
from junction.registry.operations import import_places
from junction.returns.operations.series import import_series

WORK = """
import sys
from junction.config.commandline.base import say, while_waiting
from junction.config.commandline.progress import bar
with while_waiting("Getting ready"):
    pass
with bar("Reading and checking a long list", "Storing") as tell:
    for of in (30_000, 30_000):
        for done in range(0, of + 1, 10_000):
            tell and tell(done, of)
    say.print("Half way")
print("watched" if tell else "not watched")
"""
CONTROL = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]|\r")


def work(**terminal: Any) -> subprocess.Popen[bytes]:
    """Do the work above in a process of its own, on whatever it is given for a terminal."""
    environment = os.environ | {
        "TERM": "xterm-256color",
        "FORCE_COLOR": "1",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    environment.pop("COLUMNS", None)
    return subprocess.Popen([sys.executable, "-c", WORK], env=environment, **terminal)


def seen_in_a_terminal(columns: int) -> str:
    """All that a terminal of this width was told to show, controls and all."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = work(stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    with suppress(OSError):  # the terminal is gone when the process is
        while piece := os.read(ours, 65_536):
            said += piece
    os.close(ours)
    assert process.wait() == 0
    return said.decode()


@pytest.mark.parametrize("columns", [80, 40])
def test_a_person_sees_one_line_that_fits_and_goes(columns):
    said = seen_in_a_terminal(columns)
    lines = [CONTROL.sub("", line) for line in re.split(r"\r\n|\x1b\[1A|\r", said)]
    assert max(map(len, lines)) <= columns
    assert re.search(r"Storing .*30,000 of 30,000 0:0\d", CONTROL.sub("", said))
    assert said.rstrip().endswith("watched")
    assert "\x1b[2K" in said.rpartition("0:0")[2]  # the last frame is wiped out
    assert "Half way" in lines


def test_a_pipe_gets_plain_lines_only():
    process = work(stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said, _ = process.communicate()
    assert said.decode() == "Half way\nnot watched\n"


def test_a_program_that_asks_for_json_sees_no_bar(monkeypatch):
    monkeypatch.setattr(progress, "is_watched", lambda console: True)
    with progress.bar("Rows", quiet=True) as tell:
        assert tell is None


def test_it_is_told_now_and_then_and_at_the_end():
    heard: list[tuple[int, int]] = []
    count = 12_345
    assert sum(told([1] * count, lambda *at: heard.append(at), of=count)) == count
    assert heard[-1] == (count, count)
    assert len(heard) <= TIMES + 5


@pytest.mark.django_db
def test_imports_and_the_proof_tell_how_far_they_are(areas, now):
    heard: list[tuple[int, int]] = []
    by = system_actor("test")

    def tell(done: int, of: int) -> None:
        heard.append((done, of))

    listing = (
        b"name,types,address,town,postcode,area_name\nAsh,Residential homes,1 A Road,Sale,M33 4RZ,Trafford\n"
    )
    import_places(read_place_list(listing, filename="a.csv"), dry_run=False, tell=tell, by=by, now=now)
    assert heard.pop() == (1, 1)
    figures = b"publication,area,day,measure,value\n2020-05-01,Trafford,2020-04-20,covid,3\n"
    import_series(read(figures, filename="s.csv"), name="made-up", tell=tell, by=by, now=now)
    assert heard.pop() == (1, 1)
    record(at=now, by=by, verb="test.done", subject="test:1")
    chain()
    lines = verify(tell=tell).lines
    assert heard.pop() == (lines, lines)
