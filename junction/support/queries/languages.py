"""The languages that pages and texts of people in need speak: English, and each with a compiled file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language_info
from django.utils.translation.trans_real import parse_accept_lang_header

from junction.core.scope import Scope

HERE = Path(__file__).parents[1] / "locale"
SOURCE = "en"


def spoken(scope: Scope) -> dict[str, str]:
    """Return the code and own name of each language; a new translation file that is compiled is enough."""
    return dict(_compiled())


@cache
def _compiled() -> tuple[tuple[str, str], ...]:
    found = sorted(one.parts[-3] for one in HERE.glob("*/LC_MESSAGES/django.mo"))
    return tuple((code, _own_name(code)) for code in (SOURCE, *found))


def best_of(scope: Scope, asked: str, known: Mapping[str, str]) -> str:
    """Return the first language of a browser's list (`pl,en;q=0.8`) that is known; else English."""
    for wanted, _ in parse_accept_lang_header(asked.lower()[:500]):
        for code in (wanted, wanted.partition("-")[0]):
            if code in known:
                return code
    return SOURCE


def _own_name(code: str) -> str:
    """Return what a language calls itself; its code where that is not known."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code
