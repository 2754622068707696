"""A month that was told, in the words and drawings of the public page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hearthside.live.queries.delivered_told import ToldMonth
from hearthside.ui.charts import Bar, BarChart

NAMES = {
    "process": "Process group",
    "skills": "Skills group",
    "psychoeducation": "Education",
    "couples_group": "Couples group",
    "couples": "Couples session",
    "wellness": "Wellness",
    "break": "Breaks",
}
WITHHELD = {
    "few": "too few to say",
    "follows": "not said, so that nothing follows about another line",
}


@dataclass(frozen=True)
class Line:
    """One kind of session in a month's table."""

    name: str
    rule: str
    ratio: str
    size: str
    outside: str
    withheld: str = ""


@dataclass(frozen=True)
class SaidMonth:
    """A month in words. `told` is exactly what the feed gives."""

    month: ToldMonth

    @property
    def name(self) -> str:
        """October 2026."""
        return f"{self.month.first:%B %Y}"

    @property
    def sentence(self) -> str:
        """The month in one breath, or why there is nothing to say."""
        total, shown = self.month.told["total"], any(kind["figures"] for kind in self._kinds)
        if total and total["patients_per_therapist"] is not None:
            people = number(total["patients_per_therapist"])
            size = number(total["mean_size"])
            return (
                f"In {self.name}, there was one therapist for every {people} people, and {size} people in a room on "
                "average."
            )
        if shown:
            return f"In {self.name}, some numbers can be told. They are below."
        if self.month.told["sessions"]["counted"]:
            return (
                f"Few people or few sessions are behind the numbers of {self.name}. A number could say something about "
                "one of them, so we show none."
            )
        return f"No session of {self.name} is counted yet."

    @property
    def outside(self) -> str:
        """How much of the month was outside a rule, where it may be told."""
        total = self.month.told["total"]
        if not total or total["breach_minutes"] is None:
            return ""
        return (
            f"A therapist was missing for {minutes(total['breach_minutes'])} of {total['room_minutes']:,}. "
            f"A room was too full for {minutes(total['over_size_minutes'])}."
        )

    @property
    def counted(self) -> str:
        """How many sessions stand behind the numbers, and how many do not."""
        of = self.month.told["sessions"]
        parts = [
            f"We counted {sessions(of['counted'])}.",
            f"Nobody has confirmed {sessions(of['not_confirmed'])} yet." if of["not_confirmed"] else "",
            f"Of {sessions(of['without_evidence'])} we have no record of who was there."
            if of["without_evidence"]
            else "We have a record of every session that was held.",
            f"Nobody came to {sessions(of['nobody_came'])}." if of["nobody_came"] else "",
        ]
        return " ".join(part for part in parts if part)

    @property
    def lines(self) -> list[Line]:
        """The table."""
        return [_line(kind) for kind in self._kinds]

    @property
    def fewest(self) -> dict[str, int]:
        """The fewest patients and sessions behind a number."""
        found: dict[str, int] = self.month.told["fewest"]
        return found

    def ratios(self) -> BarChart | None:
        """People for one therapist by kind, each above its rule; nothing where none can be told."""
        bars, said = [], []
        for kind in self._kinds:
            each = kind["figures"]["patients_per_therapist"] if kind["figures"] else None
            most = kind["rule"]["patients"] if kind["rule"] else None
            if each is None or most is None:
                continue
            name = NAMES[kind["kind"]]
            bars += [
                Bar(name, end=each, text=f"{number(each)} people"),
                Bar("Our rule", end=most, text=f"at most {most} people", theirs=True),
            ]
            said.append(f"{number(each)} in {name.lower()} (our rule: {most} at most)")
        return _chart(f"People for one therapist in {self.name}: {'; '.join(said)}.", bars) if bars else None

    @property
    def _kinds(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.month.told["kinds"]
        return found


def over_time(months: Sequence[ToldMonth]) -> BarChart | None:
    """People for one therapist in process groups, month by month, where at least two can be told."""
    found = [
        (month, kind["figures"]["patients_per_therapist"])
        for month in reversed(months)
        for kind in month.told["kinds"]
        if kind["kind"] == "process" and kind["figures"] and kind["figures"]["patients_per_therapist"] is not None
    ]
    if len(found) < 2:
        return None
    bars = [Bar(f"{month.first:%b %Y}", end=each, text=f"{number(each)} people") for month, each in found]
    return _chart("People for one therapist in process groups, month by month.", bars)


def _chart(sentence: str, bars: list[Bar]) -> BarChart:
    far = 2 * (int(max(bar.end for bar in bars)) // 2 + 1)
    return BarChart(sentence, bars, 0, far, range(0, far + 1, 2), "people for one therapist")


def _line(kind: dict[str, Any]) -> Line:
    name, rule, figures = NAMES[kind["kind"]], _rule(kind["rule"]), kind["figures"]
    if figures is None:
        return Line(name, rule, "", "", "", WITHHELD[kind["withheld"]])
    each = figures["patients_per_therapist"]
    return Line(
        name=name,
        rule=rule,
        ratio="no therapist was there" if each is None else f"1 for {number(each)} people",
        size=f"{number(figures['mean_size'])} on average, {figures['largest']} in the fullest",
        outside=_outside(figures),
    )


def _rule(rule: dict[str, int | None] | None) -> str:
    if rule is None:
        return "1 therapist at least"
    parts = [f"{rule['patients']} people"] if rule["patients"] else []
    parts += [f"{rule['couples']} couples"] if rule["couples"] else []
    return f"1 for at most {' and '.join(parts)}"


def _outside(figures: dict[str, Any]) -> str:
    short, full = figures["breach_minutes"], figures["over_size_minutes"]
    whole = f"of {figures['room_minutes']:,} minutes"
    if not short and not full:
        return f"0 {whole}"
    parts = [f"{short:,} {whole} without enough therapists ({times(figures['breaches'])})"] if short else []
    parts += [f"{full:,} {whole} too full ({times(figures['over_size_times'])})"] if full else []
    return ", ".join(parts)


def times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def minutes(count: int) -> str:
    return "1 minute" if count == 1 else f"{count:,} minutes"


def sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count:,} sessions"


def number(value: float) -> str:
    """6 for 6.0, 6.4 for 6.4."""
    return f"{value:.1f}".removesuffix(".0")
