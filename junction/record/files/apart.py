"""Run one reader of files in a process of its own, within limits of time and memory."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

from .limits import LIMITS
from .refusals import ALL, FileDamaged, TooHeavy

logger = logging.getLogger("junction.record")
_CHILD = Path(__file__).with_name("child.py")
_KILLED = {-9, -24, 137, 152}  # by the limit of memory or of seconds


def read_apart(content: bytes, *, reader: str) -> Any:
    """Return what the reader hands over; raise its refusal."""
    command = [sys.executable, "-I", str(_CHILD), reader, str(LIMITS["seconds"])]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=LIMITS["seconds"] + 5)  # noqa: S603 -- our own file
    except subprocess.TimeoutExpired:
        raise TooHeavy from None
    if done.returncode:
        raise TooHeavy if done.returncode in _KILLED else FileDamaged
    answer = json.loads(done.stdout)
    if done.stderr:
        logger.warning("a reader of %s broke off: %s", reader, done.stderr.decode(errors="replace")[-2000:])
    if "refused" in answer:
        raise ALL.get(answer["refused"], FileDamaged)
    return answer["read"]
