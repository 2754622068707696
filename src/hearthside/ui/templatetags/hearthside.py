"""
The tags of every page: `{% load hearthside %}`.

What each looks like, in every state, is on the gallery page.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundField, BoundWidget
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hearthside.ui import fields, listing
from hearthside.ui.charts import BarChart
from hearthside.ui.icons import icon as drawn_icon
from hearthside.ui.seats import Seating

register = template.Library()

# A state is word, shape and color: which shape goes with which.
SHAPES = {"ok": "check", "warn": "warning", "danger": "danger", "info": "info", "ember": "dot", "plain": "dot"}
# Places in the bar at the bottom of a phone.
BAR = 4
# Django's levels of messages, as ours.
LEVELS = {"success": "ok", "warning": "warn", "error": "danger"}


def _kind(kind: str) -> str:
    if kind not in SHAPES:
        raise template.TemplateSyntaxError(f"There is no kind {kind!r}; there are {', '.join(SHAPES)}.")
    return kind


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """{% icon "check" %}: decoration beside a word; with a label it is read out."""
    return drawn_icon(name, label)


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, mark_optional: bool = True) -> dict[str, Any]:
    """{% field form.email %}: label, hint, error and input; a field that may stay empty says so."""
    kind = fields.kind(bound)
    options = fields.options(bound) if kind == "choices" else []
    return {
        "field": bound,
        "kind": kind,
        "described_by": fields.described_by(bound),
        "options": options,
        "parts": fields.parts(bound) if kind == "parts" else (),
        "optional": mark_optional and not bound.field.required and kind != "check",
        "few": len(options) <= 3,
        "radios": bound.widget_type == "radioselect",
    }


@register.simple_tag
def choice(option: BoundWidget) -> SafeString:
    """{% choice option %}: one input of a group, with its label."""
    # A list of forty took four templates for each of them.
    return format_html(
        '<label class="choice" for="{}">{}<span>{}</span></label>',
        option.id_for_label, fields.input_of(option), option.choice_label,
    )  # fmt: skip


@register.inclusion_tag("ui/parts/form.html")
def fields_of(form: Any) -> dict[str, Any]:
    """{% fields_of form %}: every field of a form in its own order, hidden ones too."""
    return {"form": form}


@register.inclusion_tag("ui/parts/errors.html")
def errors(*asked: Any) -> dict[str, Any]:
    """{% errors form %}: everything to put right, at the top of the page, where the focus goes."""
    files = any(each is not None and each.is_bound and each.is_multipart() for each in asked)
    return {"problems": fields.problems(*asked), "files": files}


@register.simple_tag
def tag(kind: str, word: str) -> SafeString:
    """{% tag "ok" "Within" %}: ok, warn, danger, info, ember or plain."""
    # A week has hundreds of them: no template of its own.
    return format_html('<span class="tag {}">{}{}</span>', _kind(kind), drawn_icon(SHAPES[kind]), word)


@register.simple_tag
def seats(people: int, cap: int, couples: int = 0, staff: int = 0) -> SafeString:
    """{% seats people=8 couples=1 cap=10 %}: dots with the words that say the same; partners count among the people."""
    return _seats(people, cap, couples, staff)


@lru_cache(maxsize=1000)
def _seats(people: int, cap: int, couples: int, staff: int) -> SafeString:
    seating = Seating(people=people, cap=cap, couples=couples, staff=staff)
    return _render("ui/parts/seats.html", {"seating": seating})


@register.inclusion_tag("ui/parts/empty.html")
def empty(sentence: str, url: str = "", action: str = "") -> dict[str, Any]:
    """{% empty "Nobody is waiting." %}: what will be here, and if there is something to do, where."""
    return {"sentence": sentence, "url": url, "action": action}


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, kind: str = "info") -> SafeString:
    """{% notice "warn" %}...{% endnotice %}: something to know on this page; ok, warn, danger or info."""
    return _render("ui/parts/notice.html", {"content": content, "kind": _kind(kind), "shape": SHAPES[kind]})


@register.simple_block_tag(end_name="endtable")
def table(content: str, caption: str, tall: bool = False, fits: bool = False, id: str = "") -> SafeString:
    """
    {% table "People who wait" %}<thead>...{% endtable %}: scrolls within itself; `tall` keeps its head in view.

    With `fits` all its columns, three at most, stand side by side on a phone too.
    """
    shown = {"content": content, "caption": caption, "tall": tall, "fits": fits, "id": id}
    return _render("ui/parts/table.html", shown)


@register.simple_block_tag(end_name="enddisclosure")
def disclosure(content: str, summary: str, open: bool = False) -> SafeString:
    """{% disclosure "How we count" %}...{% enddisclosure %}: more for whoever wants it."""
    return _render("ui/parts/disclosure.html", {"content": content, "summary": summary, "open": open})


@register.inclusion_tag("ui/parts/column.html", takes_context=True)
def column(context: template.Context, word: str, label: str, default: str = "", number: bool = False) -> dict[str, Any]:
    """{% column "name" "Name" default="name" %}: the head of a column that the table can be sorted by."""
    return {
        "heading": listing.heading(context["request"].GET, word, default=default),
        "label": label,
        "number": number,
    }


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any], of: str = "rows") -> dict[str, Any]:
    """{% pager page of="people" %}: which part of a long list this is, and the way to the others."""
    asked = context["request"].GET
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    there = [(number, listing.address(asked, page=number) if isinstance(number, int) else "") for number in numbers]
    return {
        "page": page,
        "of": of,
        "one": "person" if of == "people" else of.removesuffix("s"),
        "pages": there,
        "before": listing.address(asked, page=page.number - 1),
        "after": listing.address(asked, page=page.number + 1),
    }


@register.inclusion_tag("ui/parts/search.html", takes_context=True)
def search_form(
    context: template.Context, label: str, name: str = "q", hint: str = "", results: str = ""
) -> dict[str, Any]:
    """
    {% search_form "Find a person" results="people" %}: looks for words; the order of the table stays.

    `results` is the id of what the answer replaces while somebody types, where JavaScript is at hand.
    """
    asked = context["request"].GET
    kept = [(key, value) for key, value in asked.items() if key not in (name, "page")]
    value = asked.get(name, "")
    clear = listing.address(asked, **{name: None})
    return {
        "label": label, "name": name, "hint": hint, "value": value, "kept": kept, "results": results, "clear": clear,
    }  # fmt: skip


@register.inclusion_tag("ui/parts/bars.html")
def bars(chart: BarChart, table: bool = True) -> dict[str, Any]:
    """{% bars chart %}: see `hearthside.ui.charts`; `table=False` where the page has the table anyway."""
    return {"chart": chart, "table": table}


@register.inclusion_tag("ui/parts/meter.html")
def meter(value: float, full: float, sentence: str) -> dict[str, Any]:
    """{% meter 370 540 "6 h 10 of 9 hours" %}: how much of a whole there is."""
    return {"width": f"{100 * min(max(value / full, 0), 1):.1f}%" if full else "0%", "sentence": sentence}


@register.inclusion_tag("ui/parts/progress.html")
def progress(steps: Sequence[str], current: int) -> dict[str, Any]:
    """{% progress steps 2 %}: where somebody is in a row of pages, counted from 1."""
    return {"steps": steps, "current": current}


@register.simple_tag(takes_context=True)
def place(context: template.Context, name: str, label: str) -> SafeString:
    """{% place "public:couples" "Couples" %}: a link of the navigation, which knows whether it is this page."""
    url = reverse(name)
    here = getattr(context.get("request"), "path", "")
    return _item(label, url, "", url == here)


@register.simple_tag
def items(places: Sequence[Any] | None) -> SafeString:
    """{% items navigation %}: links of the navigation, each in its line of a list."""
    # Every page has some forty of them, the same for all who hold a role: no template of their own.
    shown = (_item(each.label, each.url, each.icon, each.current) for each in places or ())
    return mark_safe("".join(f"<li>{item}</li>\n" for item in shown))


@lru_cache(maxsize=1000)
def _item(label: str, url: str, icon: str, current: bool) -> SafeString:
    here = mark_safe(' aria-current="page"' if current else "")
    return format_html('<a href="{}"{}>{}{}</a>', url, here, drawn_icon(icon) if icon else "", label)


@register.simple_tag
@cache
def head() -> SafeString:
    """{% head %}: what the head of every page says, the same for all of them as long as the program runs."""
    return _render("ui/parts/head.html", {})


@register.simple_tag
@lru_cache(maxsize=100)
def foot(on_call_number: str = "", program_name: str = "") -> SafeString:
    """{% foot on_call_number program_name %}: where there is help, at the foot of every page."""
    return _render("ui/parts/foot.html", {"on_call_number": on_call_number, "program_name": program_name})


@register.simple_tag
def phone_bar(navigation: Sequence[Any] | None, more: Sequence[Any] | None) -> dict[str, Any]:
    """{% phone_bar navigation more as bar %}: at most four places; with more to reach, the fourth is "More"."""
    places, behind = list(navigation or ()), list(more or ())
    if len(places) > BAR or behind:
        places, behind = places[: BAR - 1], places[BAR - 1 :] + behind
    return {"places": places, "behind": behind, "is_behind": any(item.current for item in behind)}


@register.filter
def level(word: str) -> str:
    """Our kind for a level of Django's messages."""
    return LEVELS.get(word, "info")


@register.filter
def shape(kind: str) -> str:
    """The icon that goes with a kind."""
    return SHAPES[_kind(kind)]


@register.filter
def dial(number: str) -> str:
    """A telephone number as a link dials it: 215-555-0134 as +12155550134."""
    digits = "".join(c for c in str(number) if c.isascii() and c.isdecimal())
    if str(number).strip().startswith("+"):
        return f"+{digits}"
    return f"+1{digits}" if len(digits) == 10 else digits


def _render(name: str, context: dict[str, Any]) -> SafeString:
    return mark_safe(get_template(name).render(context))
