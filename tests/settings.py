"""The settings tests run with: the real ones, in a home of the tests' own."""

import os
from pathlib import Path

os.environ["JUNCTION_HOME"] = str(Path(__file__).resolve().parents[1] / "var" / "test")

from junction.config.settings import *  # noqa: F403 - they are the real ones

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - one of them
API_FAILURES_A_MINUTE = 1_000_000  # every stranger of the access matrix knocks from one address
