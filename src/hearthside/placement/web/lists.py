"""What lists of plans, offers and scenarios can be asked for in their address: words, a kind, a state."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest

from hearthside.ui.forms import Plainly

LONGEST = 200


class FindForm(Plainly, forms.Form):
    """Narrows a list; what the address asks for beyond these is passed over."""

    q = forms.CharField(required=False, max_length=LONGEST, widget=forms.TextInput({"type": "search"}))
    kind = forms.ChoiceField(required=False, label="What")
    state = forms.ChoiceField(required=False, label="State")

    def __init__(self, *args: Any, words: str, kinds: Mapping[str, str], states: Mapping[str, str]) -> None:
        super().__init__(*args, auto_id="find-%s")
        self.fields["q"].label = words
        self.fields["q"].widget.attrs["autocomplete"] = "off"
        for name, choices in (("kind", kinds), ("state", states)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Any"), *choices.items()]
        if not kinds:
            del self.fields["kind"]

    @property
    def asked(self) -> dict[str, str]:
        """What it is narrowed by, as far as that can be asked."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def find(
    request: HttpRequest, words: str, *, states: Mapping[str, str], kinds: Mapping[str, str] | None = None
) -> FindForm:
    """The form as the address fills it; `words` says which words are looked for."""
    return FindForm(request.GET, words=words, kinds=kinds or {}, states=states)
