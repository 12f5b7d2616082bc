"""What was said stays said: rows of assurance are added and stamped once, never changed or deleted."""

from django.db import migrations

GUARD = """
CREATE FUNCTION assurance_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The arguments are the columns that may be stamped; the first of them tells whether they were.
    IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) ->> TG_ARGV[0]) IS NULL
       AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was said stays said: a new row sets it right, % is never changed or deleted',
        TG_TABLE_NAME;
END $$;
"""
STAMPS = {
    "catalogue": "published_at published_by",
    "requirement": "withdrawn_at withdrawn_by withdrawn_why",
    "lineage": "",
    "answer": "superseded_at",
    "evidence": "withdrawn_at withdrawn_by withdrawn_why",
    "verification": "withdrawn_at withdrawn_by withdrawn_why",
    "issue": "closed_at closed_by closed_why",
    "signoff": "",
}
TRIGGER = """
CREATE TRIGGER assurance_append_only BEFORE UPDATE OR DELETE ON assurance_{table}
    FOR EACH ROW EXECUTE FUNCTION assurance_refuse_change({stamps});
"""


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_catalogue_answers_evidence")]

    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION assurance_refuse_change()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table, stamps=", ".join(f"'{name}'" for name in stamps.split())),
                f"DROP TRIGGER assurance_append_only ON assurance_{table}",
            )
            for table, stamps in STAMPS.items()
        ),
    ]
