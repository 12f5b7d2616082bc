"""A hold is released and a destruction settled once, else they stay; what is destroyed stays so, and nothing is
read or laid over it any more.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION record_refuse_retention() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The arguments are the columns that may be stamped; the first of them tells whether they were.
    IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) ->> TG_ARGV[0]) IS NULL
       AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a hold and a destruction stay as they were written down: % is never changed or deleted',
        TG_TABLE_NAME;
END $$;

CREATE FUNCTION record_refuse_revival() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a document that was destroyed stays so: its line is never changed or deleted';
END $$;

-- Whoever writes waits for who destroys, and then finds that there is nothing more to write about.
CREATE FUNCTION record_refuse_destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gone timestamptz;
BEGIN
    SELECT destroyed_at INTO gone FROM record_document WHERE id = NEW.document_id FOR KEY SHARE;
    IF gone IS NOT NULL THEN
        RAISE EXCEPTION 'the document was destroyed: nothing is added to it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION record_refuse_contradiction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gone timestamptz;
BEGIN
    FOR gone IN
        SELECT d.destroyed_at FROM record_document d
        WHERE d.id IN (SELECT s.document_id FROM record_statement s WHERE s.id IN (NEW.one_id, NEW.other_id))
        ORDER BY d.id FOR KEY SHARE
    LOOP
        IF gone IS NOT NULL THEN
            RAISE EXCEPTION 'the document was destroyed: nothing is added to it'
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record_hold
    FOR EACH ROW EXECUTE FUNCTION record_refuse_retention('released_at', 'released_by', 'released_why');
CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record_destruction
    FOR EACH ROW EXECUTE FUNCTION
    record_refuse_retention('settled_at', 'settled_by', 'outcome', 'note', 'gone', 'bytes_stay');
CREATE TRIGGER record_stays_destroyed BEFORE UPDATE OR DELETE ON record_document
    FOR EACH ROW WHEN (OLD.destroyed_at IS NOT NULL) EXECUTE FUNCTION record_refuse_revival();
CREATE TRIGGER record_not_destroyed BEFORE INSERT ON record_contradiction
    FOR EACH ROW EXECUTE FUNCTION record_refuse_contradiction();
"""
UNDO = """
DROP TRIGGER record_not_destroyed ON record_contradiction;
DROP TRIGGER record_stays_destroyed ON record_document;
DROP TRIGGER record_append_only ON record_destruction;
DROP TRIGGER record_append_only ON record_hold;
DROP FUNCTION record_refuse_contradiction();
DROP FUNCTION record_refuse_destroyed();
DROP FUNCTION record_refuse_revival();
DROP FUNCTION record_refuse_retention();
"""
ADDED = ("annotation", "assertion", "extractdocument", "commitment", "action", "ask")


class Migration(migrations.Migration):
    dependencies = [("record", "0012_retention")]

    operations = [
        migrations.RunSQL(GUARD, UNDO),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER record_not_destroyed BEFORE INSERT ON record_{table} FOR EACH ROW"
                " WHEN (NEW.document_id IS NOT NULL) EXECUTE FUNCTION record_refuse_destroyed()",
                f"DROP TRIGGER record_not_destroyed ON record_{table}",
            )
            for table in ADDED
        ),
    ]
