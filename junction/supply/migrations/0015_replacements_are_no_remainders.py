"""A replacement is named by the difference or the recall that it makes good, and is no remainder of an order."""

from django.db import migrations

CLEAR = """
UPDATE supply_order SET sent_on_from_id = NULL WHERE sent_on_from_id IS NOT NULL AND id IN (
    SELECT replaced_by_id FROM supply_discrepancy WHERE replaced_by_id IS NOT NULL
    UNION SELECT replacement_id FROM supply_recallnotice WHERE replacement_id IS NOT NULL)
"""


class Migration(migrations.Migration):
    dependencies = [("supply", "0014_named_places")]
    operations = [migrations.RunSQL(CLEAR, migrations.RunSQL.noop)]
