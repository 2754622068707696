"""The pieces that compute something: seats, drawings, long tables, icons, telephone links, the phone's bar."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from hearthside.ui import listing
from hearthside.ui.charts import Bar, BarChart
from hearthside.ui.icons import drawing, names
from hearthside.ui.seats import Seating
from hearthside.ui.templatetags.hearthside import dial, phone_bar
from tests.ui.reading import one, read


def rendered(source: str, **context: object) -> str:
    return Template("{% load hearthside %}" + source).render(Context(context))


SEATS = [
    # people, cap, couples, staff    drawn                                       said
    ((8, 10, 1, 2), "person*6 couple*2 free*2 staff*2", "8 of 10, one couple, two therapists"),
    ((0, 4, 0, 0),  "free*4",                           "0 of 4"),
    ((3, 2, 0, 1),  "person*2 over staff",              "3 people, 1 over the most of 2, one therapist"),
    ((2, 3, 5, 0),  "couple*2 free",                    "2 of 3, five couples"),
    ((240, 250, 0, 0), "",                              "240 of 250"),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "drawn", "said"), SEATS)
def test_seats_are_drawn_and_said_alike(counts, drawn, said):
    people, cap, couples, staff = counts
    seating = Seating(people=people, cap=cap, couples=couples, staff=staff)
    pieces = [piece.partition("*") for piece in drawn.split()]
    expected = [kind for kind, _, times in pieces for _ in range(int(times or 1))]

    assert seating.drawn == expected
    assert seating.words == said


def test_a_bar_is_placed_in_percent_and_said_in_words_with_the_rule():
    chart = BarChart(
        sentence="Two groups.", bars=(Bar("A", end=12), Bar("Others", start=8, end=40, theirs=True)),
        low=0, high=20, ticks=(0, 20), unit="people", limit=10, limit_name="our most",
    )  # fmt: skip

    html = rendered("{% bars chart %}", chart=chart)

    assert [(d.x, d.width, d.over) for d in chart.drawn] == [("0.00%", "60.00%", True), ("40.00%", "60.00%", False)]
    rows = [[c.text for c in e.inside] for e in read(html) if e.tag == "tr"]
    assert rows == [["A", "12 people"], ["Others", "8 to 40 people"], ["our most", "10 people"]]


@pytest.mark.parametrize(("limit", "anchor"), [(0, "start"), (10, "middle"), (20, "end")])
def test_the_name_of_the_rule_is_never_cut_at_the_edge(limit, anchor):
    chart = BarChart("One group.", [Bar("A", end=12)], low=0, high=20, limit=limit, limit_name="agreed")

    html = rendered("{% bars chart %}", chart=chart)

    assert f'text-anchor="{anchor}">agreed</text>' in html


ORDERS = [
    ("", ["name"]),
    ("sort=name", ["name"]),
    ("sort=-name", ["-name"]),
    ("sort=-who", ["-family", "given"]),
    ("sort=password", ["name"]),
    ("sort=-", ["name"]),
    ("sort=name&sort=-who", ["-family", "given"]),
]


@pytest.mark.parametrize(("address", "fields"), ORDERS)
def test_a_table_sorts_only_by_what_it_offers(address, fields):
    allowed = {"name": "name", "who": ("family", "-given")}

    assert listing.order(QueryDict(address), allowed, default="name") == fields


def test_the_address_keeps_what_is_not_changed_and_goes_back_to_page_one():
    asked = QueryDict("q=Ana%20%26%20Bo&page=3&sort=name")

    assert listing.address(asked, sort="-name") == "?q=Ana+%26+Bo&sort=-name"
    assert listing.address(asked, q=None) == "?sort=name"
    assert listing.address(asked, page=4) == "?q=Ana+%26+Bo&sort=name&page=4"


@pytest.mark.parametrize(("asked", "number"), [("", 1), ("page=2", 2), ("page=99", 3), ("page=0", 3), ("page=x", 1)])
def test_a_page_that_does_not_exist_is_the_nearest_that_does(asked, number):
    assert listing.page(QueryDict(asked), range(25), per_page=10).number == number


def test_a_column_turns_round_when_pressed_again_and_says_which_way_it_is():
    request = RequestFactory().get("/?sort=name&q=x")

    html = rendered('{% column "name" "Name" %}{% column "state" "State" %}', request=request)

    heads = [e for e in read(html) if e.tag == "th"]
    assert [e["aria-sort"] for e in heads] == ["ascending", None]
    assert [e["href"] for e in read(html) if e.tag == "a"] == ["?q=x&sort=-name", "?q=x&sort=state"]


def test_a_search_keeps_the_order_of_the_table_and_escapes_what_was_typed():
    request = RequestFactory().get("/", {"sort": "-name", "page": "2", "q": '"><b>'})

    html = rendered('{% search_form "Find a person" %}', request=request)

    assert [(e["name"], e["value"]) for e in read(html) if e.tag == "input"] == [("q", '"><b>'), ("sort", "-name")]
    assert one(html, "a")["href"] == "?sort=-name"


def test_every_icon_can_be_drawn_and_an_unknown_one_is_refused_with_the_remedy():
    assert [name for name in names() if not drawing(name).startswith("<")] == []
    with pytest.raises(LookupError, match="no icon named 'unicorn'"):
        drawing("unicorn")


def test_a_kind_that_has_no_shape_is_refused():
    with pytest.raises(TemplateSyntaxError, match="no kind 'purple'"):
        rendered('{% tag "purple" "Now" %}')


def test_a_state_is_word_shape_and_color():
    html = rendered('{% tag "ok" "Within" %}')

    assert one(html, "span").text == "Within"
    assert one(html, "span")["class"] == "tag ok"
    assert one(html, "svg")["aria-hidden"] == "true"


NUMBERS = [
    ("215-555-0134", "+12155550134"),
    ("(215) 555-0134", "+12155550134"),
    ("+44 20 7946 0958", "+442079460958"),
    ("988", "988"),
]


@pytest.mark.parametrize(("number", "dialed"), NUMBERS)
def test_a_number_is_dialed_as_it_is_meant(number, dialed):
    assert dial(number) == dialed


BARS = [
    # in the bar, behind More     places on a phone, behind More there
    ((0, 0), (0, 0)),
    ((4, 0), (4, 0)),
    ((5, 0), (3, 2)),
    ((3, 1), (3, 1)),
    ((2, 2), (2, 2)),
    ((4, 3), (3, 4)),
]


@pytest.mark.parametrize(("given", "there"), BARS)
def test_a_phone_has_at_most_four_places_and_loses_none(given, there):
    items = [SimpleNamespace(label=str(n), current=n == sum(given) - 1) for n in range(sum(given))]

    bar = phone_bar(items[: given[0]], items[given[0] :])

    assert (len(bar["places"]), len(bar["behind"])) == there
    assert bar["places"] + bar["behind"] == items
    assert bar["is_behind"] == (there[1] > 0)
