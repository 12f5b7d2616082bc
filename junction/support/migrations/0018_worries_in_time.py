"""A worry has a moment until which somebody sees to it; one raised before gets a day from when it was."""

from django.db import migrations, models

FILL = "UPDATE support_concern SET limit_at = raised_at + interval '24 hours'"


class Migration(migrations.Migration):
    dependencies = [("support", "0017_proposal_reminders")]

    operations = [
        migrations.AddField("concern", "chased_at", models.DateTimeField(null=True)),
        migrations.AddField("concern", "limit_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("concern", "limit_at", models.DateTimeField()),
        migrations.AddIndex(
            "concern",
            models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["limit_at"],
                name="support_concern_late",
            ),
        ),
    ]
