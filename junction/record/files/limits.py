"""How large a file may be and what opening it may take: the numbers are data (`playbook/opening.toml`)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from junction.core.playbook import load

LIMITS: Mapping[str, Any] = load(Path(__file__).parents[1] / "playbook" / "opening.toml").versions[-1].values
