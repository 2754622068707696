"""How the parts of forms are written: as Django's templates write them, but a list to choose from in one go."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Select
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


class Renderer(TemplatesSetting):
    """Two hundred clinicians to choose from took two hundred templates, and longer than all else of their page."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == Select.template_name:
            return written(context["widget"])
        return str(super().render(template_name, context, request))


def written(widget: Mapping[str, Any]) -> SafeString:
    """A list to choose from, as `select.html` and `select_option.html` write it."""
    lines = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        lines += [f'  <optgroup label="{conditional_escape(group)}">'] if group else []
        lines += [
            f'  <option value="{conditional_escape(each["value"])}"{_attributes(each["attrs"])}>'
            f"{conditional_escape(each['label'])}</option>"
            for each in options
        ]
        lines += ["  </optgroup>"] if group else []
    return mark_safe("\n".join([*lines, "</select>\n"]))


def _attributes(given: Mapping[str, Any]) -> SafeString:
    shown = (
        f" {name}" if value is True else format_html(' {}="{}"', name, value)
        for name, value in given.items()
        if value is not False
    )
    return mark_safe("".join(shown))
