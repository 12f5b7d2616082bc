import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0018_layers_in_full"),
    ]

    operations = [
        migrations.CreateModel(
            name="PreparedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stamp", models.CharField(blank=True, max_length=64)),
                ("done", models.PositiveIntegerField(default=0)),
                (
                    "extract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search",
                        to="record.extract",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LeavingStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stamp", models.CharField(max_length=64)),
                ("paper", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=30)),
                ("ref", models.TextField(blank=True)),
                ("sender", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("line", models.PositiveIntegerField(null=True)),
                ("letters", models.TextField(blank=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.document"
                    ),
                ),
                (
                    "extract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leaving",
                        to="record.extract",
                    ),
                ),
            ],
            options={
                "ordering": ["extract_id", "paper", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("extract", "stamp", "paper", "number"), name="record_leaving_statement_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER record_not_destroyed BEFORE INSERT ON record_leavingstatement FOR EACH ROW"
            " WHEN (NEW.document_id IS NOT NULL) EXECUTE FUNCTION record_refuse_destroyed()",
            "DROP TRIGGER record_not_destroyed ON record_leavingstatement",
        ),
    ]
