"""What somebody says at the door of a session, whom no row may let in, and who is missed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hearthside.base.ids
from hearthside.caseload.sql import never_removed
from hearthside.ledger.sql import append_only, row_security
from hearthside.live.door_sql import BEHIND, LET_IN, LET_IN_NO_MORE, MISSED, NEVER_CHANGED, ROWS
from hearthside.people.sql import WRITTEN_BEHIND


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_invitations"),
        ("live", "0002_rows"),
        ("people", "0008_follow_up_reads_licenses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("draft", models.JSONField(default=dict)),
                ("wrong_factors", models.PositiveSmallIntegerField(default=0)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("turned_away_at", models.DateTimeField(blank=True, null=True)),
                ("turned_away_because", models.CharField(blank=True, max_length=12)),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.partnerwithoutchart",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.patient",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="check_ins", to="live.livesession"
                    ),
                ),
                (
                    "turned_away_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "live_check_in",
            },
        ),
        migrations.CreateModel(
            name="CheckInAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("step", models.CharField(max_length=10)),
                ("facts", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "check_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="live.checkin"
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
                "db_table": "live_check_in_answer",
            },
        ),
        migrations.CreateModel(
            name="CheckInPlace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("street", models.CharField(max_length=200)),
                ("unit", models.CharField(blank=True, max_length=100)),
                ("entry", models.CharField(blank=True, max_length=200)),
                ("city", models.CharField(max_length=100)),
                ("state", models.CharField(max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=10)),
                ("local_emergency", models.CharField(blank=True, max_length=16)),
                ("said_at", models.DateTimeField()),
                (
                    "check_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="live.checkin"
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
                "db_table": "live_check_in_place",
            },
        ),
        migrations.CreateModel(
            name="GroupAgreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("group", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.partnerwithoutchart",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.patient",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"
                    ),
                ),
                (
                    "signature",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.signature"
                    ),
                ),
            ],
            options={
                "db_table": "live_group_agreement",
            },
        ),
        migrations.CreateModel(
            name="Outreach",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=11)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.partnerwithoutchart",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.patient",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outreach", to="live.livesession"
                    ),
                ),
            ],
            options={
                "db_table": "live_outreach",
            },
        ),
        migrations.CreateModel(
            name="SeatTicket",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=4)),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("pass_hash", models.CharField(blank=True, max_length=64)),
                ("given_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.partnerwithoutchart",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.patient",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="live.livesession"
                    ),
                ),
            ],
            options={
                "db_table": "live_seat_ticket",
            },
        ),
        migrations.CreateModel(
            name="TalkFirst",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "causes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), size=None),
                ),
                ("raised_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=10)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "check_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="talks", to="live.checkin"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "live_talk_first",
            },
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(fields=["program", "session"], name="live_check_in_session"),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_check_in_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.UniqueConstraint(
                fields=("session", "patient", "partner"), name="live_check_in_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("turned_away_at__isnull", True), ("turned_away_because", "")),
                    models.Q(
                        ("turned_away_at__isnull", False),
                        ("turned_away_because__in", ["unwell", "talk", "state", "late", "other"]),
                    ),
                    _connector="OR",
                ),
                name="live_turned_away_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="checkinanswer",
            index=models.Index(fields=["check_in", "step", "-at"], name="live_answer_last"),
        ),
        migrations.AddConstraint(
            model_name="checkinanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        (
                            "screen",
                            "name",
                            "identity",
                            "where",
                            "number",
                            "contact",
                            "space",
                            "safe",
                            "agreement",
                            "feeling",
                            "safety",
                            "device",
                        ),
                    )
                ),
                name="live_answer_step_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="checkinplace",
            index=models.Index(fields=["check_in", "-said_at"], name="live_place_last"),
        ),
        migrations.AddConstraint(
            model_name="checkinplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "AL",
                            "AK",
                            "AZ",
                            "AR",
                            "CA",
                            "CO",
                            "CT",
                            "DE",
                            "FL",
                            "GA",
                            "HI",
                            "ID",
                            "IL",
                            "IN",
                            "IA",
                            "KS",
                            "KY",
                            "LA",
                            "ME",
                            "MD",
                            "MA",
                            "MI",
                            "MN",
                            "MS",
                            "MO",
                            "MT",
                            "NE",
                            "NV",
                            "NH",
                            "NJ",
                            "NM",
                            "NY",
                            "NC",
                            "ND",
                            "OH",
                            "OK",
                            "OR",
                            "PA",
                            "RI",
                            "SC",
                            "SD",
                            "TN",
                            "TX",
                            "UT",
                            "VT",
                            "VA",
                            "WA",
                            "WV",
                            "WI",
                            "WY",
                            "DC",
                            "PR",
                            "GU",
                            "VI",
                            "AS",
                            "MP",
                        ],
                    )
                ),
                name="live_place_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkinplace",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("street", ""), _negated=True), models.Q(("city", ""), _negated=True)),
                name="live_place_can_be_found",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkinplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("local_emergency", ""), ("local_emergency__regex", "^\\+[1-9][0-9]{6,14}$"), _connector="OR"
                ),
                name="live_place_phone_form",
            ),
        ),
        migrations.AddIndex(
            model_name="groupagreement",
            index=models.Index(fields=["program", "group"], name="live_agreement_group"),
        ),
        migrations.AddConstraint(
            model_name="groupagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_agreement_is_of_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupagreement",
            constraint=models.UniqueConstraint(fields=("group", "signature"), name="live_agreement_once"),
        ),
        migrations.AddIndex(
            model_name="outreach",
            index=models.Index(
                condition=models.Q(("outcome", "")), fields=["program", "opened_at"], name="live_outreach_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="outreach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_outreach_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreach",
            constraint=models.UniqueConstraint(
                fields=("session", "patient", "partner"), name="live_outreach_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="outreach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("outcome", "")),
                    models.Q(
                        ("ended_at__gte", models.F("opened_at")),
                        ("outcome__in", ["came", "reached", "message", "contact", "crisis"]),
                    ),
                    _connector="OR",
                ),
                name="live_outreach_ends_with_an_outcome",
            ),
        ),
        migrations.AddIndex(
            model_name="seatticket",
            index=models.Index(fields=["program", "session"], name="live_ticket_session"),
        ),
        migrations.AddConstraint(
            model_name="seatticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("patient__isnull", False)),
                    models.Q(("partner__isnull", False), ("patient__isnull", True)),
                    _connector="OR",
                ),
                name="live_ticket_is_of_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["link", "here"])), name="live_ticket_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="seatticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))), name="live_ticket_expires_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="seatticket",
            constraint=models.UniqueConstraint(
                condition=models.Q(("pass_hash", ""), _negated=True),
                fields=("pass_hash",),
                name="live_ticket_pass_once",
            ),
        ),
        migrations.AddIndex(
            model_name="talkfirst",
            index=models.Index(
                condition=models.Q(("outcome", "")), fields=["program", "raised_at"], name="live_talk_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="talkfirst",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("causes__len__gte", 1),
                    ("causes__contained_by", ["risk", "unsafe_place", "state", "used", "help", "staff"]),
                ),
                name="live_talk_has_causes",
            ),
        ),
        migrations.AddConstraint(
            model_name="talkfirst",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("outcome", "")),
                    models.Q(
                        ("ended_at__gte", models.F("raised_at")),
                        ("ended_by__isnull", False),
                        ("outcome__in", ["join", "by_phone", "dispatched", "not_reached"]),
                    ),
                    _connector="OR",
                ),
                name="live_talk_ends_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="talkfirst",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")), fields=("check_in",), name="live_talk_one_open"
            ),
        ),
        *(
            migrations.RunSQL(row_security(table, seen=BEHIND, written=WRITTEN_BEHIND), migrations.RunSQL.noop)
            for table in ROWS
        ),
        migrations.RunSQL(row_security("live_outreach", seen=MISSED, written=WRITTEN_BEHIND), migrations.RunSQL.noop),
        *(
            migrations.RunSQL(
                append_only(table) if table in NEVER_CHANGED else never_removed(table), migrations.RunSQL.noop
            )
            for table in (*ROWS, "live_outreach")
        ),
        migrations.RunSQL(LET_IN, LET_IN_NO_MORE),
    ]
