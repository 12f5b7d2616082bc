"""What a council decided, and whom it told, stays: stamped when another decision follows and when it ends."""

from django.db import migrations

GUARD = """
CREATE FUNCTION assurance_refuse_easement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stamps text[] := ARRAY['superseded_at', 'ended_on', 'ended_at', 'ended_by', 'ended_why'];
BEGIN
    -- Two stamps, each set once and never taken back: superseded, and ended.
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - stamps = to_jsonb(OLD) - stamps
       AND (OLD.superseded_at IS NULL OR NEW.superseded_at = OLD.superseded_at)
       AND (OLD.ended_at IS NULL OR (NEW.ended_at, NEW.ended_on, NEW.ended_by, NEW.ended_why)
            IS NOT DISTINCT FROM (OLD.ended_at, OLD.ended_on, OLD.ended_by, OLD.ended_why)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was decided stays decided: % is never changed or deleted', TG_TABLE_NAME;
END $$;
CREATE TRIGGER assurance_append_only BEFORE UPDATE OR DELETE ON assurance_easement
    FOR EACH ROW EXECUTE FUNCTION assurance_refuse_easement();
CREATE TRIGGER assurance_append_only BEFORE UPDATE OR DELETE ON assurance_told
    FOR EACH ROW EXECUTE FUNCTION assurance_refuse_change();
"""
UNDO = """
DROP TRIGGER assurance_append_only ON assurance_told;
DROP TRIGGER assurance_append_only ON assurance_easement;
DROP FUNCTION assurance_refuse_easement();
"""


class Migration(migrations.Migration):
    dependencies = [("assurance", "0005_easements")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
