"""What services were until now was not kept: each is taken to have been, since it was added, what it is."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

FIRST = """
INSERT INTO support_servicestate (service_id, from_at, status, needs, areas)
SELECT s.id, s.added_at, s.status, s.needs, coalesce((
    SELECT array_agg(DISTINCT a.area_id ORDER BY a.area_id) FROM support_servicearea a
    WHERE a.service_id = s.id AND a.area_id IS NOT NULL), '{}')
FROM support_service s;
CREATE TRIGGER support_servicestate_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON support_servicestate
FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_rewriting();
"""
UNDO = "DROP TRIGGER support_servicestate_is_append_only ON support_servicestate"


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0019_unmet_turns"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("inactive", "Not active"),
                            ("defunct", "Ended"),
                            ("temporarily closed", "Closed for now"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9), blank=True, default=list, size=None
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="states",
                        to="support.service",
                    ),
                ),
            ],
            options={
                "ordering": ["from_at", "id"],
                "indexes": [models.Index(fields=["service", "-from_at", "-id"], name="support_service_then")],
            },
        ),
        migrations.RunSQL(FIRST, UNDO),
    ]
