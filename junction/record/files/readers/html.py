"""HTML to text: blocks become lines, cells of a table are parted by tabs, what is bold is kept as bold.

What a file of HTML says where a browser does not show it in the text stands beside that, a line each: its
title, what its heading says of it, remarks in its code, and the words shown when one points at something.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from ..page import Page
from .texts import text_of

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    *("p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "section", "article", "header", "footer"),
    *("pre", "hr", "dl", "dt", "dd", "address", "body"),
}
_SILENT = {"script", "style", "head", "title", "template"}
_OF_ITSELF = {"author", "description", "keywords", "subject", "creator"}
_POINTED = ("title", "aria-label", "placeholder")
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)  # from which a list counts; more is no number of a list
_BOLD = _HEADINGS | {"b", "strong", "th"}


class _Reader(HTMLParser):
    """Walks the tags and adds to a page; white space is single, as a browser shows it."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.silent = self.bold = 0
        self.at_line_start, self.wants_space = True, False
        self.in_title = False
        self.lists: list[int | None] = []  # of each open list its last number; none for one of bullets
        self.mark = ""  # of an item whose words are still to come
        self.beside: list[tuple[str, str]] = []  # what each is, and its words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, {key: value or "" for key, value in attrs})
        self.silent += tag in _SILENT
        self.bold += tag in _BOLD
        if tag in _BLOCKS:
            self._end_line()
            self._list(tag, dict(attrs))
        elif tag == "br":
            self._break()
        elif tag in {"td", "th"} and not self.at_line_start:
            self.page.add("\t")
            self.wants_space = False
        elif tag == "img":
            self.handle_data(next((value or "" for key, value in attrs if key == "alt"), ""))

    def _list(self, tag: str, said: Mapping[str, str | None]) -> None:
        """Take note of a list that begins, or of an item: a browser shows its bullet or its number."""
        if tag in {"ul", "ol"}:
            first = said.get("start") or ""
            before = int(first) - 1 if _NUMBER.fullmatch(first) else 0
            self.lists.append(before if tag == "ol" else None)
        elif tag == "li":
            last = self.lists[-1] if self.lists else None
            self.mark = "• " if last is None else f"{last + 1}. "
            if last is not None:
                self.lists[-1] = last + 1

    def _note(self, tag: str, said: Mapping[str, str]) -> None:
        """Keep what a tag says that is not in the text."""
        if tag == "title":
            self.in_title = True
            self.beside.append(("title", ""))
        if tag == "meta" and said.get("name", "").lower() in _OF_ITSELF:
            self.beside.append((said["name"].lower(), said.get("content", "")))
        self.beside += [("shown on pointing", said[key]) for key in _POINTED if key in said]

    def handle_comment(self, data: str) -> None:
        if not data.lstrip().lower().startswith(("[if", "<![endif")):  # for programs alone
            self.beside.append(("comment", data))

    def handle_endtag(self, tag: str) -> None:
        self.in_title = self.in_title and tag != "title"
        self.silent = max(0, self.silent - (tag in _SILENT))
        self.bold = max(0, self.bold - (tag in _BOLD))
        if tag in _BLOCKS:
            self._end_line()
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        self.mark = "" if tag == "li" else self.mark

    def handle_data(self, data: str) -> None:
        if self.in_title:
            what, before = self.beside[-1]
            self.beside[-1] = (what, f"{before}{data}")
        if self.silent:
            return
        words = data.split()
        if not words:
            self.wants_space = self.wants_space or (bool(data) and not self.at_line_start)
            return
        if (data[0].isspace() or self.wants_space) and not self.at_line_start:
            self.page.add(" ")
        self.page.add(self.mark)
        self.mark = ""
        self.page.add(" ".join(words), is_bold=self.bold > 0)
        self.at_line_start, self.wants_space = False, data[-1].isspace()

    def _end_line(self) -> None:
        if not self.at_line_start:
            self._break()

    def _break(self) -> None:
        self.page.add("\n")
        self.at_line_start, self.wants_space = True, False


def add_html(text: str, page: Page) -> list[str]:
    """Add what a browser would show of some HTML; return a line for each thing that it does not show."""
    reader = _Reader(page)
    reader.feed(text)
    reader.close()
    reader.handle_endtag("p")
    said = dict.fromkeys((what, " ".join(words.split())) for what, words in reader.beside)
    return [f"[{what}: {words}]" for what, words in said if words]


def read_html_file(content: bytes) -> Page:
    """Read a page of HTML as text."""
    page = Page()
    page.later += add_html(text_of(content), page)
    page.end()
    return page
