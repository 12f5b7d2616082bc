"""Orders name places without a guess, and lines say which allowance they took.

`supply_asked` takes the kind of an identifier too, and says how many places bear it: of several none is meant.
`supply_order` writes on each line under which name and in which period its allowance was taken, so that exactly
that is given back when the order is. What was taken before is looked up once, among what was kept as used.
"""

from importlib import import_module
from typing import Any

from django.db import migrations, models

DROP = "DROP FUNCTION supply_asked(jsonb, timestamptz, date)"
ASKED: str = import_module("junction.supply.migrations.0013_closed_places").ASKED
ORDER: str = import_module("junction.supply.migrations.0005_place_orders").ORDER
BEARER = """    LEFT JOIN LATERAL (SELECT d.place_id FROM registry_identifier d WHERE o.place IS NULL AND d.value = o.bearer
                       AND d.place_id IS NOT NULL AND d.withdrawn_at IS NULL ORDER BY d.id LIMIT 1) b ON true
"""
BEARERS = """    LEFT JOIN LATERAL (
        SELECT CASE count(DISTINCT one.id) WHEN 1 THEN min(one.id) END AS place_id,
               count(DISTINCT one.id)::int AS bearers
        FROM (SELECT coalesce(n.merged_into_id, n.id) AS id FROM registry_identifier d, LATERAL (
                  SELECT n.id, n.merged_into_id FROM registry_place n WHERE n.id = d.place_id LIMIT 1) n
              WHERE o.place IS NULL AND d.value = o.bearer AND (o.kind = '' OR d.kind = o.kind)
              AND d.place_id IS NOT NULL AND d.withdrawn_at IS NULL LIMIT 20) one) b ON true
"""
BEFORE = """
UPDATE supply_orderline l SET limited_by = u.item_key, limited_from = u.period_from
FROM supply_order o, supply_item i, LATERAL (
    SELECT u.item_key, u.period_from FROM supply_used u
    WHERE u.place_id = o.place_id AND u.item_key IN (i.code, nullif(i.measure, ''))
      AND u.period_from <= (o.ordered_at AT TIME ZONE 'Europe/London')::date
    ORDER BY u.period_from DESC, (u.item_key = i.code) DESC LIMIT 1) u
WHERE o.id = l.order_id AND i.id = l.item_id AND o.route = 'portal' AND l.granted > 0
"""


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """Put one text in the place of another; fail where it does not stand just once."""
    for old, new in pairs:
        if text.count(old) != 1:
            raise ValueError(f"not once in the function: {old}")
        text = text.replace(old, new)
    return text


NEW_ASKED = changed(
    ASKED,
    ("CREATE OR REPLACE FUNCTION", "CREATE FUNCTION"),
    ("place_id bigint, in_reach boolean", "place_id bigint, bearers int, in_reach boolean"),
    ("NULL::bigint, false, NULL, NULL::int", "NULL::bigint, NULL::int, false, NULL, NULL::int"),
    ("        p.id,\n", "        p.id, b.bearers,\n"),
    ("place bigint, bearer text,\n", "place bigint, bearer text, kind text,\n"),
    (BEARER, BEARERS),
)
NEW_ORDER = changed(
    ORDER,
    ("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
    ("SET enable_seqscan = off AS", "SET enable_seqscan = off SET lock_timeout = '10s' AS"),
    ("granted, shipped, received, reason)\n", "granted, shipped, received, reason,\n"
     "                                  limited_by, limited_from)\n"),
    ("s.given, 0, 0, s.reason\n", "s.given, 0, 0, s.reason,\n"
     "           coalesce(batch->'uses'->(s.u - 1)->>1, ''), (batch->'uses'->(s.u - 1)->>2)::date\n"),
    ("FROM unnest(l_order, l_i, l_pack_id, l_asked, l_given, l_reason) AS s(o, i, pack_id, asked, given, reason)",
     "FROM unnest(l_order, l_i, l_pack_id, l_asked, l_given, l_reason, l_u)"
     " AS s(o, i, pack_id, asked, given, reason, u)"),
)  # fmt: skip
OLD_ORDER = changed(
    ORDER,
    ("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
    ("SET enable_seqscan = off AS", "SET enable_seqscan = off SET lock_timeout = '10s' AS"),
)


class Migration(migrations.Migration):
    dependencies = [("supply", "0013_closed_places")]
    operations: list[Any] = [
        migrations.AddField(
            "orderline", "limited_by", models.CharField(max_length=40, blank=True, db_default="")
        ),
        migrations.AddField("orderline", "limited_from", models.DateField(null=True, blank=True)),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL([DROP, NEW_ASKED], [DROP, ASKED]),
        migrations.RunSQL(NEW_ORDER, OLD_ORDER),
    ]
