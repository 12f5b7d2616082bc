"""Emergency needs on their ladder, and stocktakes; rows are added, whether a guest came is stamped once."""

import django.db.models.deletion
from django.db import migrations, models

STAMPS = {
    "escalation": "",
    "escalationstep": "",
    "escalationoutcome": "",
    "stocktake": "",
    "stocktakeguest": "'came', 'came_recorded_at', 'came_recorded_by'",
    "stocktakepoint": "",
    "pointcarried": "",
}
TRIGGER = """
CREATE TRIGGER assurance_append_only BEFORE UPDATE OR DELETE ON assurance_{table}
    FOR EACH ROW EXECUTE FUNCTION assurance_refuse_change({stamps});
"""
UNDO = "DROP TRIGGER assurance_append_only ON assurance_{table}"


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0010_learning_append_only"),
        ("registry", "0005_past"),
    ]

    operations = [
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("need", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("needed_by", models.DateTimeField()),
                ("contract", models.CharField(max_length=10)),
                ("playbook", models.CharField(max_length=100)),
                ("raised_at", models.DateTimeField()),
                ("raised_by", models.CharField(max_length=100)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.area"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.place"
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="EscalationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rung", models.CharField(max_length=10)),
                ("why", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
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
                    "escalation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="assurance.escalation",
                    ),
                ),
            ],
            options={
                "ordering": ["escalation_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="EscalationOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outcome", models.CharField(max_length=10)),
                ("settles", models.BooleanField()),
                ("refuses", models.BooleanField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="assurance.escalationstep",
                    ),
                ),
            ],
            options={
                "ordering": ["step_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Stocktake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("held_on", models.DateField()),
                ("write_up_by", models.DateField()),
                ("playbook", models.CharField(max_length=100)),
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
                "ordering": ["-held_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StocktakeGuest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                ("came", models.BooleanField(blank=True, null=True)),
                ("came_recorded_at", models.DateTimeField(blank=True, null=True)),
                ("came_recorded_by", models.CharField(blank=True, max_length=100)),
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
                    "stocktake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guests",
                        to="assurance.stocktake",
                    ),
                ),
            ],
            options={
                "ordering": ["stocktake_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="StocktakePoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
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
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="assurance.stocktakepoint",
                    ),
                ),
                (
                    "stocktake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="assurance.stocktake",
                    ),
                ),
            ],
            options={
                "ordering": ["stocktake_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="PointCarried",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("number", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried",
                        to="assurance.stocktakepoint",
                    ),
                ),
            ],
            options={
                "ordering": ["point_id", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(fields=["council", "raised_at"], name="assurance_escalation_council"),
        ),
        migrations.AddIndex(
            model_name="escalationstep",
            index=models.Index(fields=["area", "escalation"], name="assurance_escalation_desk"),
        ),
        migrations.AddConstraint(
            model_name="escalationstep",
            constraint=models.UniqueConstraint(
                fields=("escalation", "rung"), name="assurance_escalated_once_a_rung"
            ),
        ),
        migrations.AddConstraint(
            model_name="pointcarried",
            constraint=models.UniqueConstraint(fields=("point", "kind"), name="assurance_point_carried_once"),
        ),
        *(
            migrations.RunSQL(TRIGGER.format(table=table, stamps=stamps), UNDO.format(table=table))
            for table, stamps in STAMPS.items()
        ),
    ]
