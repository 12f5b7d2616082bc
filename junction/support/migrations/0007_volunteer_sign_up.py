"""One way to sign volunteers up, one or thousands in one statement; and what of theirs nothing may change.

`support_sign_up(batch, moment, actor, book, keep_until, greeting_until)` writes volunteers, their personal values
under the keys that came with them, a check seen where one came along, the message that greets them, and a line of
the log for each. Rows are taken in the order of their marks, so that two batches wait for each other in one order
and never lock each other out. Whose mark is there already (before, or earlier in the batch) is answered as known
and nothing of theirs is changed; where the row asks for it they are sent a link, since it may well be them.
"""

from django.db import migrations

ROW = """
    ordinal int, scheme bigint, area text, longitude float8, latitude float8, skills bigint, languages bigint,
    hours bigint, reach_km smallint, capacity smallint, may_be_lent boolean, name_key text, name text,
    email_key text, email text, phone_key text, phone text, mark text, by_email boolean, by_text boolean,
    channel text, source text, greets boolean, is_confirmed boolean, check_code text, issuer text,
    issued_on date, expires_on date, passport_from text
"""

SIGN_UP = f"""
CREATE FUNCTION support_sign_up(
    batch jsonb, moment timestamptz, actor text, book text, keep_until date, greeting_until timestamptz
) RETURNS TABLE (ordinal int, volunteer_id bigint, is_known boolean) LANGUAGE sql AS $$
WITH asked AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(batch) AS a({ROW})
), firsts AS MATERIALIZED (
    SELECT DISTINCT ON (mark) * FROM asked ORDER BY mark, ordinal
), made AS (
    INSERT INTO support_volunteer (
        scheme_id, area_id, longitude, latitude, skills, languages, hours, reach_km, capacity, may_be_lent,
        name, email, phone, contact_mark, by_email, by_text, state, signed_up_at, channel, source,
        confirmed_at, sessions, retention_until
    )
    SELECT scheme, area, longitude, latitude, skills, languages, hours, reach_km, capacity, may_be_lent,
        name_key, email_key, phone_key, mark, by_email, by_text,
        CASE WHEN is_confirmed THEN 'active' ELSE 'signed-up' END, moment, channel, source,
        CASE WHEN is_confirmed THEN moment END, 1, keep_until
    FROM firsts ORDER BY mark
    ON CONFLICT (contact_mark) DO NOTHING
    RETURNING id, contact_mark
), fresh AS MATERIALIZED (
    SELECT made.id, firsts.* FROM made JOIN firsts ON firsts.mark = made.contact_mark
), told AS MATERIALIZED (
    SELECT v.* FROM fresh, LATERAL (VALUES
        (name_key, 'volunteer-name', name), (email_key, 'volunteer-email', email),
        (phone_key, 'volunteer-phone', phone)
    ) AS v(key, kind, value) WHERE v.key <> ''
), kept AS (
    INSERT INTO core_personalvalue (key, kind, value, kept_at, retention_until)
    SELECT key, kind, value, moment, keep_until FROM told
), vetted AS (
    INSERT INTO support_vettingseen (volunteer_id, check_code, issuer, issued_on, expires_on, passport_from,
        playbook, seen_at, seen_by, withdrawn_by, withdrawn_why)
    SELECT id, check_code, issuer, issued_on, expires_on, passport_from, book, moment, actor, '', ''
    FROM fresh WHERE check_code <> ''
), logged AS (
    INSERT INTO core_auditentry (at, by, verb, subject, detail, playbook)
    SELECT moment, actor, 'personal.kept', 'personal:' || key, jsonb_build_object('kind', kind), '' FROM told
    UNION ALL
    SELECT moment, actor, 'support.volunteer.signed-up', 'volunteer:' || id,
        jsonb_build_object('scheme', scheme, 'area', area, 'channel', channel, 'check', check_code), book
    FROM fresh
), greeted AS (
    INSERT INTO support_wantedmessage (volunteer_id, kind, wanted_at, useful_until, is_queued)
    SELECT id, 'welcome', moment, greeting_until, false FROM fresh WHERE greets
    UNION ALL
    SELECT there.id, 'welcome', moment, greeting_until, false
    FROM firsts JOIN support_volunteer AS there ON there.contact_mark = firsts.mark WHERE firsts.greets
)
SELECT asked.ordinal, coalesce(fresh.id, there.id), fresh.ordinal IS DISTINCT FROM asked.ordinal
FROM asked
LEFT JOIN fresh ON fresh.mark = asked.mark
LEFT JOIN support_volunteer AS there ON there.contact_mark = asked.mark
$$;
"""

GUARDS = """
CREATE FUNCTION support_only_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_at IS NULL AND to_jsonb(NEW) - '{withdrawn_at,withdrawn_by,withdrawn_why}'::text[]
       = to_jsonb(OLD) - '{withdrawn_at,withdrawn_by,withdrawn_why}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a check that was seen is a fact: it can be withdrawn once, and nothing else';
END $$;
CREATE TRIGGER support_vettingseen_only_withdrawn BEFORE UPDATE ON support_vettingseen
    FOR EACH ROW EXECUTE FUNCTION support_only_withdrawn();
CREATE FUNCTION support_only_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answer IN ('waiting', 'lapsed') AND to_jsonb(NEW) - '{answer,answered_at}'::text[]
       = to_jsonb(OLD) - '{answer,answered_at}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an offer is a fact: it is answered once, and nothing else';
END $$;
CREATE TRIGGER support_taskoffer_only_answered BEFORE UPDATE ON support_taskoffer
    FOR EACH ROW EXECUTE FUNCTION support_only_answered();
""" + "".join(
    f"""
CREATE TRIGGER {table}_is_append_only BEFORE {what}DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_rewriting();
"""
    for table, what in (
        ("support_vettingseen", ""), ("support_taskoffer", ""), ("support_taskword", "UPDATE OR "),
        ("support_lent", "UPDATE OR "),
    )
)  # fmt: skip
UNDO = """
DROP TRIGGER support_lent_is_append_only ON support_lent;
DROP TRIGGER support_taskword_is_append_only ON support_taskword;
DROP TRIGGER support_taskoffer_is_append_only ON support_taskoffer;
DROP TRIGGER support_vettingseen_is_append_only ON support_vettingseen;
DROP TRIGGER support_taskoffer_only_answered ON support_taskoffer;
DROP TRIGGER support_vettingseen_only_withdrawn ON support_vettingseen;
DROP FUNCTION support_only_answered();
DROP FUNCTION support_only_withdrawn();
"""


class Migration(migrations.Migration):
    dependencies = [("support", "0006_volunteers"), ("core", "0004_audit_guards")]

    operations = [
        migrations.RunSQL(SIGN_UP, "DROP FUNCTION support_sign_up"),
        migrations.RunSQL(GUARDS, UNDO),
    ]
