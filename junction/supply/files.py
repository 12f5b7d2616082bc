"""What comes with the project as files: the catalogue an installation begins with."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FACTS = Path(__file__).parent / "facts"


def read_catalogue() -> Mapping[str, Any]:
    """Return the catalogue's tables `item` (with packs) and `substitute`."""
    return tomllib.loads((FACTS / "items.toml").read_text(encoding="utf-8"))
