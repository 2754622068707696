from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """Series, sessions, who staffs them and who has a seat in them, and that nobody is in two places."""

    name = "hearthside.schedule"
    label = "schedule"
    verbose_name = "Schedule"

    def ready(self) -> None:
        from hearthside.caseload.queries import board, facing
        from hearthside.notify import rechecks
        from hearthside.people import following
        from hearthside.schedule.actions import following as follow
        from hearthside.schedule.actions import following_treatments, merging, merging_wishes
        from hearthside.schedule.actions.memberships import follow_memberships
        from hearthside.schedule.queries import board_runs, effects, grants_due, still_so

        effects.register()
        grants_due.register()
        board.register_runs(board_runs.runs)
        facing.register_facilitators(grants_due.facilitators_of)
        following.register("memberships", follow_memberships)
        following.register("cohort", follow.follow_cohort)
        following.register("status", follow.follow_status)
        following.register("treatment_ending", following_treatments.hold_what_ends)
        following.register("treatment_ended", following_treatments.follow_treatment_ended)
        following.register("separated", follow.follow_separation)
        following.register("kept_apart", follow.follow_kept_apart)
        following.register("merged", merging.follow_merge)
        following.register("merged", merging_wishes.follow_merge)
        following.register("unmerged", merging.follow_unmerge)
        following.register("unmerged", merging_wishes.follow_unmerge)
        for kind, recheck in still_so.RECHECKS.items():
            rechecks.register(kind, recheck)
