"""What was learned, with whom it was shared and what was found in practice stays: only stamps are set, once."""

from django.db import migrations

WITHDRAWN = ("withdrawn_at", "withdrawn_by", "withdrawn_why")
STAMPS = {
    "learningreview": WITHDRAWN,
    "learningentry": ("superseded_at",),
    "lesson": WITHDRAWN,
    "lessonentry": ("superseded_at",),
    "lessonshare": ("discussed_at", "discussed_on", "discussed_by", "discussed_said"),
    "practicereview": ("superseded_at",),
}
TRIGGER = """
CREATE TRIGGER assurance_append_only BEFORE UPDATE OR DELETE ON assurance_{table}
    FOR EACH ROW EXECUTE FUNCTION assurance_refuse_change({stamps});
"""


class Migration(migrations.Migration):
    dependencies = [("assurance", "0009_learning_and_practice")]

    operations = [
        migrations.RunSQL(
            TRIGGER.format(table=table, stamps=", ".join(f"'{name}'" for name in stamps)),
            f"DROP TRIGGER assurance_append_only ON assurance_{table}",
        )
        for table, stamps in STAMPS.items()
    ]
