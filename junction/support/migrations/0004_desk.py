"""The desk: hubs with their weeks, hand-overs, needs that come again, letters; and what a need keeps for it."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE TRIGGER support_hubweek_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON support_hubweek
FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_rewriting();
"""
UNDO = "DROP TRIGGER support_hubweek_is_append_only ON support_hubweek"


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_past"),
        ("support", "0003_offers"),
    ]

    operations = [
        migrations.CreateModel(
            name="HubWeek",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("days", models.JSONField()),
                ("recorded_at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
            ],
            options={
                "ordering": ["valid_from", "recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=14, unique=True)),
                ("name", models.CharField(max_length=32)),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.CharField(max_length=100)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("playbook", models.CharField(max_length=60)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=100)),
                ("withdrawn_why", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "ordering": ["-issued_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Recurrence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=200)),
                ("begins_on", models.DateField()),
                ("next_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=100)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=100)),
                ("ended_why", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "ordering": ["next_on", "id"],
            },
        ),
        migrations.AddField(
            model_name="need",
            name="answered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="need",
            name="heard_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(
            "UPDATE support_need SET heard_at = stated_at", migrations.RunSQL.noop, elidable=True
        ),
        migrations.AlterField(model_name="need", name="heard_at", field=models.DateTimeField()),
        migrations.AddField(
            model_name="need",
            name="ring_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="needevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("stated", "Stated"),
                    ("classed", "Classed"),
                    ("answered", "Answered"),
                    ("asked-back", "Rung back"),
                    ("reclassed", "Classed again"),
                    ("offered", "Help offered"),
                    ("met", "Met"),
                    ("still", "Still needed"),
                    ("closed", "No longer needed"),
                    ("withdrawn", "Withdrawn"),
                    ("unmet", "Not met"),
                    ("noted", "Note"),
                    ("called", "Call"),
                    ("handed", "Handed over"),
                    ("repeats", "Comes again"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Hub",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.area"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sender", models.CharField(max_length=100)),
                ("to_agent", models.CharField(blank=True, max_length=100)),
                ("note", models.CharField(max_length=32)),
                ("offered_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("accepted", "Accepted"),
                            ("returned", "Returned"),
                            ("taken-back", "Taken back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=100)),
                ("why", models.CharField(blank=True, max_length=32)),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="support.need",
                    ),
                ),
                (
                    "to_hub",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support.hub",
                    ),
                ),
            ],
            options={
                "ordering": ["offered_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="need",
            name="hub",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.hub"
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("ring_at__isnull", False)),
                fields=["area", "ring_at"],
                name="support_need_promised",
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "offered"])),
                fields=["area", "heard_at"],
                name="support_need_unheard",
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("source", ""), _negated=True),
                fields=["source"],
                name="support_need_source",
            ),
        ),
        migrations.AddField(
            model_name="hubweek",
            name="hub",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="weeks", to="support.hub"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.area"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="need",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="support.need",
            ),
        ),
        migrations.AddField(
            model_name="recurrence",
            name="need",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="recurrences", to="support.need"
            ),
        ),
        migrations.AddConstraint(
            model_name="hub",
            constraint=models.UniqueConstraint(fields=("area", "name"), name="support_hub_named_once"),
        ),
        migrations.AddConstraint(
            model_name="hub",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True), ("closed_on__gt", models.F("opened_on")), _connector="OR"
                ),
                name="support_hub_closes_after_it_opens",
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                condition=models.Q(("outcome", "waiting")), fields=["to_agent"], name="support_handover_agent"
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                condition=models.Q(("outcome", "waiting")), fields=["to_hub"], name="support_handover_hub"
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["sender", "offered_at"], name="support_handover_sender"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "waiting")),
                fields=("need",),
                name="support_one_handover_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_hub__isnull", True), ("to_agent", ""), _connector="XOR"),
                name="support_handover_to_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("answered_by", ""), ("outcome", "waiting")),
                    models.Q(
                        models.Q(("outcome", "waiting"), _negated=True),
                        ("answered_at__isnull", False),
                        models.Q(("answered_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="support_handover_answered_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="hubweek",
            index=models.Index(fields=["hub", "valid_from"], name="support_hub_week"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["area", "-issued_at"], name="support_letter_by_area"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gt", models.F("valid_from"))),
                name="support_letter_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by", ""), ("withdrawn_why", "")),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(("withdrawn_by", ""), _negated=True),
                        models.Q(("withdrawn_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="support_letter_withdrawn_with_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="recurrence",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["next_on"],
                name="support_recurrence_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="recurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by", ""), ("ended_why", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("next_on__isnull", True),
                        models.Q(("ended_by", ""), _negated=True),
                        models.Q(("ended_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="support_recurrence_ended_by_somebody",
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
