"""The words of each statement beside its text, and every word once; the index of letters goes."""

import django.contrib.postgres.indexes
from django.db import migrations, models

VECTOR = """
ALTER TABLE record_statement
    ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('english', sought)) STORED;
CREATE INDEX record_statement_vector ON record_statement USING gin (vector);
"""
WORDS = r"""
INSERT INTO record_word (word)
SELECT DISTINCT found[1] FROM record_statement,
    regexp_matches(lower(sought), '\m[[:alpha:]]{4,40}\M', 'g') AS found
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0009_disclosure_append_only")]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
        ),
        migrations.RemoveIndex(model_name="statement", name="record_statement_words"),
        migrations.RemoveIndex(model_name="statement", name="record_statement_letters"),
        migrations.RunSQL(VECTOR, "ALTER TABLE record_statement DROP COLUMN vector"),
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="word",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("word", name="gin_trgm_ops"),
                name="record_word_letters",
            ),
        ),
    ]
