"""A process that is killed while it destroys a document leaves all of it, or none."""

import os
import subprocess
import sys
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from junction.core.files.models import GivenUp, StoredFile
from junction.core.files.operations import remove_given_up
from junction.core.files.queries import content
from junction.record.models import Document
from junction.record.operations.retention import ask_destruction
from junction.record.queries.documents import statements
from tests.cast import national

from .retaining import NOW, PLANTED, keep_old, lay_over, tables_with

KILLED = """
import os, signal, sys, django
django.setup()
from django.db import transaction
from junction.core.files import operations as files
from junction.record.operations import retention
from junction.record.operations.retention import destroying
from junction.record.tests.retaining import LATER, second

def die(*ignored, **named):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[2] == "before":
    destroying._settle = die
else:
    files._remove = die
retention.destroy(int(sys.argv[1]), by=second(), now=LATER)
"""


def destroy_and_die(number, when, home):
    said = connection.settings_dict
    place = {name: quote(str(said[name]), safe="") for name in ("USER", "PASSWORD", "NAME")}
    where = urlencode({name.lower(): said[name] for name in ("HOST", "PORT") if said[name]})
    around = os.environ | {
        "JUNCTION_HOME": str(home), "DJANGO_SETTINGS_MODULE": "junction.config.settings",
        "DATABASE_URL": f"postgresql://{place['USER']}:{place['PASSWORD']}@/{place['NAME']}?{where}",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(number), when], env=around, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == -9, done.stderr


@pytest.mark.django_db(transaction=True)
def test_killed_before_the_commit_everything_is_as_it_was(areas):
    document = keep_old()
    lay_over(document)
    before = tables_with(PLANTED)
    asked = ask_destruction(document.pk, why="Over", by=national(), now=NOW)
    destroy_and_die(asked.pk, "before", settings.HOME)
    after = Document.objects.get()
    assert (after.destroyed_at, after.text) == (None, document.text)
    assert tables_with(PLANTED) == before and PLANTED.encode() in content(document.file_id)
    assert statements(national().scope).exists() and not GivenUp.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_killed_after_the_commit_the_bytes_go_by_the_next_hour(areas, settings, tmp_path):
    settings.HOME = tmp_path
    document = keep_old()
    asked = ask_destruction(document.pk, why="Over", by=national(), now=NOW)
    destroy_and_die(asked.pk, "after", tmp_path)
    assert Document.objects.get().destroyed_at and not StoredFile.objects.exists()
    assert remove_given_up() == 1
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
