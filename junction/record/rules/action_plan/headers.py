"""Says which lines of a table are its header: by known titles, else by contrast with what stands below.

A table whose titles are mostly unknown has its header told by contrast: each cell of its first line is short
and no reference, while one of its columns holds references below.
"""

from collections.abc import Mapping, Sequence
from statistics import mean

from .columns import LONG_TITLE, Layout, header, laid_by_titles, role_of
from .numbering import is_reference
from .organisations import is_whole

Lines = Sequence[tuple[int, list[str]]]  # the place and the cells of each line of a table
LEAST_TITLES, REFERENCES = 3, 0.6
LEAST_OF_AN_ITEM = 20  # characters, on average


def headers_in(table: Lines) -> dict[int, Layout]:
    """Return the layout that each header of the table gives, by place."""
    found = {place: layout for place, cells in table if (layout := header(cells))}
    if found or not table:
        return {place: _with_item(layout, place, table, found) for place, layout in found.items()}
    first, *body = table
    layout = _by_contrast(first[1], [cells for _, cells in body])
    return {place: layout for place, cells in table if cells == first[1]} if layout else {}


def _with_item(layout: Layout, place: int, table: Lines, headers: Mapping[int, Layout]) -> Layout:
    """Take the column of the longest words for the item, where no known title is one of items."""
    titles = next(cells for at, cells in table if at == place)
    free = [at for at, title in enumerate(titles) if title and not role_of(title)]
    if "item" in layout or not free:
        return layout
    below = [cells for at, cells in table if at > place and at not in headers]
    length = {at: mean([len(cells[at]) for cells in below if at < len(cells)] or [0]) for at in free}
    longest = max(free, key=lambda at: length[at])
    if length[longest] < LEAST_OF_AN_ITEM:
        return layout
    return tuple("item" if at == longest else name for at, name in enumerate(layout))


def _by_contrast(titles: Sequence[str], body: Sequence[Sequence[str]]) -> Layout | None:
    if len(titles) < LEAST_TITLES or not all(_is_title(title) for title in titles):
        return None
    columns = [[cells[at] for cells in body if at < len(cells) and cells[at]] for at in range(len(titles))]
    numbered = [
        at for at, cells in enumerate(columns) if cells and mean(map(is_reference, cells)) >= REFERENCES
    ]
    roles = [role_of(title) for title in titles]
    if not numbered or not any(roles):
        return None
    layout = list(laid_by_titles(titles, roles))
    if "ref" not in layout:
        layout[numbered[0]] = "ref"
    free = [at for at, role in enumerate(roles) if not role and layout[at] != "ref" and columns[at]]
    if "organisation" not in layout:
        bodies = [at for at in free if mean(map(is_whole, columns[at])) >= REFERENCES]
        layout[bodies[0] if bodies else -1] = "organisation" if bodies else layout[-1]
        free = [at for at in free if at not in bodies[:1]]
    if "item" not in layout and free:
        layout[max(free, key=lambda at: mean(map(len, columns[at])))] = "item"
    return tuple(layout) if "item" in layout else None


def _is_title(cell: str) -> bool:
    return (
        0 < len(cell) <= LONG_TITLE
        and not is_reference(cell)
        and not (len(cell) > 6 and cell.endswith((".", ";")))
    )
