"""Forms in our own words, and days in three boxes."""

from datetime import date

import pytest
from django import forms

from hearthside.ui import specimens
from hearthside.ui.forms import DayField, Plainly

DAYS = [
    # what was typed             the day, or what is said
    (("3", "27", "1990"),        date(1990, 3, 27)),
    (("03", "07", "1990"),       date(1990, 3, 7)),
    (("March", "27", "1990"),    date(1990, 3, 27)),
    (("sept", "1", "2001"),      date(2001, 9, 1)),
    (("2", "29", "2000"),        date(2000, 2, 29)),
    (("2", "29", "1900"),        "There is no such day. Check the month and the day."),
    (("13", "1", "1990"),        "There is no such day. Check the month and the day."),
    (("0", "1", "1990"),         "There is no such day. Check the month and the day."),
    (("3", "-7", "1990"),        "There is no such day. Check the month and the day."),
    (("3", "٧", "1990"),         "There is no such day. Check the month and the day."),
    (("x", "1", "1990"),         "There is no such day. Check the month and the day."),
    (("9" * 40, "1", "1990"),    "There is no such day. Check the month and the day."),
    (("3", "9" * 40, "1990"),    "There is no such day. Check the month and the day."),
    (("3", "27", "90"),          "Write the year with four digits, like 1990."),
    (("3", "27", "٢٠٠١"),        "Write the year with four digits, like 1990."),
    (("", "27", "1990"),         "Add the month."),
    (("3", "", ""),              "Add the day and the year."),
    (("", "", ""),               "Fill this in."),
    ((" 3 ", "27 ", " 1990"),    date(1990, 3, 27)),
]  # fmt: skip


class Born(Plainly, forms.Form):
    born_on = DayField(label="When were you born?")


def typed(month: str, day: str, year: str) -> Born:
    return Born({"born_on_month": month, "born_on_day": day, "born_on_year": year})


@pytest.mark.parametrize(("boxes", "said"), DAYS)
def test_a_day_is_understood_or_refused_in_words(boxes, said):
    form = typed(*boxes)

    if form.is_valid():
        assert form.cleaned_data["born_on"] == said
    else:
        assert form.errors["born_on"] == [said]


def test_what_was_typed_into_the_boxes_is_still_there_after_a_refusal():
    html = str(typed("Smarch", "<b>", "19")["born_on"])

    assert 'value="Smarch"' in html
    assert 'value="&lt;b&gt;"' in html
    assert 'value="19"' in html


def test_a_known_day_fills_the_boxes():
    html = str(Born(initial={"born_on": date(1990, 3, 27)})["born_on"])

    assert [f'value="{v}"' in html for v in (3, 27, 1990)] == [True] * 3


def test_a_form_says_what_to_do_in_place_of_django_s_words():
    said = {name: sentences[0] for name, sentences in specimens.refused().errors.items()}

    assert said == {
        "name": "Make it shorter: at most 100 characters. This has 120.",
        "email": "Enter a valid email address.",
        "born_on": "There is no such day. Check the month and the day.",
        "starts_on": "Fill this in.",
        "people": "Use a number of at least 1.",
        "state": "Choose from the list.",
        "together": "Choose one.",
        "time": "Choose one.",
        "days": "Choose at least one.",
        "card": "This file is empty. Choose another.",
        "password": "Fill this in.",
        "agreed": "Check the box to go on.",
    }


def test_words_chosen_for_a_field_stay():
    class Form(Plainly, forms.Form):
        name = forms.CharField(max_length=3, error_messages={"required": "Who?", "max_length": "Only three."})

    assert Form({"name": ""}).errors["name"] == ["Who?"]
    assert Form({"name": "abcd"}).errors["name"] == ["Only three."]
