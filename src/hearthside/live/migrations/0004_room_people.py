"""What people do in a room, what staff do about a seat, and who sees its rows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hearthside.base.ids
from hearthside.caseload.sql import never_removed
from hearthside.ledger.sql import append_only, row_security
from hearthside.live.room_people_sql import BEHIND, NEVER_CHANGED, NEVER_REMOVED, ROWS
from hearthside.people.sql import WRITTEN_BEHIND


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_invitations"),
        ("live", "0003_check_in"),
        ("people", "0008_follow_up_reads_licenses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallMe",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=16)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "live_call_me",
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("raised_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "live_flag",
            },
        ),
        migrations.CreateModel(
            name="Hand",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("lowered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "live_hand",
            },
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="heard",
                        serialize=False,
                        to="live.seat",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "live_heard",
            },
        ),
        migrations.CreateModel(
            name="HelpCall",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("cause", models.CharField(max_length=13)),
                ("asked_at", models.DateTimeField()),
                ("escalates_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "live_help_call",
            },
        ),
        migrations.CreateModel(
            name="LeavesAt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(blank=True, null=True)),
                ("said_at", models.DateTimeField()),
            ],
            options={
                "db_table": "live_leaves_at",
            },
        ),
        migrations.CreateModel(
            name="Listening",
            fields=[
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="listening",
                        serialize=False,
                        to="live.livesession",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "db_table": "live_listening",
            },
        ),
        migrations.CreateModel(
            name="NoteLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "live_note_line",
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "live_removal",
            },
        ),
        migrations.CreateModel(
            name="SeatDevices",
            fields=[
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="devices",
                        serialize=False,
                        to="live.seat",
                    ),
                ),
                ("microphone", models.BooleanField()),
                ("camera", models.BooleanField()),
                ("said_at", models.DateTimeField()),
            ],
            options={
                "db_table": "live_seat_devices",
            },
        ),
        migrations.CreateModel(
            name="SeatHold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "live_seat_hold",
            },
        ),
        migrations.CreateModel(
            name="SteppedAway",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("back_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "live_stepped_away",
            },
        ),
        migrations.AddField(
            model_name="callme",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.partnerwithoutchart",
            ),
        ),
        migrations.AddField(
            model_name="callme",
            name="patient",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.patient",
            ),
        ),
        migrations.AddField(
            model_name="callme",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="callme",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="live.livesession"
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.partnerwithoutchart",
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="patient",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.patient",
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="flag",
            name="raised_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="live.livesession"
            ),
        ),
        migrations.AddField(
            model_name="hand",
            name="lowered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="hand",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.partnerwithoutchart",
            ),
        ),
        migrations.AddField(
            model_name="hand",
            name="patient",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.patient",
            ),
        ),
        migrations.AddField(
            model_name="hand",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="hand",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="live.livesession"
            ),
        ),
        migrations.AddField(
            model_name="heard",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="heard",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="live.livesession"
            ),
        ),
        migrations.AddField(
            model_name="helpcall",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="helpcall",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.partnerwithoutchart",
            ),
        ),
        migrations.AddField(
            model_name="helpcall",
            name="patient",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.patient",
            ),
        ),
        migrations.AddField(
            model_name="helpcall",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="helpcall",
            name="seen_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="helpcall",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="live.livesession"
            ),
        ),
        migrations.AddField(
            model_name="leavesat",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.partnerwithoutchart",
            ),
        ),
        migrations.AddField(
            model_name="leavesat",
            name="patient",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.patient",
            ),
        ),
        migrations.AddField(
            model_name="leavesat",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="leavesat",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="live.livesession"
            ),
        ),
        migrations.AddField(
            model_name="listening",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="noteline",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="noteline",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.partnerwithoutchart",
            ),
        ),
        migrations.AddField(
            model_name="noteline",
            name="patient",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.patient",
            ),
        ),
        migrations.AddField(
            model_name="noteline",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="noteline",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="live.livesession"
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="removal",
            name="seat",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="removal", to="live.seat"
            ),
        ),
        migrations.AddField(
            model_name="seatdevices",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="seathold",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="seathold",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="seathold",
            name="seat",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="live.seat"),
        ),
        migrations.AddField(
            model_name="seathold",
            name="until_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="steppedaway",
            name="back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="steppedaway",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="steppedaway",
            name="occupant",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="stepped_away", to="live.seatoccupant"
            ),
        ),
        migrations.AddField(
            model_name="steppedaway",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddIndex(
            model_name="callme",
            index=models.Index(fields=["session", "at"], name="live_call_me_session"),
        ),
        migrations.AddConstraint(
            model_name="callme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_call_me_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="callme",
            constraint=models.CheckConstraint(
                condition=models.Q(("phone", ""), ("phone__regex", "^\\+[1-9][0-9]{6,14}$"), _connector="OR"),
                name="live_call_me_phone_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_flag_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", [1, 2, 3])), name="live_flag_level_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__gte", models.F("raised_at")), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="live_flag_ended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("session", "patient", "partner"),
                name="live_flag_one_open",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="hand",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_hand_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="hand",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lowered_at__isnull", True)),
                fields=("session", "patient", "partner"),
                name="live_hand_up_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="heard",
            index=models.Index(fields=["session"], name="live_heard_session"),
        ),
        migrations.AddIndex(
            model_name="helpcall",
            index=models.Index(
                condition=models.Q(("escalated_at__isnull", True), ("seen_at__isnull", True)),
                fields=["escalates_at"],
                name="live_help_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpcall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_help_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpcall",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause__in", ["overwhelmed", "not_safe", "uncomfortable", "technical"])),
                name="live_help_cause_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpcall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("seen_at__isnull", True), ("seen_by__isnull", True)),
                    models.Q(("seen_at__gte", models.F("asked_at")), ("seen_by__isnull", False)),
                    _connector="OR",
                ),
                name="live_help_seen_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpcall",
            constraint=models.UniqueConstraint(
                condition=models.Q(("seen_at__isnull", True)),
                fields=("session", "patient", "partner", "cause"),
                name="live_help_open_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="leavesat",
            index=models.Index(fields=["session", "said_at"], name="live_leaves_session"),
        ),
        migrations.AddConstraint(
            model_name="leavesat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_leaves_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="listening",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))), name="live_listening_goes_on"
            ),
        ),
        migrations.AddIndex(
            model_name="noteline",
            index=models.Index(fields=["session", "at"], name="live_note_session"),
        ),
        migrations.AddConstraint(
            model_name="noteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_note_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="live_removal_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="seathold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_at__isnull", True)), fields=("seat",), name="live_seat_held_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="seathold",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_at__isnull", True), ("until_at__gte", models.F("from_at")), _connector="OR"),
                name="live_seat_hold_ends_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="steppedaway",
            constraint=models.CheckConstraint(
                condition=models.Q(("back_at__isnull", True), ("back_at__gte", models.F("from_at")), _connector="OR"),
                name="live_back_after_away",
            ),
        ),
        *(
            migrations.RunSQL(row_security(table, seen=BEHIND, written=WRITTEN_BEHIND), migrations.RunSQL.noop)
            for table in ROWS
        ),
        *(migrations.RunSQL(append_only(table), migrations.RunSQL.noop) for table in NEVER_CHANGED),
        *(migrations.RunSQL(never_removed(table), migrations.RunSQL.noop) for table in NEVER_REMOVED),
    ]
