"""Pages for what went wrong: they need nothing, blame nobody, and always say where help is."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.ui.reading import read

FOLDER = Path(__file__).parents[2] / "src" / "hearthside" / "ui" / "templates"
PAGES = sorted(file.name for file in FOLDER.glob("*.html"))
# Words of machines, and words that blame.
NOT_OURS = re.compile(r"\b(error|exception|traceback|invalid|forbidden|denied|failed|server|request)\b", re.IGNORECASE)


def test_there_is_a_page_for_everything_that_goes_wrong():
    codes = {name.removesuffix(".html") for name in PAGES}

    assert codes == {"400", "403", "403_csrf", "404", "405", "413", "429", "500", "503"}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_needs_no_context_and_no_database_and_says_where_help_is(name):
    html = get_template(name).render()

    elements = read(html)
    assert [e["href"] for e in elements if (e["href"] or "").startswith("tel:")] == ["tel:911", "tel:988"]
    assert len([e for e in elements if e.tag == "h1" and e.text]) == 1


@pytest.mark.parametrize("name", PAGES)
def test_the_page_speaks_as_people_do(name):
    (main,) = [e for e in read(get_template(name).render()) if e.tag == "main"]

    assert NOT_OURS.findall(main.text) == []
