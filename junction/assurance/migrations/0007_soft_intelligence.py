"""What was heard of areas and places; stamped once when it is shared, and once when it is taken back."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE FUNCTION assurance_refuse_heard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stamps text[] := ARRAY['shared_at', 'shared_by', 'withdrawn_at', 'withdrawn_by', 'withdrawn_why'];
BEGIN
    -- Two stamps, each set once and never taken back: shared, and withdrawn.
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - stamps = to_jsonb(OLD) - stamps
       AND (OLD.shared_at IS NULL OR (NEW.shared_at, NEW.shared_by)
            IS NOT DISTINCT FROM (OLD.shared_at, OLD.shared_by))
       AND (OLD.withdrawn_at IS NULL OR (NEW.withdrawn_at, NEW.withdrawn_by, NEW.withdrawn_why)
            IS NOT DISTINCT FROM (OLD.withdrawn_at, OLD.withdrawn_by, OLD.withdrawn_why)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was heard stays as it was written: % is never changed or deleted', TG_TABLE_NAME;
END $$;
CREATE TRIGGER assurance_append_only BEFORE UPDATE OR DELETE ON assurance_heard
    FOR EACH ROW EXECUTE FUNCTION assurance_refuse_heard();
"""
UNDO = """
DROP TRIGGER assurance_append_only ON assurance_heard;
DROP FUNCTION assurance_refuse_heard();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0006_easements_append_only"),
        ("registry", "0005_past"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said_by", models.CharField(max_length=200)),
                ("reliability", models.CharField(max_length=1)),
                ("credibility", models.CharField(max_length=1)),
                ("said", models.TextField()),
                ("heard_on", models.DateField()),
                ("playbook", models.CharField(max_length=100)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=100)),
                ("shared_at", models.DateTimeField(blank=True, null=True)),
                ("shared_by", models.CharField(blank=True, max_length=100)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=100)),
                ("withdrawn_why", models.TextField(blank=True)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
            ],
            options={
                "ordering": ["-heard_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("area__isnull", False), ("place__isnull", True)),
                            models.Q(("area__isnull", True), ("place__isnull", False)),
                            _connector="OR",
                        ),
                        name="assurance_heard_of_one",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
