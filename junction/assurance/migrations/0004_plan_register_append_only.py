"""What was known of plans, and what reviews found, stays: rows are added and stamped once, never changed."""

from django.db import migrations

STAMPS = {
    "plan": "",
    "planentry": "superseded_at",
    "modelplan": "withdrawn_at withdrawn_by withdrawn_why",
    "reuse": "",
    "review": "finished_at finished_by depth summary again_on",
    "finding": "superseded_at",
    "reply": "",
}
TRIGGER = """
CREATE TRIGGER assurance_append_only BEFORE UPDATE OR DELETE ON assurance_{table}
    FOR EACH ROW EXECUTE FUNCTION assurance_refuse_change({stamps});
"""


class Migration(migrations.Migration):
    dependencies = [("assurance", "0003_plan_register_reviews")]

    operations = [
        migrations.RunSQL(
            TRIGGER.format(table=table, stamps=", ".join(f"'{name}'" for name in stamps.split())),
            f"DROP TRIGGER assurance_append_only ON assurance_{table}",
        )
        for table, stamps in STAMPS.items()
    ]
