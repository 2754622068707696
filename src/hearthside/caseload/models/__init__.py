"""Tables of caseload: import them from their own modules; Django finds them through this list."""

from hearthside.caseload.models import cohorts, day_plans, exceptions, memberships, treatments

__all__ = ["cohorts", "day_plans", "exceptions", "memberships", "treatments"]
