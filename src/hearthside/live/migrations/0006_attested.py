"""Attendance for the record: versions that never change, who attested to them, and what was corrected."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hearthside.base.ids
from hearthside.caseload.sql import never_removed
from hearthside.ledger.sql import append_only, row_security
from hearthside.live.attested_sql import LAST_WORD, LAST_WORD_NO_MORE, NEVER_CHANGED, ROWS
from hearthside.people.sql import WRITTEN_BEHIND


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_invitations"),
        ("live", "0005_room_course"),
        ("people", "0008_follow_up_reads_licenses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("role", models.CharField(max_length=11)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("effect", models.CharField(max_length=7)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "live_amendment",
                "ordering": ["session_id", "at", "id"],
            },
        ),
        migrations.CreateModel(
            name="AttendanceVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("computed_at", models.DateTimeField()),
                ("evidence_sha256", models.CharField(max_length=64)),
                ("answer", models.JSONField()),
            ],
            options={
                "db_table": "live_attendance_version",
                "ordering": ["session_id", "n"],
            },
        ),
        migrations.CreateModel(
            name="AttendedBlock",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("role", models.CharField(max_length=11)),
                ("number", models.PositiveSmallIntegerField()),
                ("planned", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("attended", models.PositiveIntegerField()),
                ("supervised", models.PositiveIntegerField()),
                ("countable", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "live_attended_block",
            },
        ),
        migrations.CreateModel(
            name="AttestReminder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("whom", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "live_attest_reminder",
            },
        ),
        migrations.CreateModel(
            name="CorrectionAsked",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=9)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "live_correction_asked",
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Judged",
            fields=[
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="judged",
                        serialize=False,
                        to="live.livesession",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "live_judged",
            },
        ),
        migrations.AddField(
            model_name="amendment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="clinician",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.clinician",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
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
            model_name="amendment",
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
            model_name="amendment",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="amendment",
            name="room",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="live.liveroom"
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="live.livesession"
            ),
        ),
        migrations.AddField(
            model_name="attendanceversion",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="attendanceversion",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="live.livesession"
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="after",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="live.attendanceversion",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="before",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="live.attendanceversion",
            ),
        ),
        migrations.AddField(
            model_name="attendedblock",
            name="clinician",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.clinician",
            ),
        ),
        migrations.AddField(
            model_name="attendedblock",
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
            model_name="attendedblock",
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
            model_name="attendedblock",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="attendedblock",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="blocks", to="live.attendanceversion"
            ),
        ),
        migrations.AddField(
            model_name="attestreminder",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="attestreminder",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="live.attendanceversion"
            ),
        ),
        migrations.AddField(
            model_name="correctionasked",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="correctionasked",
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
            model_name="correctionasked",
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
            model_name="correctionasked",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="correctionasked",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="corrections_asked", to="live.livesession"
            ),
        ),
        migrations.AddField(
            model_name="judged",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.CreateModel(
            name="Attestation",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="attestation",
                        serialize=False,
                        to="live.attendanceversion",
                    ),
                ),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"
                    ),
                ),
            ],
            options={
                "db_table": "live_attestation",
            },
        ),
        migrations.AddConstraint(
            model_name="attendanceversion",
            constraint=models.UniqueConstraint(fields=("session", "n"), name="live_attendance_version_once"),
        ),
        migrations.AddConstraint(
            model_name="attendanceversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("n__gte", 1)), name="live_attendance_version_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendanceversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence_sha256__regex", "^[0-9a-f]{64}$")), name="live_attendance_digest_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("clinician__isnull", True), ("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("clinician__isnull", False), ("partner__isnull", True), ("patient__isnull", True)),
                    models.Q(("clinician__isnull", True), ("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_amendment_is_of_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["patient", "partner", "facilitator", "observer", "technical"])),
                name="live_amendment_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("effect__in", ["present", "absent"])), name="live_amendment_effect_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="live_amendment_ends_after"
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="live_amendment_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "facilitator"), _negated=True), ("clinician__isnull", False), _connector="OR"
                ),
                name="live_amended_facilitator_is_a_clinician",
            ),
        ),
        migrations.AddIndex(
            model_name="attendedblock",
            index=models.Index(
                condition=models.Q(("patient__isnull", False)),
                fields=["patient", "version"],
                name="live_attended_patient",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendedblock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("clinician__isnull", True), ("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("clinician__isnull", False), ("partner__isnull", True), ("patient__isnull", True)),
                    models.Q(("clinician__isnull", True), ("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_attended_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendedblock",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["patient", "partner", "facilitator", "observer", "technical"])),
                name="live_attended_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendedblock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "process",
                            "psychoeducation",
                            "skills",
                            "wellness",
                            "break",
                            "pet",
                            "individual",
                            "counseling",
                            "couples",
                            "couples_group",
                            "medication",
                        ),
                    )
                ),
                name="live_attended_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendedblock",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="live_attended_ends_after"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendedblock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("countable__lte", models.F("supervised")), ("supervised__lte", models.F("attended"))
                ),
                name="live_attended_never_more_than_it_is_part_of",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendedblock",
            constraint=models.UniqueConstraint(
                fields=("version", "patient", "partner", "clinician", "number"),
                name="live_attended_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="attestreminder",
            constraint=models.CheckConstraint(
                condition=models.Q(("whom__in", ["lead", "compliance"])), name="live_attest_reminder_whom_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="attestreminder",
            constraint=models.UniqueConstraint(fields=("version", "whom"), name="live_attest_reminder_once"),
        ),
        migrations.AddConstraint(
            model_name="correctionasked",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_correction_is_of_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="correctionasked",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="live_correction_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="correctionasked",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True), ("outcome", "")
                    ),
                    models.Q(
                        models.Q(("answer", ""), _negated=True),
                        ("answered_at__gte", models.F("asked_at")),
                        ("answered_by__isnull", False),
                        ("outcome__in", ["corrected", "stands"]),
                    ),
                    _connector="OR",
                ),
                name="live_correction_ends_with_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="correctionasked",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("session", "patient", "partner"),
                name="live_correction_one_open",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="attestation",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="live_attestation_has_words"
            ),
        ),
        *(
            migrations.RunSQL(row_security(table, seen=seen, written=WRITTEN_BEHIND), migrations.RunSQL.noop)
            for table, seen in ROWS.items()
        ),
        *(
            migrations.RunSQL(
                append_only(table) if table in NEVER_CHANGED else never_removed(table), migrations.RunSQL.noop
            )
            for table in ROWS
        ),
        migrations.RunSQL(LAST_WORD, LAST_WORD_NO_MORE),
    ]
