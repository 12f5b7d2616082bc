"""An import of many documents is killed (-9) in the middle and run again: nothing is doubled, nothing lost.

The benchmark `bench.documents` run small, on the tests' own server: it is the importer that is killed.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from junction.core.postgres import Cluster

ROOT = Path(__file__).parents[1]
SMALL = {"FIRE_DOCUMENTS": "6", "FIRE_PAGES": "5", "FIRE_KILLS": "2"}


@pytest.mark.slow
def test_an_import_of_documents_outlives_being_killed(tmp_path):
    url = os.environ.get("DATABASE_URL") or Cluster(Path(os.environ["JUNCTION_HOME"])).url()
    environment = os.environ | SMALL | {"JUNCTION_HOME": str(tmp_path), "DATABASE_URL": url}
    command = [sys.executable, "-m", "bench.documents", "--size", "small"]
    ran = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-4000:]
    (line,) = [one for one in ran.stdout.splitlines() if "killed and run again" in one]
    killed = re.search(r"killed (\d+) times; 6 plans", line)
    assert "0.00 faults" in line and killed and int(killed[1]) >= 1
