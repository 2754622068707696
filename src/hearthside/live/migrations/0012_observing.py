"""Observers: who asks for one, what everybody in the session says to it, and that nobody sits there against a no."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hearthside.base.ids
from hearthside.caseload.sql import never_removed
from hearthside.ledger.sql import append_only, row_security
from hearthside.live.observing_sql import ROWS, observed
from hearthside.people.sql import WRITTEN_BEHIND
from hearthside.schedule.models.visible import one_person

KEPT = django.db.models.deletion.PROTECT


def _of(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=KEPT, related_name="+", to=to, **more)


def _id() -> tuple[str, models.Field]:
    return "id", models.UUIDField(default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("live", "0009_typed_lines"), ("schedule", "0006_swap_outside_hours")]

    operations = [
        migrations.CreateModel(
            name="ObserveAsk",
            fields=[
                _id(),
                ("reason", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("here_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                ("program", _of("access.program")),
                ("session", _of("schedule.session")),
                ("clinician", _of("people.clinician")),
                ("asked_by", _of(settings.AUTH_USER_MODEL)),
                ("taken_back_by", _of(settings.AUTH_USER_MODEL, blank=True, null=True)),
            ],
            options={
                "db_table": "live_observe_ask",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="live_observe_ask_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_back_at__isnull", True), ("taken_back_at__gte", models.F("asked_at")),
                            _connector="OR",
                        ),
                        name="live_observe_ask_ends_after",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)), fields=("session", "clinician"),
                        name="live_observe_ask_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObserveAnswer",
            fields=[
                _id(),
                ("agrees", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("program", _of("access.program")),
                ("ask", models.ForeignKey(on_delete=KEPT, related_name="answers", to="live.observeask")),
                ("patient", _of("people.patient", blank=True, null=True)),
                ("partner", _of("people.partnerwithoutchart", blank=True, null=True)),
            ],
            options={
                "db_table": "live_observe_answer",
                "indexes": [models.Index(fields=["ask", "at"], name="live_observe_answer_ask")],
                "constraints": [one_person("live_observe_answer_is_one_person")],
            },
        ),
        *(
            migrations.RunSQL(row_security(table, seen=seen, written=WRITTEN_BEHIND), migrations.RunSQL.noop)
            for table, seen in ROWS.items()
        ),
        migrations.RunSQL(never_removed("live_observe_ask"), migrations.RunSQL.noop),
        migrations.RunSQL(append_only("live_observe_answer"), migrations.RunSQL.noop),
        # Nothing of it is brought back: nobody may observe by less.
        migrations.RunSQL(observed(), migrations.RunSQL.noop),
    ]  # fmt: skip
