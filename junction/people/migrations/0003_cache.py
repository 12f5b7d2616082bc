"""The table in which rate limits are counted, so that they hold across processes."""

from django.db import migrations

CREATE = """
create unlogged table people_cache (
    cache_key varchar(255) primary key, value text not null, expires timestamptz not null
);
create index people_cache_expires on people_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_access")]
    operations = [migrations.RunSQL(CREATE, "drop table people_cache")]
