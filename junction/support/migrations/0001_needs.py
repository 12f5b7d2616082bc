"""Needs, who states them, what happened to each, and worries that somebody is harmed; events are never changed."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE TRIGGER support_needevent_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON support_needevent
FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_rewriting();
"""
UNDO = "DROP TRIGGER support_needevent_is_append_only ON support_needevent"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0005_past"),
        ("core", "0004_audit_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=32)),
                ("phone", models.CharField(blank=True, max_length=32)),
                ("email", models.CharField(blank=True, max_length=32)),
                ("address", models.CharField(blank=True, max_length=32)),
                ("code_word", models.CharField(blank=True, max_length=32)),
                ("phone_mark", models.CharField(max_length=64, null=True)),
                ("name_mark", models.CharField(max_length=64, null=True)),
                ("is_protected", models.BooleanField(default=False)),
                ("may_ring", models.BooleanField(default=False)),
                ("may_leave_word", models.BooleanField(default=False)),
                ("may_text", models.BooleanField(default=False)),
                ("may_email", models.BooleanField(default=False)),
                ("may_write", models.BooleanField(default=False)),
                ("language", models.CharField(default="en", max_length=10)),
                ("retention_until", models.DateField()),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["phone_mark"], name="support_person_phone"),
                    models.Index(fields=["name_mark"], name="support_person_name"),
                    models.Index(
                        condition=models.Q(("erased_at__isnull", True)),
                        fields=["retention_until"],
                        name="support_person_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=9, unique=True)),
                ("longitude", models.FloatField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("archetype", models.CharField(blank=True, max_length=20)),
                ("category", models.CharField(blank=True, max_length=30)),
                ("answers", models.JSONField(default=dict)),
                ("words", models.CharField(blank=True, max_length=32)),
                ("routing", models.CharField(max_length=60)),
                ("need_class", models.CharField(max_length=20)),
                ("level", models.CharField(max_length=20)),
                ("triage", models.CharField(max_length=60)),
                ("limit_at", models.DateTimeField()),
                ("channel", models.CharField(max_length=10)),
                ("on_behalf", models.CharField(blank=True, max_length=20)),
                ("has_consent", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("offered", "Help offered"),
                            ("met", "Met"),
                            ("closed", "No longer needed"),
                            ("withdrawn", "Withdrawn"),
                            ("unmet", "Not met"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("state_at", models.DateTimeField()),
                ("unmet_why", models.CharField(blank=True, max_length=20)),
                ("stated_at", models.DateTimeField()),
                ("stated_by", models.CharField(max_length=100)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("call_back_on", models.DateField(null=True)),
                ("source", models.CharField(blank=True, max_length=80)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.area"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="support.person",
                    ),
                ),
            ],
            options={
                "ordering": ["limit_at", "stated_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=9, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("words", models.CharField(max_length=32)),
                ("contact", models.CharField(blank=True, max_length=32)),
                ("raised_at", models.DateTimeField()),
                ("raised_by", models.CharField(max_length=100)),
                ("playbook", models.CharField(max_length=60)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, max_length=100)),
                ("closed_why", models.CharField(blank=True, max_length=32)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.area"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerns",
                        to="support.need",
                    ),
                ),
            ],
            options={
                "ordering": ["raised_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["area", "raised_at"],
                        name="support_concern_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by", ""), ("closed_why", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                models.Q(("closed_by", ""), _negated=True),
                                models.Q(("closed_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="support_concern_closed_by_a_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
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
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("before", models.CharField(blank=True, max_length=20)),
                ("after", models.CharField(blank=True, max_length=20)),
                ("why", models.CharField(blank=True, max_length=30)),
                ("note", models.CharField(blank=True, max_length=32)),
                ("about", models.CharField(blank=True, max_length=80)),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="support.need"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["need", "at"], name="support_need_events")],
            },
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "offered"])),
                fields=["area", "limit_at", "stated_at"],
                name="support_need_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(fields=["area", "-stated_at"], name="support_need_by_area"),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(fields=["place", "-stated_at"], name="support_need_by_place"),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("call_back_on__isnull", False)),
                fields=["area", "call_back_on"],
                name="support_need_rung",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("place__isnull", True)),
                    models.Q(("person__isnull", True), ("place__isnull", False)),
                    _connector="OR",
                ),
                name="support_need_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("on_behalf", ""), ("has_consent", True), _connector="OR"),
                name="support_on_behalf_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "unmet"), ("unmet_why", ""), _connector="XOR"),
                name="support_unmet_says_why",
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
