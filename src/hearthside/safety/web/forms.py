"""What a form of duty asks."""

from collections.abc import Collection
from typing import Any

from django import forms

from hearthside.safety.words import CRISIS, DUTIES, FLOATER, SUPERVISOR
from hearthside.ui.forms import Plainly

MEANS = {
    FLOATER: "Floater: you step into a group that loses its therapist",
    SUPERVISOR: "Supervisor: you are called when no floater answers",
    CRISIS: "Crisis clinician: you are called when somebody may be in danger",
}
assert MEANS.keys() == DUTIES.keys()


class StartForm(Plainly, forms.Form):
    """As what somebody is on duty from now on."""

    kind = forms.ChoiceField(label="On duty as", widget=forms.RadioSelect)

    def __init__(self, kinds: Collection[str], *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["kind"].choices = [(kind, MEANS[kind]) for kind in kinds]  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.fields["kind"].initial = next(iter(kinds))
