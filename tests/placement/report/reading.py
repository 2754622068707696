"""Reads a page as a reader does: its text, its tables by caption, its anchors; with the standard library's parser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# Drawn apart from what stands before them.
APART = {"span", "p", "dt", "dd", "li", "th", "td", "h1", "h2", "h3", "summary", "div", "figcaption"}
VOID = {"meta", "link", "br", "img", "input", "hr", "path", "rect", "circle"}


@dataclass
class Page:
    """`tags` is every start tag in order; `tables` maps a caption to its rows of cell texts, head included."""

    text: str = ""
    tags: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # what stands in <bdi>
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    unclosed: list[str] = field(default_factory=list)

    def section(self, caption_start: str) -> list[list[str]]:
        """The rows of the one table whose caption starts like this, its head left out."""
        (rows,) = [rows for caption, rows in self.tables.items() if caption.startswith(caption_start)]
        return rows[1:]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[str] = []
        self._caption = ""
        self._rows: list[list[str]] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.append(tag)
        for key, value in attrs:
            self.page.attributes.append((tag, key, value or ""))
            if key == "id":
                self.page.ids.append(value or "")
            if key == "href":
                self.page.links.append(value or "")
        if tag in VOID:
            return
        self._open.append(tag)
        if tag in APART:
            self.handle_data(" ")
        if tag == "table":
            self._caption, self._rows = "", []
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._rows[-1].append("")
        elif tag == "bdi":
            self.page.names.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open.pop() != tag:
            self.page.unclosed.append(tag)
        if tag == "table":
            self.page.tables[self._caption] = self._rows

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            return
        self._text.append(data)
        if "bdi" in self._open:
            self.page.names[-1] += data
        if self._open[-1:] == ["caption"]:
            self._caption += data
        elif ("td" in self._open or "th" in self._open) and self._rows[-1]:
            self._rows[-1][-1] += data


def read(html: str) -> Page:
    """What the page holds, with runs of white space as one space."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    page = reader.page
    page.text = " ".join("".join(reader._text).split())
    page.tables = {
        caption: [[" ".join(cell.split()) for cell in row] for row in rows] for caption, rows in page.tables.items()
    }
    page.unclosed += reader._open
    return page
