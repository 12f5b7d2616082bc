"""Run by a process of its own (see `bench/volunteers_list.py`): the job of a list of volunteers.

Says what it cost and the most memory this process ever had.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "junction.config.settings"

import django

django.setup()

from junction.support.tasks import take_volunteers  # noqa: E402 - after Django is set up


def most_memory() -> int:
    """Return the most memory that this process had, in KiB; what it was forked from does not count."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


before, idle = time.process_time(), most_memory()
take_volunteers(upload_id=int(sys.argv[1]))
most = most_memory()
sys.stdout.write(
    json.dumps({"seconds": time.process_time() - before, "idle_mb": idle / 1024, "most_mb": most / 1024})
)
