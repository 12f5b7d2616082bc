"""What the database itself holds to: the log and its chain are append-only, and every line awaits its link.

`core_refuse_rewriting()` may guard the facts of any package:

    CREATE TRIGGER returns_are_append_only BEFORE DELETE OR TRUNCATE ON returns_return
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_rewriting();
"""

from django.db import migrations

GUARDED = ("core_auditentry", "core_auditlink", "core_auditcheckpoint")

FORWARDS = """
CREATE FUNCTION core_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION core_audit_await_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core_auditpending (entry_id) SELECT id FROM written;
    RETURN NULL;
END $$;

CREATE TRIGGER audit_awaits_link AFTER INSERT ON core_auditentry REFERENCING NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION core_audit_await_link();

ALTER TABLE core_auditentry ALTER COLUMN detail SET DEFAULT '{}', ALTER COLUMN why SET DEFAULT '',
    ALTER COLUMN playbook SET DEFAULT '';

INSERT INTO core_auditpending (entry_id) SELECT id FROM core_auditentry;
"""
GUARDS = "".join(
    f"""
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_rewriting();
"""
    for table in GUARDED
)

BACKWARDS = (
    "".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in GUARDED)
    + """
DROP TRIGGER audit_awaits_link ON core_auditentry;
DROP FUNCTION core_audit_await_link();
DROP FUNCTION core_refuse_rewriting();
"""
)


class Migration(migrations.Migration):
    dependencies = [("core", "0003_core_tables")]
    operations = [migrations.RunSQL(FORWARDS + GUARDS, BACKWARDS)]
