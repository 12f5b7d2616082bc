"""The same extract gives the same bytes in any process; and a line is a line whatever signs are in it."""

import hashlib
import os
import subprocess
import sys
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from junction.core.files.queries import content
from junction.record.operations import disclosure
from junction.record.rules.disclosure.chain import digests
from junction.record.rules.disclosure.reading import Broken, lines
from tests.cast import national

from .disclosing import LATER, NOW, checked, extract_of, found_in, keep, take_out, unpacked
from .disclosing import released as release

AGAIN = """
import hashlib, sys, django
django.setup()
from junction.record.models import Extract
from junction.record.operations import disclosure
from tests.cast import national
with disclosure.bundle_of(Extract.objects.get(pk=int(sys.argv[1])), by=national()) as path:
    print(hashlib.sha256(path.read_bytes()).hexdigest(), hash("seed"))
"""


def made_again(extract, seed):
    said = connection.settings_dict
    place = {name: quote(str(said[name]), safe="") for name in ("USER", "PASSWORD", "NAME")}
    where = urlencode({name.lower(): said[name] for name in ("HOST", "PORT") if said[name]})
    around = os.environ | {
        "PYTHONHASHSEED": seed, "JUNCTION_HOME": str(settings.HOME),
        "DJANGO_SETTINGS_MODULE": "junction.config.settings",
        "DATABASE_URL": f"postgresql://{place['USER']}:{place['PASSWORD']}@/{place['NAME']}?{where}",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, str(extract.pk)], env=around, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.django_db(transaction=True)
def test_processes_that_hash_otherwise_make_the_same_bytes(areas):
    extract = release()
    (first, one), (second, other) = (made_again(extract, seed) for seed in ("1", "2"))
    assert one != other  # they do hash otherwise
    assert first == second == extract.file_id


@pytest.mark.django_db
def test_signs_that_look_like_the_end_of_a_line_are_none(areas):
    keep("One\u2028two\x85three\x0cfour.\n", title="Odd\u2028title", name="odd.txt")
    extract = extract_of()
    take_out(extract, pattern="email", comment="As\u2028asked\x85for")
    checked(extract)
    disclosure.ask_release(extract.pk, by=national(), now=NOW)
    disclosure.release(extract.pk, by=national(), now=LATER)
    extract.refresh_from_db()
    assert not found_in(unpacked(content(extract.file_id))).broken


def pieces_of(said, sizes):
    found, at = [], 0
    for size in sizes:
        found.append(said[at : at + size])
        at += size
    return [*found, said[at:]]


TEXTS = st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\r\n", b"\xe2\x80\xa8"]), max_size=12).map(b"".join)


@given(TEXTS, st.lists(st.integers(0, 4), max_size=8))
def test_however_it_comes_in_pieces_the_lines_are_the_same(said, sizes):
    expected = said.split(b"\n")
    if len(expected) > 1 and not expected[-1]:
        expected.pop()
    pieces = pieces_of(said, sizes)
    assert list(digests("data/x.txt", pieces)) == [hashlib.sha256(one).hexdigest() for one in expected]
    assert list(digests("data/originals/x", pieces)) == [hashlib.sha256(said).hexdigest()]
    assert list(lines(pieces, "x", 100)) == (expected if said else [])


def test_a_line_that_is_too_long_is_named_before_it_fills_the_memory():
    def endless():
        yield b"short\n"
        while True:
            yield b"x" * 10

    with pytest.raises(Broken, match=r"audit\.jsonl line 2 was changed: it is far too long"):
        list(lines(endless(), "audit.jsonl", 100))
