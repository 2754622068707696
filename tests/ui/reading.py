"""Reads pieces of a page as a browser's outline would: every element with its attributes and the text within it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "img", "br", "hr", "meta", "link", "path", "rect", "circle", "line", "source", "wbr"}


@dataclass
class Element:
    """A start tag with what it holds."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""
    inside: list["Element"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str | None:
        return self.attributes.get(name)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.all: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.all.append(element)
        for outer in self.open:
            outer.inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        closed = self.open.pop()
        assert closed.tag == tag, f"</{tag}> closes <{closed.tag}>"

    def handle_data(self, data: str) -> None:
        for outer in self.open:
            outer.text += data


def read(html: str) -> list[Element]:
    """Every element in order; fails if one is closed wrongly or left open."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"left open: {[e.tag for e in reader.open]}"
    for element in reader.all:
        element.text = " ".join(element.text.split())
    return reader.all


def one(html: str, tag: str, **attributes: str) -> Element:
    """The only element of this kind with these attributes."""
    found = [e for e in read(html) if e.tag == tag and all(e[k.rstrip("_")] == v for k, v in attributes.items())]
    assert len(found) == 1, f"{len(found)} of <{tag} {attributes}> in {html}"
    return found[0]
