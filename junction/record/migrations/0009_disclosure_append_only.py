"""What an extract has stays: its documents as they were frozen, its rules but for being taken back, and, once it
was released, all of it.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION record_refuse_disclosed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is disclosed stays as it was: % is never changed or deleted', TG_TABLE_NAME;
END $$;

-- A rule is taken back once, with who did it and when; nothing else of it changes.
CREATE FUNCTION record_refuse_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stamps text[] := ARRAY['withdrawn_at', 'withdrawn_by'];
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND to_jsonb(NEW) - stamps = to_jsonb(OLD) - stamps
       AND NOT EXISTS (SELECT 1 FROM record_extract e WHERE e.id = OLD.extract_id AND e.state = 'released') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a redaction is taken back, never changed or deleted, and not once its extract was released';
END $$;

-- What was asked for and the moment are frozen when it is made; when it was released, everything is.
CREATE FUNCTION record_refuse_extract() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    steps text[] := ARRAY['state', 'done', 'of', 'checked_at', 'checkpoint', 'seal', 'file_id', 'released_at',
                          'released_by'];
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state <> 'released' AND to_jsonb(NEW) - steps = to_jsonb(OLD) - steps THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an extract stays as it was asked for, and as it was released';
END $$;

-- Nothing is put into an extract that was released.
CREATE FUNCTION record_refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM record_extract e WHERE e.id = NEW.extract_id AND e.state = 'released') THEN
        RAISE EXCEPTION 'nothing is added to an extract that was released';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record_extractdocument
    FOR EACH ROW EXECUTE FUNCTION record_refuse_disclosed();
CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record_redactionrule
    FOR EACH ROW EXECUTE FUNCTION record_refuse_rule();
CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record_extract
    FOR EACH ROW EXECUTE FUNCTION record_refuse_extract();
CREATE TRIGGER record_not_late BEFORE INSERT ON record_extractdocument
    FOR EACH ROW EXECUTE FUNCTION record_refuse_late();
CREATE TRIGGER record_not_late BEFORE INSERT ON record_redactionrule
    FOR EACH ROW EXECUTE FUNCTION record_refuse_late();
"""
UNDO = """
DROP TRIGGER record_not_late ON record_redactionrule;
DROP TRIGGER record_not_late ON record_extractdocument;
DROP TRIGGER record_append_only ON record_extract;
DROP TRIGGER record_append_only ON record_redactionrule;
DROP TRIGGER record_append_only ON record_extractdocument;
DROP FUNCTION record_refuse_late();
DROP FUNCTION record_refuse_extract();
DROP FUNCTION record_refuse_rule();
DROP FUNCTION record_refuse_disclosed();
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0008_assertions")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
