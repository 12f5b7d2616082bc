"""Tables written by hand whose rows are cards on a phone: no cell stands there without its heading."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TABLE = re.compile(r"<table class=\"[^\"]*junction-cards[^\"{]*\">.*?</table>", re.DOTALL)
CELL = re.compile(r"<td class=\"(?:[^\"{]|\{\{.*?\}\})*\"(?P<more>[^>]*)>(?P<inside>.*?)</td>", re.DOTALL)
WRITTEN = [
    (path, table)
    for path in sorted(ROOT.glob("*/jinja2/**/*.html"))
    for table in TABLE.findall(path.read_text(encoding="utf-8"))
]


def test_there_are_such_tables() -> None:
    assert len(WRITTEN) >= 5


@pytest.mark.parametrize(("path", "table"), WRITTEN, ids=[path.name for path, _ in WRITTEN])
def test_each_cell_of_a_card_says_its_heading_or_is_a_way_onward(path: Path, table: str) -> None:
    cells = list(CELL.finditer(table))
    bare = [cell["inside"] for cell in cells if "data-label=" not in cell["more"]]
    assert len(cells) >= 3
    assert not [one for one in bare if "<form" not in one and "<a " not in one]
