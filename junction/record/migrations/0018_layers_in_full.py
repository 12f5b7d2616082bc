from django.db import migrations, models

VECTOR = """
ALTER TABLE record_annotation
    ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('english', text)) STORED;
CREATE INDEX record_annotation_vector ON record_annotation USING gin (vector);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0017_figure_dismissed"),
    ]

    operations = [
        migrations.AddField(
            model_name="annotation",
            name="part",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="annotation",
            name="target",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.RunSQL(VECTOR, "ALTER TABLE record_annotation DROP COLUMN vector"),
    ]
