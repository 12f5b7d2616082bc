"""HTML to text: blocks become lines, cells of a table are parted by tabs, what is bold is kept as bold."""

from html.parser import HTMLParser

from ..page import Page
from .texts import text_of

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    *("p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "section", "article", "header", "footer"),
    *("pre", "hr", "dl", "dt", "dd", "address", "body"),
}
_SILENT = {"script", "style", "head", "title", "template"}
_BOLD = _HEADINGS | {"b", "strong", "th"}


class _Reader(HTMLParser):
    """Walks the tags and adds to a page; white space is single, as a browser shows it."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.silent = self.bold = 0
        self.at_line_start, self.wants_space = True, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        self.bold += tag in _BOLD
        if tag in _BLOCKS:
            self._end_line()
        elif tag == "br":
            self._break()
        elif tag in {"td", "th"} and not self.at_line_start:
            self.page.add("\t")
            self.wants_space = False
        elif tag == "img":
            self.handle_data(next((value or "" for key, value in attrs if key == "alt"), ""))

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in _SILENT))
        self.bold = max(0, self.bold - (tag in _BOLD))
        if tag in _BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        words = data.split()
        if not words:
            self.wants_space = self.wants_space or (bool(data) and not self.at_line_start)
            return
        if (data[0].isspace() or self.wants_space) and not self.at_line_start:
            self.page.add(" ")
        self.page.add(" ".join(words), is_bold=self.bold > 0)
        self.at_line_start, self.wants_space = False, data[-1].isspace()

    def _end_line(self) -> None:
        if not self.at_line_start:
            self._break()

    def _break(self) -> None:
        self.page.add("\n")
        self.at_line_start, self.wants_space = True, False


def add_html(text: str, page: Page) -> None:
    """Add what a browser would show of some HTML."""
    reader = _Reader(page)
    reader.feed(text)
    reader.close()
    reader.handle_endtag("p")


def read_html_file(content: bytes) -> Page:
    """Read a page of HTML as text."""
    page = Page()
    add_html(text_of(content), page)
    return page
