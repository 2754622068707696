"""
How Django draws models while it migrates: a constraint or an index more is added to a model that is drawn already.

Django draws the model anew for each of them, and with it every model that has anything to do with it. In a schema of a
hundred tables that is half of the time of making a database, and what comes out is the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState


def _add(self: ProjectState, app_label: str, model_name: str, option_name: str, added: Any) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], added]
    if "apps" in self.__dict__:
        drawn = self.apps.get_model(app_label, model_name)._meta
        setattr(drawn, option_name, [*getattr(drawn, option_name), added])
        drawn.__dict__.pop("total_unique_constraints", None)


@contextmanager
def models_drawn_once() -> Iterator[None]:
    """Within this block, in this process."""
    drawing_anew = ProjectState._append_option  # type: ignore[attr-defined]
    ProjectState._append_option = _add  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._append_option = drawing_anew  # type: ignore[attr-defined]
