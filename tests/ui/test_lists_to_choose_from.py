"""A list to choose from is written in one go, and says what Django's own templates say."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from hearthside.ui.rendering import Renderer

FLAT = [("", "Choose"), ("a&b", "<b>Bold</b> & brave"), (7, "Seven"), (None, "None")]
GROUPS = [("Near & far", [("x", 'X "y"'), ("y", "Y")]), ("z", "Z")]


@pytest.mark.parametrize("chosen", [None, "", "a&b", 7, "y"])
@pytest.mark.parametrize("choices", [FLAT, GROUPS])
@pytest.mark.parametrize("attrs", [{}, {"id": 'i"d', "required": True, "disabled": False, "size": 3}])
def test_it_is_what_django_writes(chosen, choices, attrs):
    widget = forms.Select(attrs, choices=choices)

    ours = widget.render("na<me", chosen, {"aria-describedby": "hint"}, renderer=Renderer())

    assert ours.split() == widget.render("na<me", chosen, {"aria-describedby": "hint"}, TemplatesSetting()).split()
