"""
The page's drawings, as text: small pure functions from values to inline SVG.

Colors come from the page's style sheet by class, so that one drawing serves light, dark, print and forced colors.
Every drawing that says something has a title and a description; the page puts the same facts in a table beside it.
"""

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from hearthside.placement.report import times, words
from hearthside.placement.report.grid_view import Bar, DayView

_CHARACTER = 7.4  # of a 14-pixel line of text, in pixels: wide enough for every system font
_DAY_WIDTH, _AXIS, _LANE, _BAR, _DOT, _EDGE = 1120, 30, 54, 48, 12, 3


def element(tag: str, attributes: Mapping[str, object] | None = None, *inside: str) -> Markup:
    """An SVG element; what is inside is escaped unless it is Markup already."""
    text = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in (attributes or {}).items())
    if not inside:
        return Markup("<{}{}/>").format(Markup(tag), text)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), text, Markup("").join(map(escape, inside)))


def text(x: float, y: float, words: str, **attributes: object) -> Markup:
    """Words at a place; in a span of their own, because only that lets axe-core judge their contrast."""
    return element("text", {"x": _short(x), "y": _short(y), **attributes}, element("tspan", {}, words))


def rect(x: float, y: float, width: float, height: float, kind: str, radius: float = 4) -> Markup:
    at = {"x": _short(x), "y": _short(y), "width": _short(width), "height": _short(height)}
    return element("rect", {**at, "rx": _short(radius), "class": kind})


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return element("path", {"d": f"M{_short(x1)} {_short(y1)}L{_short(x2)} {_short(y2)}", "class": kind})


def drawing(id: str, width: int, height: int, title: str, description: str, parts: Iterable[str], kind: str) -> Markup:
    """A drawing that speaks: `title` and `description` are read out in its place."""
    return element(
        "svg",
        {
            "viewBox": f"0 0 {width} {height}",
            "role": "img",
            "aria-labelledby": f"{id}-title {id}-desc",
            "class": kind,
        },
        element("title", {"id": f"{id}-title"}, title),
        element("desc", {"id": f"{id}-desc"}, description),
        *parts,
    )


def _short(number: float) -> str:
    """At most one decimal: no picture needs more, and equal pictures are equal text."""
    return f"{number:.1f}".rstrip("0").rstrip(".")


def _fitting(variants: Iterable[str], width: float) -> str:
    """The first text that fits into so many pixels; nothing if none does."""
    return next((v for v in variants if len(v) * _CHARACTER <= width), "")


def _people(bar: Bar, x: float, y: float) -> list[Markup]:
    """A dot for each person, a ring for each free seat, as in the tables."""
    kinds = {"single": "person", "couple": "person couple", "free": "seat"}
    return [
        element("circle", {"cx": _short(x + i * _DOT), "cy": _short(y), "r": "4.5", "class": kinds[seat]})
        for i, seat in enumerate(bar.cohort.seats)
    ]


def _bar(bar: Bar, left: float, per_minute: float) -> list[Markup]:
    """A cohort's bar: its people above, its staffed blocks with their ratios below, a gap where there is a break."""
    c, top = bar.cohort, _AXIS + bar.lane * _LANE + 4

    def x(minute: int) -> float:
        return left + minute * per_minute

    short = "" if c.within else " short"
    room = (bar.end - bar.start) * per_minute - 18
    parts = [rect(x(bar.start), top, (bar.end - bar.start) * per_minute - 2, _BAR, f"frame{short}", 7)]
    dots = len(c.seats) * _DOT + 8
    brief = _fitting((f"{c.id} · {c.size}", c.id), room - dots)
    label = brief or _fitting((f"{c.id} · {c.size} people", f"{c.id} · {c.size}", c.id), room)
    parts.append(text(x(bar.start) + 9, top + 17, label, **{"class": "strong"}))
    if brief:
        parts += _people(bar, x(bar.start) + 9 + room - (len(c.seats) - 0.5) * _DOT, top + 12.5)
    for part in bar.parts:
        wide = (part.end - part.start) * per_minute
        parts.append(rect(x(part.start) + 2, top + 25, wide - 6, _BAR - 27, f"block{short}", 5))
        ratio = _fitting((f"{part.label} {part.ratio}", part.ratio), wide - 13)
        parts.append(text(x(part.start) + 9, top + 40, ratio, **{"class": f"on{short}"}))
    return parts


def week_day(day: DayView, zone: str) -> Markup:
    """One day of the week: hours from left to right, a bar for each cohort."""
    height = _AXIS + day.lanes * _LANE + 4
    per_minute = (_DAY_WIDTH - 2 * _EDGE) / ((day.last_hour - day.first_hour) * 60)
    left = _EDGE - day.first_hour * 60 * per_minute
    step = 1 if per_minute * 60 >= 60 else 2
    parts: list[Markup] = []
    for hour in range(day.first_hour, day.last_hour + 1, step):
        x = left + hour * 60 * per_minute
        parts.append(line(x, _AXIS - 6, x, height, "rule"))
        if hour < day.last_hour:
            parts.append(text(x + 4, 18, times.clock(hour * 60).replace(":00", ""), **{"class": "axis"}))
    for bar in day.bars:
        parts += _bar(bar, left, per_minute)
    people = sum(bar.cohort.size for bar in day.bars)
    said = words.listed(
        [f"{b.cohort.id} {times.clock_range(b.start, b.end)}, {b.cohort.size} people" for b in day.bars]
    )
    title = (
        f"{day.name}: {words.count(len(day.bars), 'cohort')}, {words.count(people, 'person', 'people')}, {zone} time"
    )
    return drawing(f"day-{day.day}", _DAY_WIDTH, height, title, said, parts, "day")


def sizes(counts: Mapping[int, int], least: int, cap: int, sweet: int) -> Markup:
    """How many cohorts there are of each size, with the smallest size and the cap as lines."""
    width, base, top = 420, 170, 46
    first, last = min(1, least, *counts), max(cap + 1, *counts)
    column = (width - 20) / (last - first + 1)
    tallest = max(counts.values(), default=1)

    def x(size: int) -> float:
        return 10 + (size - first) * column

    parts = []
    # A tighter cap may leave nothing of it.
    if sweet <= cap:
        parts.append(rect(x(sweet), top - 6, (cap - sweet + 1) * column, base - top + 6, "sweet", 0))
        parts.append(text(x(sweet) + 4, top + 8, "sweet spot", **{"class": "axis in-sweet"}))
    for size in range(first, last + 1):
        number = counts.get(size, 0)
        tall = (base - top - 38) * number / tallest
        if number:
            parts.append(rect(x(size) + 4, base - tall, column - 8, tall, "column", 3))
            middle = {"text-anchor": "middle", "class": "strong in-sweet" if sweet <= size <= cap else "strong"}
            parts.append(text(x(size) + column / 2, base - tall - 5, f"{number:,}", **middle))
        parts.append(text(x(size) + column / 2, base + 20, str(size), **{"text-anchor": "middle", "class": "axis"}))
    parts.append(line(10, base, width - 10, base, "rule"))
    parts += [line(x(least), 26, x(least), base, "limit"), line(x(cap + 1), 26, x(cap + 1), base, "limit")]
    parts.append(text(x(least), 18, f"smallest {least}", **{"class": "limit-name", "text-anchor": "middle"}))
    parts.append(text(x(cap + 1) + 8, 18, f"cap {cap}", **{"class": "limit-name", "text-anchor": "end"}))
    parts.append(text(10, base + 40, "people in a cohort", **{"class": "axis"}))
    said = words.listed([f"{n:,} of {size} people" for size, n in sorted(counts.items())]) or "no cohorts"
    title = "How many people sit in each cohort"
    return drawing("sizes", width, base + 48, title, f"Cohorts: {said}.", parts, "sizes")


# 100 is the limit of a meter; a load above it runs on to the edge of the drawing. Written by hand: there are thousands.
_METER = Markup(
    '<svg viewBox="0 0 112 14" aria-hidden="true" class="meter" preserveAspectRatio="none">'
    '{track}<path d="M0 3h{wide}v8H0z" class="fill{state}"/>{lines}</svg>'
)
_TRACK = Markup('<path d="M0 3h100v8H0z" class="track"/>')
_LINES = Markup('<path d="{mark}M100 0v14" class="limit"/>')


def meter(share: float, mark: float | None = None, state: str = "") -> Markup:
    """A bar against its limit, with the limit and `mark` (0 to 1) as lines; the words beside it say the same."""
    lines = _LINES.format(mark="" if mark is None else f"M{_short(mark * 100)} 0v14")
    wide = _short(min(share, 1.1) * 100)
    return _METER.format(track=_TRACK, wide=wide, state=f" {state}" if state else "", lines=lines)


def share(part: float) -> Markup:
    """A plain bar for a share of a whole; the number beside it says the same."""
    return _METER.format(track="", wide=_short(max(part * 100, 1)), state="", lines="")
