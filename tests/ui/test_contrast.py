"""Every pair of colors that meets on a page, computed: text 4.5 to 1, outlines of controls 3 to 1, in both schemes."""

import re
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "src" / "hearthside" / "ui" / "static" / "ui"

GROUNDS = ("bg", "surface", "sunken")
STATES = ("ok", "warn", "danger", "info", "ember")
TEXT = [
    *[(text, ground) for text in ("ink", "soft", "primary", "danger", "ember") for ground in GROUNDS],
    *[(text, ground) for text in ("primary-hover",) for ground in GROUNDS],
    *[(state, f"{state}-bg") for state in STATES],
    *[(text, f"{state}-bg") for state in STATES for text in ("ink", "primary")],
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    ("on-primary", "ember"),
]
OUTLINES = [
    *[(line, ground) for line in ("control", "focus", "danger", "primary") for ground in ("bg", "surface")],
    *[(part, "surface") for part in ("ink", "ember")],
    ("on-primary", "primary"),
]


def schemes() -> dict[str, dict[str, str]]:
    light, dark = (UI / "tokens.css").read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    paper = (UI / "modes.css").read_text("utf-8").split("@media print")[1]
    tokens = {"light": _tokens(light)}
    tokens["dark"] = tokens["light"] | _tokens(dark)
    tokens["print"] = tokens["light"] | _tokens(paper)
    return tokens


def _tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b", css))


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_a_scheme_changes_colors_and_nothing_else():
    # So that what the accessibility judge says of anything but colors is the same in both.
    found = {}
    for file in UI.parents[2].glob("**/*.css"):
        for block in re.findall(r"@media[^{]*prefers-color-scheme[^{]*{(.*?})\s*}", file.read_text("utf-8"), re.DOTALL):
            changed = re.findall(r"([a-z0-9-]+):\s*([^;{}]+?)\s*(?:;|})", block)
            found[file.name] = [name for name, value in changed if not re.match(r"#[0-9a-f]{6}$|.* rgb\(", value)]
            assert re.findall(r"([^{}]+){", block) == [block.split("{")[0]]
            assert block.split("{")[0].strip() == ":root"
            assert changed

    assert found == {"tokens.css": [], "parts.css": []}


def test_the_formula_is_the_one_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(scheme, text, ground):
    tokens = schemes()[scheme]

    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("line", "ground"), OUTLINES)
def test_outlines_and_shapes_can_be_seen(scheme, line, ground):
    tokens = schemes()[scheme]

    assert contrast(tokens[line], tokens[ground]) >= 3


def test_no_style_sheet_has_a_color_of_its_own():
    own = {
        file.name: re.findall(
            r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl|\boklch", file.read_text("utf-8").split("@media print")[0]
        )
        for file in UI.glob("*.css")
        if file.name != "tokens.css"
    }

    assert {name: colors for name, colors in own.items() if colors} == {}
