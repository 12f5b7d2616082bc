"""The hot path of orders: who asks for what (`supply_asked`), and placing one order or thousands (`supply_order`).

`supply_order(batch, moment)` does N orders of different callers in one transaction. It takes the idempotency keys
(who comes second with a key waits, and is told the first answer), locks the places, the outlook and the balances of
every depot concerned, each once and in one order, so that two batches stand in line and never lock each other out;
grants line by line in the order of the batch, as `rules/granting.py` says; then writes orders, lines, movements,
balances, what was used of allowances, lines of the log and answers with one statement each. Both balances that a
reservation moves between are locked before anything is decided, so it can neither oversell nor fail for want of stock.

`batch` holds `items` (numbers), `depots` (numbers), `uses` (place, key, period_from), `orders` and `lines`. Lines name
their item and use by position (`i`, `u`) and come in the order of `ordinal`; an order names its depots by position,
nearest first. The answer is kept as JSON under the key and is the same to the byte when asked again.

`supply_asked` answers a row for each order, and before them one with the ordinal -1 whose `lines` are the depots. Both
are planned once for each connection, since planning costs more than a batch of a few orders takes; and since that may
be while tables are still empty, so that no plan may scan or join a whole table: what is looked up is looked up row by
row (lateral, with a limit), by index.
"""

from django.db import migrations

ASKED = """
CREATE FUNCTION supply_asked(batch jsonb, moment timestamptz, today date)
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

ORDERS = (
    "ordinal int, caller text, key text, hash text, place bigint, channel text, playbook text,"
    " promised_on date, next_on date, why text, depots int[]"
)
LINES = "ordinal int, i int, u int, code text, pack_id bigint, pack bigint, ceiling bigint, asked bigint"

ORDER = f"""
CREATE FUNCTION supply_order(batch jsonb, moment timestamptz)
RETURNS TABLE (ordinal int, outcome text, status smallint, body text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_variable
DECLARE
    items bigint[] := array(SELECT v::bigint FROM jsonb_array_elements_text(batch->'items') v);
    depots bigint[] := array(SELECT v::bigint FROM jsonb_array_elements_text(batch->'depots') v);
    n_items int := cardinality(items);
    n_depots int := cardinality(depots);
    stock bigint[];         -- available, by depot and item: (d - 1) * n_items + i
    taken bigint[] := array_fill(0::bigint, ARRAY[greatest(n_items * n_depots, 1)]);
    pool bigint[];          -- available of an item at all depots
    used bigint[]; before bigint[];
    expected bigint[]; claimed bigint[]; lowest float8[]; carry float8[]; shared boolean[];
    new_keys jsonb;
    fresh int[];            -- ordinals of orders whose key is new
    said_at text := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
    o record; d int; it int; n int; m int; from_line int; until_line int;
    packs bigint; claim bigint; free bigint; later bigint; level float8; share float8; amount bigint;
    score float8; best float8; chosen int; whole boolean; granted_any boolean; this_order bigint;
    said jsonb; noted jsonb;
    l_ordinal int[]; l_i int[]; l_u int[]; l_pack bigint[]; l_ceiling bigint[]; l_asked bigint[];
    l_code text[]; l_pack_id bigint[];
    l_free bigint[]; l_claim bigint[]; l_fair bigint[]; l_given bigint[]; l_depot int[]; l_order bigint[];
    l_reason text[]; l_by text[];
    o_ordinal int[] := '{{}}'; o_id bigint[] := '{{}}'; o_depot bigint[] := '{{}}'; o_state text[] := '{{}}';
    o_by text[] := '{{}}'; o_place bigint[] := '{{}}'; o_channel text[] := '{{}}';
    o_playbook text[] := '{{}}'; o_why text[] := '{{}}'; o_noted jsonb[] := '{{}}'; o_said jsonb[] := '{{}}';
BEGIN
    WITH taken_keys AS (
        INSERT INTO core_idempotencykey AS kept (caller, key, request_hash, created_at, expires_at)
        SELECT k.caller, k.key, k.hash, moment, moment + interval '48 hours'
        FROM jsonb_to_recordset(batch->'orders') AS k({ORDERS}) WHERE k.key IS NOT NULL ORDER BY k.caller, k.key
        ON CONFLICT (caller, key) DO UPDATE
            SET request_hash = excluded.request_hash, status = NULL, body = NULL,
                created_at = excluded.created_at, expires_at = excluded.expires_at
            WHERE kept.expires_at <= excluded.created_at
        RETURNING kept.caller, kept.key
    )
    SELECT jsonb_object_agg(t.caller || ' ' || t.key, 1) INTO new_keys FROM taken_keys t;
    SELECT array_agg(k.ordinal ORDER BY k.ordinal) INTO fresh
    FROM jsonb_to_recordset(batch->'orders') AS k({ORDERS})
    WHERE k.key IS NULL OR new_keys ? (k.caller || ' ' || k.key);

    IF fresh IS NULL THEN
        RETURN QUERY SELECT * FROM supply_answered(batch, NULL);
        RETURN;
    END IF;

    PERFORM pg_advisory_xact_lock(7301200000000000 + p.place) FROM (
        SELECT DISTINCT k.place FROM jsonb_to_recordset(batch->'orders') AS k(place bigint) ORDER BY k.place) p;

    SELECT array_agg(coalesce((SELECT s.granted FROM supply_used s WHERE s.place_id = (k.said->>0)::bigint
                               AND s.item_key = k.said->>1 AND s.period_from = (k.said->>2)::date), 0) ORDER BY k.n)
    INTO used FROM jsonb_array_elements(batch->'uses') WITH ORDINALITY AS k(said, n);
    before := used;

    PERFORM FROM supply_outlook x WHERE x.item_id = ANY (items) AND x.until_at > moment ORDER BY x.item_id FOR UPDATE;
    SELECT array_agg(x.expected ORDER BY i.n), array_agg(x.claimed ORDER BY i.n), array_agg(x.least_level ORDER BY i.n),
           array_agg(x.carry ORDER BY i.n), array_agg(x.item_id IS NOT NULL ORDER BY i.n)
    INTO expected, claimed, lowest, carry, shared
    FROM unnest(items) WITH ORDINALITY AS i(item, n)
    LEFT JOIN supply_outlook x ON x.item_id = i.item AND x.until_at > moment;

    INSERT INTO supply_balance (account_id, item_id, quantity, may_be_negative)
    SELECT a.id, i.item, 0, false FROM supply_account a, unnest(items) AS i(item)
    WHERE a.depot_id = ANY (depots) AND a.kind IN ('available', 'reserved')
      AND NOT EXISTS (SELECT FROM supply_balance b WHERE b.account_id = a.id AND b.item_id = i.item)
    ORDER BY 1, 2 ON CONFLICT DO NOTHING;
    PERFORM FROM supply_balance b JOIN supply_account a ON a.id = b.account_id
    WHERE a.depot_id = ANY (depots) AND a.kind IN ('available', 'reserved') AND b.item_id = ANY (items)
    ORDER BY b.account_id, b.item_id FOR UPDATE OF b;
    SELECT array_agg(coalesce(b.quantity, 0) ORDER BY k.n, i.n) INTO stock
    FROM unnest(depots) WITH ORDINALITY AS k(depot, n) CROSS JOIN unnest(items) WITH ORDINALITY AS i(item, n)
    LEFT JOIN supply_account a ON a.depot_id = k.depot AND a.kind = 'available'
    LEFT JOIN supply_balance b ON b.account_id = a.id AND b.item_id = i.item;
    pool := array_fill(0::bigint, ARRAY[n_items]);
    FOR d IN 1 .. n_depots LOOP
        FOR n IN 1 .. n_items LOOP
            pool[n] := pool[n] + stock[(d - 1) * n_items + n];
        END LOOP;
    END LOOP;

    SELECT array_agg(k.ordinal), array_agg(k.i), array_agg(k.u), array_agg(k.pack), array_agg(k.ceiling),
           array_agg(k.asked), array_agg(k.code), array_agg(k.pack_id)
    INTO l_ordinal, l_i, l_u, l_pack, l_ceiling, l_asked, l_code, l_pack_id
    FROM jsonb_to_recordset(batch->'lines') AS k({LINES});  -- in the order of the batch
    l_claim := array_fill(0::bigint, ARRAY[cardinality(l_i)]);
    l_free := l_claim; l_fair := l_claim; l_given := l_claim; l_order := array_fill(NULL::bigint, ARRAY[cardinality(l_i)]);
    l_depot := array_fill(0, ARRAY[cardinality(l_i)]);
    l_reason := array_fill(''::text, ARRAY[cardinality(l_i)]);
    l_by := l_reason;

    until_line := 0;
    FOR o IN SELECT * FROM jsonb_to_recordset(batch->'orders') AS k({ORDERS}) LOOP
        from_line := until_line + 1;
        until_line := from_line;
        WHILE until_line < cardinality(l_i) AND l_ordinal[until_line + 1] = o.ordinal LOOP
            until_line := until_line + 1;
        END LOOP;
        CONTINUE WHEN NOT o.ordinal = ANY (fresh);
        -- the claim, and the fair part of it; lines of one order that share an allowance share it in turn
        FOR n IN from_line .. until_line LOOP
            free := 0;
            IF l_u[n] IS NOT NULL THEN
                free := l_ceiling[n] - used[l_u[n]];
                FOR m IN from_line .. n - 1 LOOP
                    IF l_u[m] = l_u[n] THEN free := free - l_fair[m] * l_pack[m]; END IF;
                END LOOP;
            END IF;
            l_free[n] := free;
            packs := greatest(least(l_asked[n], free), 0) / l_pack[n];
            claim := packs * l_pack[n];
            l_claim[n] := claim;
            l_fair[n] := packs;
            it := l_i[n];
            IF shared[it] AND claim > 0 THEN
                IF pool[it] >= l_pack[n] THEN
                    later := greatest(expected[it] - claimed[it] - claim, 0);
                    level := least(1.0::float8, pool[it]::float8 / (claim + later), 1.25::float8 * lowest[it]);
                    IF level < 1.0 THEN
                        share := packs * level + carry[it];
                        l_fair[n] := least(packs, floor(share + 1e-9)::bigint);
                        carry[it] := least(greatest(share - l_fair[n], 0.0), 1.0);
                    END IF;
                    lowest[it] := least(lowest[it], level);
                END IF;
                claimed[it] := claimed[it] + claim;
            END IF;
        END LOOP;
        -- the nearest depot that has it all; if none has, the one that has most of it
        best := -1; chosen := NULL;
        FOREACH d IN ARRAY o.depots LOOP
            score := 0; whole := true;
            FOR n IN from_line .. until_line LOOP
                IF l_fair[n] > 0 THEN
                    amount := least(l_fair[n], stock[(d - 1) * n_items + l_i[n]] / l_pack[n]);
                    score := score + amount::float8 / l_fair[n];
                    whole := whole AND amount = l_fair[n];
                END IF;
            END LOOP;
            IF whole OR score > best THEN
                best := score; chosen := d;
            END IF;
            EXIT WHEN whole;
        END LOOP;
        this_order := nextval('supply_order_id_seq');
        granted_any := false;
        said := '[]'; noted := '[]';
        FOR n IN from_line .. until_line LOOP
            amount := 0;
            IF chosen IS NOT NULL THEN
                it := (chosen - 1) * n_items + l_i[n];
                amount := least(l_fair[n], stock[it] / l_pack[n]);
                IF amount > 0 THEN
                    granted_any := true;
                    stock[it] := stock[it] - amount * l_pack[n];
                    taken[it] := taken[it] + amount * l_pack[n];
                    pool[l_i[n]] := pool[l_i[n]] - amount * l_pack[n];
                    used[l_u[n]] := used[l_u[n]] + amount * l_pack[n];
                END IF;
            END IF;
            l_given[n] := amount * l_pack[n];
            l_order[n] := this_order;
            l_depot[n] := chosen;
            l_by[n] := o.caller;
            l_reason[n] := CASE
                WHEN l_u[n] IS NULL THEN 'not-on-portal'
                WHEN amount < l_fair[n] THEN 'out-of-stock'
                WHEN l_fair[n] * l_pack[n] < l_claim[n] THEN 'shared-out'
                WHEN l_claim[n] = l_asked[n] THEN ''
                WHEN l_asked[n] <= l_free[n] THEN 'whole-packs'
                ELSE 'allowance' END;
            said := said || jsonb_build_object('item', l_code[n], 'asked', l_asked[n], 'granted', l_given[n],
                'reason', l_reason[n], 'allowance_left', coalesce(l_ceiling[n] - used[l_u[n]], 0));
            noted := noted || jsonb_build_array(jsonb_build_array(items[l_i[n]], l_asked[n], l_given[n]));
        END LOOP;
        o_ordinal := array_append(o_ordinal, o.ordinal);
        o_id := array_append(o_id, this_order);
        o_depot := array_append(o_depot, CASE WHEN granted_any THEN depots[chosen] END);
        o_state := array_append(o_state, CASE WHEN granted_any THEN 'reserved' ELSE 'refused' END);
        o_by := array_append(o_by, o.caller);
        o_place := array_append(o_place, o.place);
        o_channel := array_append(o_channel, o.channel);
        o_playbook := array_append(o_playbook, o.playbook);
        o_why := array_append(o_why, o.why);
        o_noted := array_append(o_noted, jsonb_build_object('place', o.place, 'channel', o.channel, 'lines', noted));
        o_said := array_append(o_said, jsonb_build_object(
            'id', this_order, 'reference', 'O-' || this_order,
            'state', CASE WHEN granted_any THEN 'reserved' ELSE 'refused' END, 'place_id', o.place,
            'ordered_at', said_at, 'promised_on', CASE WHEN granted_any THEN o.promised_on END,
            'next_order_on', o.next_on, 'lines', said));
        UPDATE core_idempotencykey c SET status = 201, body = o_said[cardinality(o_said)]
        WHERE c.caller = o.caller AND c.key = o.key;
    END LOOP;

    INSERT INTO supply_order (id, route, state, place_id, from_depot_id, ordered_at, ordered_by, channel, playbook, why,
                              changed_at)
    SELECT s.id, 'portal', s.state, s.place, s.depot, moment, s.by, s.channel, s.playbook, s.why, moment
    FROM unnest(o_id, o_state, o_place, o_depot, o_by, o_channel, o_playbook, o_why)
         AS s(id, state, place, depot, by, channel, playbook, why);

    INSERT INTO supply_orderline (order_id, item_id, pack_id, asked, granted, shipped, received, reason)
    SELECT s.o, items[s.i], s.pack_id, s.asked, s.given, 0, 0, s.reason
    FROM unnest(l_order, l_i, l_pack_id, l_asked, l_given, l_reason) AS s(o, i, pack_id, asked, given, reason)
    WHERE s.o IS NOT NULL;

    UPDATE supply_balance b SET quantity = b.quantity + t.change
    FROM (SELECT a.id AS account, items[(1 + (k.n - 1) % n_items)::int] AS item,
                 CASE a.kind WHEN 'available' THEN -k.units ELSE k.units END AS change
          FROM unnest(taken) WITH ORDINALITY AS k(units, n)
          JOIN supply_account a ON a.depot_id = depots[(1 + (k.n - 1) / n_items)::int]
                               AND a.kind IN ('available', 'reserved')
          WHERE k.units > 0) t
    WHERE b.account_id = t.account AND b.item_id = t.item;

    INSERT INTO supply_movement (recorded_at, about_on, item_id, quantity, from_account_id, to_account_id, act,
                                 reference, by)
    SELECT moment, (moment AT TIME ZONE 'Europe/London')::date, items[s.i], s.given,
           accounts.available[s.depot], accounts.reserved[s.depot], 'reserve', 'order:' || s.o, s.by
    FROM unnest(l_order, l_i, l_given, l_depot, l_by) AS s(o, i, given, depot, by),
         (SELECT array_agg(f.id ORDER BY k.n) AS available, array_agg(t.id ORDER BY k.n) AS reserved
          FROM unnest(depots) WITH ORDINALITY AS k(depot, n)
          JOIN supply_account f ON f.depot_id = k.depot AND f.kind = 'available'
          JOIN supply_account t ON t.depot_id = k.depot AND t.kind = 'reserved') accounts
    WHERE s.given > 0;

    INSERT INTO supply_used AS kept (place_id, item_key, period_from, granted)
    SELECT (k.said->>0)::bigint, k.said->>1, (k.said->>2)::date, used[k.n::int] - before[k.n::int]
    FROM jsonb_array_elements(batch->'uses') WITH ORDINALITY AS k(said, n) WHERE used[k.n::int] > before[k.n::int]
    ORDER BY 1, 2, 3
    ON CONFLICT (place_id, item_key, period_from) DO UPDATE SET granted = kept.granted + excluded.granted;

    IF true = ANY (shared) THEN
        UPDATE supply_outlook x SET claimed = s.claimed, least_level = s.lowest, carry = s.carry
        FROM unnest(items, claimed, lowest, carry, shared) AS s(item, claimed, lowest, carry, shared)
        WHERE x.item_id = s.item AND s.shared AND x.claimed <> s.claimed;
    END IF;

    INSERT INTO core_auditentry (at, by, verb, subject, detail, why, playbook)
    SELECT moment, s.by, CASE s.state WHEN 'reserved' THEN 'supply.order.placed' ELSE 'supply.order.refused' END,
           'order:' || s.id, s.noted, s.why, s.playbook
    FROM unnest(o_id, o_state, o_by, o_noted, o_why, o_playbook) AS s(id, state, by, noted, why, playbook);

    RETURN QUERY SELECT s.ordinal, 'placed', 201::smallint, s.said::text
        FROM unnest(o_ordinal, o_said) AS s(ordinal, said);
    IF cardinality(fresh) < jsonb_array_length(batch->'orders') THEN
        RETURN QUERY SELECT * FROM supply_answered(batch, fresh);
    END IF;
END $$;
"""

ANSWERED = f"""
CREATE FUNCTION supply_answered(batch jsonb, fresh int[])
RETURNS TABLE (ordinal int, outcome text, status smallint, body text) LANGUAGE sql STABLE AS $$
    SELECT k.ordinal, CASE WHEN c.request_hash = k.hash THEN 'replayed' ELSE 'other-request' END, c.status, c.body::text
    FROM jsonb_to_recordset(batch->'orders') AS k({ORDERS})
    JOIN core_idempotencykey c ON c.caller = k.caller AND c.key = k.key
    WHERE k.ordinal <> ALL (coalesce(fresh, '{{}}'))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("supply", "0004_portal"),
        ("people", "0005_letter"),
        ("registry", "0005_past"),
        ("core", "0007_uploads"),
    ]
    operations = [
        migrations.RunSQL(ASKED, "DROP FUNCTION supply_asked"),
        migrations.RunSQL(ANSWERED, "DROP FUNCTION supply_answered"),
        migrations.RunSQL(ORDER, "DROP FUNCTION supply_order"),
    ]
