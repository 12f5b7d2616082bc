"""What councils need expert help for, region leads, offers and outcomes; rows are added, never changed."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("helpneed", "regionlead", "helpoffer", "helpoutcome")
TRIGGER = """
CREATE TRIGGER assurance_append_only BEFORE UPDATE OR DELETE ON assurance_{table}
    FOR EACH ROW EXECUTE FUNCTION assurance_refuse_change();
"""
UNDO = "DROP TRIGGER assurance_append_only ON assurance_{table}"


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0011_escalations_stocktakes"),
        ("registry", "0005_past"),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("theme", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("answer_by", models.DateField()),
                ("playbook", models.CharField(max_length=100)),
                ("stated_at", models.DateTimeField()),
                ("stated_by", models.CharField(max_length=100)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.area"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
            ],
            options={
                "ordering": ["-stated_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="HelpOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("given_by", models.CharField(max_length=200)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="assurance.helpneed",
                    ),
                ),
            ],
            options={
                "ordering": ["need_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="HelpOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outcome", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="assurance.helpneed",
                    ),
                ),
            ],
            options={
                "ordering": ["need_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="RegionLead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("post", models.CharField(max_length=200)),
                ("reached_by", models.CharField(max_length=200)),
                ("from_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.area"
                    ),
                ),
            ],
            options={
                "ordering": ["region_id", "from_on", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="helpneed",
            index=models.Index(fields=["council", "stated_at"], name="assurance_help_council"),
        ),
        migrations.AddConstraint(
            model_name="helpoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gt", models.F("from_on"))), name="assurance_help_has_a_span"
            ),
        ),
        *(migrations.RunSQL(TRIGGER.format(table=table), UNDO.format(table=table)) for table in TABLES),
    ]
