"""Progress: a bar where a person watches, nothing anywhere else; operations tell in plain numbers."""

import io

import pytest
from rich.console import Console

from junction.config.commandline import progress
from junction.core.audit.operations import chain, record
from junction.core.audit.queries import verify
from junction.core.tables import read
from junction.core.telling import TIMES, told
from junction.people.queries import system_actor
from junction.registry.files.place_lists import read_place_list
from junction.registry.operations import import_places
from junction.returns.operations.series import import_series


@pytest.fixture
def terminal(monkeypatch):
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    monkeypatch.setattr(progress, "say", console)
    return console.file


def test_a_bar_shows_rows_done_of_rows(terminal):
    with progress.bar("Rows") as tell:
        tell(3, 7)
    assert "3/7" in terminal.getvalue()


def test_there_is_no_bar_for_programs_or_where_nobody_watches(terminal, monkeypatch):
    with progress.bar("Rows", quiet=True) as tell:
        assert tell is None
    monkeypatch.setattr(progress, "say", Console(file=terminal, force_terminal=False))
    with progress.bar("Rows") as tell:
        assert tell is None
    assert not terminal.getvalue()


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
