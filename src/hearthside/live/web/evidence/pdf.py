"""A page of ours as a tagged PDF (PDF/UA-1), with our own letters and style sheet: nothing else is fetched."""

from collections.abc import Callable
from functools import cache
from importlib import import_module, resources
from typing import Any

from hearthside.base.refusal import Refusal

LETTERS = "hearthside:"
FONTS = ("hearthside.ui", "static/ui/vendor/atkinson-hyperlegible-next")
STYLE = ("hearthside.live", "static/live/evidence-print.css")


class NoPdf(Refusal):
    """This machine lacks the library that sets text."""

    def __init__(self) -> None:
        super().__init__(
            "This installation cannot make a PDF: the library Pango is missing on its machine. The JSON has the same "
            "facts, and your browser can print this page."
        )


def tagged_pdf(html: str) -> bytes:
    """
    This page on paper, with its structure, language and title for whoever hears it read.

    Raises:
        NoPdf: Pango is not there.
    """
    library, fetcher = _library(), _fetcher()
    letters = import_module("weasyprint.text.fonts").FontConfiguration()
    style = library.CSS(string=_text(*STYLE), url_fetcher=fetcher, font_config=letters)
    document = library.HTML(string=html, url_fetcher=fetcher, base_url=None)
    made: bytes = document.write_pdf(stylesheets=[style], font_config=letters, pdf_variant="pdf/ua-1")
    return made


def _library() -> Any:
    """Loaded when it is needed: it brings fonts and a layout engine, and it may not work here."""
    try:
        return import_module("weasyprint")
    except OSError as error:
        raise NoPdf from error


@cache
def _fetcher() -> Any:
    urls = import_module("weasyprint.urls")

    def fetch(self: Any, url: str, headers: Any = None) -> Any:
        """One of our own letters, or nothing."""
        name = url.removeprefix(LETTERS)
        if not url.startswith(LETTERS) or "/" in name:
            raise ValueError("Nothing is fetched for a PDF.")
        package, folder = FONTS
        return urls.URLFetcherResponse(url, (resources.files(package) / folder / name).read_bytes())

    methods: dict[str, Callable[..., Any]] = {"fetch": fetch}
    return type("OurLetters", (urls.URLFetcher,), methods)()


def _text(package: str, path: str) -> str:
    return (resources.files(package) / path).read_text(encoding="utf-8")
