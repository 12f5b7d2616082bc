"""Find the movements that came after a number without reading those before: a small index of blocks.

Numbers grow as rows are written, so a block's range of numbers says which blocks to read; keeping it costs a
write next to nothing.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supply", "0009_allocation_jobs")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX supply_movement_number ON supply_movement USING brin (id) WITH (pages_per_range = 16)",
            "DROP INDEX supply_movement_number",
        ),
        migrations.RunSQL(
            "CREATE INDEX supply_flowsum_of_mark ON supply_flowsum (mark_id, item_id)",
            "DROP INDEX supply_flowsum_of_mark",
        ),
    ]
