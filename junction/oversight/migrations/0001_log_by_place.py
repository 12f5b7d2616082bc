"""What a line of the log is about, and an index by it: so that an officer reads the lines of a place at once.

The index is of the roof, though the table is of the ground: only here is it known which words in a line name a
place, an area, an organisation or an incident.
"""

from django.db import migrations

ABOUT = """
CREATE FUNCTION oversight_line_about(subject text, detail jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN split_part(subject, ':', 1) IN ('place', 'area', 'organisation', 'incident') THEN subject
    WHEN detail ? 'place' THEN 'place:' || (detail ->> 'place')
    ELSE nullif(coalesce(detail ->> 'over', detail ->> 'about'), '')
  END
$$;
CREATE INDEX oversight_line_by_about ON core_auditentry (oversight_line_about(subject, detail), at DESC, id DESC)
WHERE oversight_line_about(subject, detail) IS NOT NULL;
"""
UNDO = "DROP INDEX oversight_line_by_about; DROP FUNCTION oversight_line_about;"


class Migration(migrations.Migration):
    dependencies = [("core", "0006_sealed_words")]
    operations = [migrations.RunSQL(ABOUT, UNDO)]
