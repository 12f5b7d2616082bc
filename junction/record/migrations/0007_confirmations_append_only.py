"""A letter stays as it was written down: a corrected one is a new row."""

from django.db import migrations

GUARD = """
CREATE FUNCTION record_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The arguments are the columns that may be stamped; the first of them tells whether they were.
    IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) ->> TG_ARGV[0]) IS NULL
       AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a letter stays as it was written down: a new row corrects it, % is never changed or deleted',
        TG_TABLE_NAME;
END $$;
"""
STAMPS = {
    "confirmationrequest": "'withdrawn_at', 'withdrawn_by', 'withdrawn_why'",
    "confirmation": "'superseded_at'",
}
TRIGGER = """
CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record_{table}
    FOR EACH ROW EXECUTE FUNCTION record_refuse_change({stamps});
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0006_confirmations")]

    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION record_refuse_change()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table, stamps=stamps),
                f"DROP TRIGGER record_append_only ON record_{table}",
            )
            for table, stamps in STAMPS.items()
        ),
    ]
