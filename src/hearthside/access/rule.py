"""
The rule of a page: which part of whose record it opens. Stated on the view, enforced before it runs.

A view without a rule answers nobody, and the system check stops the start. Views of other libraries get theirs from
`foreign`. The page of roles and rights and the authorization walk are made from the same objects.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from hearthside.access.parts import READ, WRITE, parts

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """
    What a page opens.

    `subject` names the address's part that says whose (patient, couple, clinician ...), or is None where a role alone
    decides. `public` pages answer anybody.
    """

    part: str
    mode: str = READ
    subject: str | None = None
    public: bool = False
    purpose: str = "treatment"
    # How the subject stands in the address, where it is not the subject's own word.
    keyword: str | None = None

    def __post_init__(self) -> None:
        if self.part not in parts():
            raise ValueError(f"No part of a record is called {self.part!r}.")
        if self.mode not in (READ, WRITE):
            raise ValueError(f"A page reads or writes; {self.mode!r} is neither.")


def rule(
    part: str,
    *,
    mode: str = "read",
    subject: str | None = None,
    public: bool = False,
    purpose: str = "treatment",
    keyword: str | None = None,
) -> Callable[[V], V]:
    """State what this view opens; see `Rule`. `mode` is "read" or "write"."""
    stated = Rule(part, {"read": READ, "write": WRITE}[mode], subject, public, purpose, keyword or subject)

    def attach(view: V) -> V:
        view.rule = stated  # type: ignore[attr-defined]
        return view

    return attach


# Rules of views that are not ours, by the full name of the address: "account_login".
_foreign: dict[str, Rule] = {}


def foreign(url_name: str, stated: Rule) -> None:
    """State the rule of another library's view, by the name of its address."""
    _foreign[url_name] = stated


def rule_of(view: Any, url_name: str | None) -> Rule | None:
    """The rule of the view behind an address, if it has one."""
    own = getattr(view, "rule", None) or getattr(getattr(view, "view_class", None), "rule", None)
    return own or _foreign.get(url_name or "")
