"""Every form field: label, hint, error and input tied together for those who cannot see them."""

import pytest
from django import forms
from django.template import Context, Template

from hearthside.ui import specimens
from hearthside.ui.fields import problems
from hearthside.ui.forms import Plainly
from tests.ui.reading import one, read


def shown(form: forms.Form, name: str) -> str:
    return Template("{% load hearthside %}{% field field %}").render(Context({"field": form[name]}))


@pytest.mark.parametrize("make", [specimens.resting, specimens.filled, specimens.disabled, specimens.refused])
@pytest.mark.parametrize("name", specimens.Specimen.base_fields)
def test_every_input_has_a_label_and_every_pointer_points_at_something(make, name):
    html = shown(make(), name)

    elements = read(html)
    ids = [e["id"] for e in elements if e["id"]]
    labeled = {e["for"] for e in elements if e.tag == "label"}
    inputs = [e["id"] for e in elements if e.tag in ("input", "select", "textarea")]
    pointed = {i for e in elements for i in (e["aria-describedby"] or "").split()}
    assert inputs
    assert set(inputs) <= labeled
    assert pointed <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", [n for n in specimens.Specimen.base_fields if n not in ("phone", "about")])
def test_a_refused_field_says_so_to_everybody(name):
    form = specimens.refused()
    html = shown(form, name)

    elements = read(html)
    error = one(html, "div", class_="error")
    invalid = [e for e in elements if e["aria-invalid"] == "true"]
    told = {i for e in elements for i in (e["aria-describedby"] or "").split()}
    assert error.text.startswith("Error: ")
    assert form.errors[name][0] in error.text
    assert invalid
    assert error["id"] in told


def test_only_the_group_of_radios_is_called_invalid_never_one_of_them():
    html = shown(specimens.refused(), "time")

    group = one(html, "fieldset")
    assert group["role"] == "radiogroup"
    assert group["aria-invalid"] == "true"
    assert [e["aria-invalid"] for e in group.inside if e.tag == "input"] == [None] * 4


def test_a_field_that_may_stay_empty_says_so_and_others_do_not():
    form = specimens.resting()

    assert "(optional)" in shown(form, "phone")
    assert "(optional)" not in shown(form, "name")


def test_hostile_names_and_answers_stay_text():
    class Form(Plainly, forms.Form):
        name = forms.CharField(label="<b>Name</b>", help_text="<i>hint</i>")

    form = Form({"name": '"><script>alert(1)</script>'})
    html = shown(form, "name")

    assert {e.tag for e in read(html)} == {"div", "label", "p", "input"}
    assert one(html, "input")["value"] == '"><script>alert(1)</script>'


def test_the_summary_names_every_problem_and_leads_to_its_field():
    form = specimens.refused()
    page = Template("{% load hearthside %}{% errors form %}{% fields_of form %}").render(Context({"form": form}))

    summary = one(page, "section", id="errors")
    ids = {e["id"] for e in read(page)}
    links = [e for e in summary.inside if e.tag == "a"]
    assert summary["tabindex"] == "-1"
    assert "autofocus" in summary.attributes
    assert len(links) == len(form.errors)
    assert {(e["href"] or "")[1:] for e in links} <= ids
    assert "When were you born? There is no such day." in summary.text


def test_the_summary_gathers_what_no_single_field_is_about_and_what_sets_of_forms_say():
    class Pair(Plainly, forms.Form):
        name = forms.CharField(label="Name")

    Pairs = forms.formset_factory(Pair, min_num=2, validate_min=True, extra=0)  # noqa: N806
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "", "name": "Nia"}

    found = problems(Pairs(data), Pair(data))

    assert [(p.label, p.sentence) for p in found] == [
        ("", "Please submit at least 2 forms."),
        ("Name", "Fill this in."),
    ]
    assert found[1].target == "id_form-0-name"


def test_nothing_wrong_shows_no_summary():
    page = Template("{% load hearthside %}{% errors form %}").render(Context({"form": specimens.resting()}))

    assert page.strip() == ""
