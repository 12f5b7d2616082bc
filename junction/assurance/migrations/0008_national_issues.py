"""National issues and who must find a home for what nobody has; rows are added, never changed."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("finder", "nationalissue", "raising", "ruling", "nationalresponse", "publication")
TRIGGER = """
CREATE TRIGGER assurance_append_only BEFORE UPDATE OR DELETE ON assurance_{table}
    FOR EACH ROW EXECUTE FUNCTION assurance_refuse_change();
"""
UNDO = "DROP TRIGGER assurance_append_only ON assurance_{table}"


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0007_soft_intelligence"),
        ("registry", "0005_past"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("finder", models.CharField(max_length=200)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id", "at"], name="assurance_finder_of")
                ],
            },
        ),
        migrations.CreateModel(
            name="NationalIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("theme", models.CharField(max_length=20)),
                ("decide_by", models.DateField()),
                ("answer_by", models.DateField()),
                ("playbook", models.CharField(max_length=100)),
                ("raised_at", models.DateTimeField()),
                ("raised_by", models.CharField(max_length=100)),
            ],
            options={
                "ordering": ["-raised_at", "-id"],
                "indexes": [models.Index(fields=["raised_at"], name="assurance_national_raised")],
            },
        ),
        migrations.CreateModel(
            name="NationalResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("is_answer", models.BooleanField()),
                ("text", models.TextField()),
                ("said_by", models.CharField(max_length=200)),
                ("said_on", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="assurance.nationalissue",
                    ),
                ),
            ],
            options={
                "ordering": ["issue_id", "recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("audience", models.CharField(max_length=20)),
                ("published_on", models.DateField()),
                ("how", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="assurance.nationalresponse",
                    ),
                ),
            ],
            options={
                "ordering": ["response_id", "published_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("needs_one", models.BooleanField()),
                ("decided_by", models.CharField(max_length=200)),
                ("decided_on", models.DateField()),
                ("why", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="assurance.nationalissue",
                    ),
                ),
            ],
            options={
                "ordering": ["issue_id", "recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Raising",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("raised_at", models.DateTimeField()),
                ("raised_by", models.CharField(max_length=100)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="raisings",
                        to="assurance.nationalissue",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
            ],
            options={
                "ordering": ["issue_id", "raised_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("area__isnull", False),
                                ("organisation__isnull", True),
                                ("place__isnull", True),
                            ),
                            models.Q(
                                ("area__isnull", True),
                                ("organisation__isnull", False),
                                ("place__isnull", True),
                            ),
                            models.Q(
                                ("area__isnull", True),
                                ("organisation__isnull", True),
                                ("place__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="assurance_raising_of_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", False)),
                        fields=("issue", "area"),
                        name="assurance_raised_once_by_area",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("place__isnull", False)),
                        fields=("issue", "place"),
                        name="assurance_raised_once_by_place",
                    ),
                ],
            },
        ),
        *(migrations.RunSQL(TRIGGER.format(table=table), UNDO.format(table=table)) for table in TABLES),
    ]
