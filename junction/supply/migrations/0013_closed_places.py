"""Nothing is ordered for a place that has closed, and nobody waits for a locked shelf for ever.

`supply_asked` as it was, with one condition more: a closed place is no place that can be ordered for. A round of
orders that cannot have its locks in ten seconds gives up, and those who wait are told to come again.
"""

from django.db import migrations

ASKED = """
CREATE OR REPLACE FUNCTION supply_asked(batch jsonb, moment timestamptz, today date)
RETURNS TABLE (ordinal int, token_id bigint, token_name text, role text, organisation_id bigint,
               organisation_kind text, organisation_name text, area_id text,
               place_id bigint, in_reach boolean, service_type text, beds int, latitude float8, longitude float8,
               areas text[], profile_type text, profile_size int, wave text, opens_on date,
               kept_hash text, kept_status smallint, kept_body text, lines jsonb)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    UPDATE people_apitoken SET last_used_on = today WHERE id IN (
        SELECT t.id FROM people_apitoken t
        JOIN jsonb_to_recordset(batch) AS o(sha256 text) ON t.sha256 = o.sha256
        WHERE t.revoked_at IS NULL AND t.expires_at > moment AND t.last_used_on IS DISTINCT FROM today
        FOR UPDATE OF t SKIP LOCKED);

    RETURN QUERY
    SELECT -1, NULL::bigint, NULL, NULL, NULL::bigint, NULL, NULL, NULL, NULL::bigint, false, NULL, NULL::int,
        NULL::float8, NULL::float8, NULL::text[], NULL, NULL::int, NULL, NULL::date, NULL, NULL::smallint, NULL,
        coalesce(jsonb_agg(jsonb_build_array(d.id, d.latitude, d.longitude, d.area_id) ORDER BY d.id), '[]')
    FROM supply_depot d
    WHERE d.kind = 'hub' AND d.opened_on <= today AND (d.closed_on IS NULL OR d.closed_on > today)
        AND EXISTS (SELECT FROM supply_account a WHERE a.depot_id = d.id AND a.kind = 'reserved');

    RETURN QUERY
    SELECT o.ordinal, t.id, t.name::text, t.role::text, g.id, g.kind::text, g.name::text, g.area_id::text,
        p.id,
        CASE WHEN o.sha256 IS NULL THEN true
             WHEN t.id IS NULL OR p.id IS NULL THEN false
             WHEN g.kind = 'national' THEN true
             WHEN g.area_id IS NOT NULL THEN coalesce(g.area_id IN (p.area_id, p.council_id), false) OR coalesce((
                SELECT true FROM registry_areainside a
                WHERE a.descendant_id IN (p.area_id, p.council_id) AND a.ancestor_id = g.area_id
                  AND a.valid_from <= today AND (a.valid_until IS NULL OR a.valid_until > today) LIMIT 1), false)
             ELSE coalesce((
                SELECT true FROM registry_registration r
                WHERE r.place_id = p.id AND r.organisation_id = g.id AND r.ended_recorded_at IS NULL LIMIT 1), (
                SELECT true FROM registry_place m, LATERAL (
                    SELECT 1 FROM registry_registration r WHERE r.place_id = m.id AND r.organisation_id = g.id
                    AND r.ended_recorded_at IS NULL LIMIT 1) r
                WHERE m.merged_into_id = p.id LIMIT 1), false)
             END,
        p.service_type::text, p.beds::int, p.latitude, p.longitude,
        array(SELECT a.ancestor_id::text FROM registry_areainside a
              WHERE a.descendant_id IN (p.area_id, p.council_id)
                AND a.valid_from <= today AND (a.valid_until IS NULL OR a.valid_until > today)),
        f.provider_type::text, f.size::int, w.wave::text, w.opens_on,
        k.request_hash::text, k.status, k.body::text, l.lines
    FROM jsonb_to_recordset(batch) AS o(ordinal int, sha256 text, caller text, key text, place bigint, bearer text,
                                        lines jsonb)
    LEFT JOIN LATERAL (SELECT t.* FROM people_apitoken t WHERE t.sha256 = o.sha256 AND t.revoked_at IS NULL
                       AND t.expires_at > moment LIMIT 1) t ON true
    LEFT JOIN LATERAL (SELECT g.* FROM registry_organisation g WHERE g.id = t.organisation_id LIMIT 1) g ON true
    LEFT JOIN LATERAL (SELECT k.* FROM core_idempotencykey k WHERE k.caller = coalesce(o.caller, 'token:' || t.id)
                       AND k.key = o.key AND k.expires_at > moment LIMIT 1) k ON true
    LEFT JOIN LATERAL (SELECT d.place_id FROM registry_identifier d WHERE o.place IS NULL AND d.value = o.bearer
                       AND d.place_id IS NOT NULL AND d.withdrawn_at IS NULL ORDER BY d.id LIMIT 1) b ON true
    LEFT JOIN LATERAL (SELECT n.id, n.merged_into_id FROM registry_place n
                       WHERE n.id = coalesce(o.place, b.place_id) LIMIT 1) n ON true
    LEFT JOIN LATERAL (SELECT p.* FROM registry_place p WHERE p.id = coalesce(n.merged_into_id, n.id)
                       AND (p.closed_on IS NULL OR p.closed_on > today)
                       LIMIT 1) p ON true
    LEFT JOIN LATERAL (SELECT f.provider_type, f.size FROM supply_profile f WHERE f.place_id = p.id
                       ORDER BY f.recorded_at DESC, f.id DESC LIMIT 1) f ON true
    LEFT JOIN LATERAL (SELECT w.* FROM supply_opening w WHERE w.place_id = p.id LIMIT 1) w ON true
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(i.id, i.code, i.measure, q.id, q.quantity) ORDER BY c.n) AS lines
        FROM jsonb_array_elements_text(o.lines) WITH ORDINALITY AS c(code, n)
        LEFT JOIN LATERAL (SELECT i.* FROM supply_item i WHERE i.code = c.code
                           AND (i.withdrawn_on IS NULL OR i.withdrawn_on > today) LIMIT 1) i ON true
        LEFT JOIN LATERAL (SELECT q.id, q.quantity FROM supply_pack q WHERE q.item_id = i.id AND q.is_orderable
                           ORDER BY q.quantity, q.id LIMIT 1) q ON true) l
    ORDER BY o.ordinal;
END $$;
"""
PATIENCE = "ALTER FUNCTION supply_order(jsonb, timestamptz) SET lock_timeout = '10s'"
IMPATIENCE = "ALTER FUNCTION supply_order(jsonb, timestamptz) RESET lock_timeout"


class Migration(migrations.Migration):
    dependencies = [("supply", "0012_allocation_methods")]
    operations = [
        migrations.RunSQL(ASKED, migrations.RunSQL.noop),
        migrations.RunSQL(PATIENCE, IMPATIENCE),
    ]
