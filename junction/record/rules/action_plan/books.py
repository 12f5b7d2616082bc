"""The words the readers of tables go by, from dated rules: titles, organisations' names, status words."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.playbook import load

PLAYBOOK = Path(__file__).parents[2] / "playbook"


@cache
def values(name: str) -> Mapping[str, Any]:
    """Return a book's values as they stand: reading is not judged by its day, a later list knows more."""
    return load(PLAYBOOK / f"{name}.toml").versions[-1].values


def plain(text: str) -> str:
    """Return the words of `text` for comparing: no case, no marks, "&" as "and"."""
    return " ".join(
        re.sub(r"[^\w#]+", " ", text.lower().replace("&", " and ").replace("’", "").replace("'", "")).split()
    )
