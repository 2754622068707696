"""What a made-up roster of a given size is made of: states, tracks, languages and day plans, with their shares."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MadeUpDayPlan:
    title: str
    days_per_week: int
    days_allowed: str
    blocks: str
    staff_minutes: int  # of one day in a cohort of eight: two therapists in the process block, one in the other


DAY_PLANS = {
    "iop-3": MadeUpDayPlan(
        "Three evenings or days", 3, "mon;tue;wed;thu;fri;sat", "process:90 break:10 psychoeducation:90", 270
    ),
    "iop-4": MadeUpDayPlan("Four days", 4, "mon;tue;wed;thu;fri", "process:75 break:10 psychoeducation:60", 210),
    "iop-5": MadeUpDayPlan("Five days", 5, "mon;tue;wed;thu;fri", "process:60 break:10 skills:50", 170),
}
USUAL_COHORT = 8


@dataclass(frozen=True)
class Shape:
    """Shares by value; the keys of languages, programs and tracks are cells as they stand in the roster."""

    states: int
    tracks: dict[str, float]
    languages: dict[str, float]
    programs: dict[str, float]
    clinician_tracks: dict[str, float]
    clinician_languages: dict[str, float]

    @property
    def day_plans(self) -> list[str]:
        return [plan for plan in DAY_PLANS if any(plan in cell for cell in self.programs)]

    @classmethod
    def of(cls, people: int) -> "Shape":
        """Small rosters have fewer states, tracks, languages and day plans: each must still fill a cohort."""
        states = next((n for most, n in ((30, 2), (100, 3), (400, 6), (1500, 12)) if people <= most), 25)
        if people <= 30:
            return cls(
                states,
                tracks={"mh": 1},
                languages={"en": 0.95, "en;es": 0.05},
                programs={"iop-3": 1},
                clinician_tracks={"dual;mh;sud": 1},
                clinician_languages={"en": 0.85, "en;es": 0.15},
            )
        if people <= 100:
            return cls(
                states,
                tracks={"mh": 0.6, "sud": 0.4},
                languages={"en": 0.93, "en;es": 0.07},
                programs={"iop-3": 0.70, "iop-3;iop-4": 0.20, "iop-4": 0.10},
                clinician_tracks={"dual;mh;sud": 0.70, "mh": 0.18, "sud": 0.12},
                clinician_languages={"en": 0.84, "en;es": 0.16},
            )
        return cls(
            states,
            tracks={"mh": 0.45, "sud": 0.35, "dual": 0.20},
            languages={"en": 0.87, "en;es": 0.06, "es": 0.055, "pt": 0.015},
            programs={
                "iop-3": 0.55,
                "iop-3;iop-4": 0.19,
                "iop-4": 0.13,
                "iop-4;iop-3": 0.05,
                "iop-3;iop-4;iop-5": 0.05,
                "iop-5": 0.03,
            },
            clinician_tracks={"dual;mh;sud": 0.60, "mh": 0.25, "sud": 0.15},
            clinician_languages={"en": 0.81, "en;es": 0.16, "en;pt": 0.03},
        )
