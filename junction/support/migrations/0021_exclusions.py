"""Which volunteer is not sent to whom again: a fact that is ended at most once. A volunteer's telephone gets
the mark that needs use, so that nobody is sent to the home they share one with; of who signed up before, it
comes when they give their number again.
"""

import importlib

import django.db.models.deletion
from django.db import migrations, models

BEFORE = importlib.import_module("junction.support.migrations.0007_volunteer_sign_up").SIGN_UP
NOW = (
    BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    .replace("passport_from text\n", "passport_from text, phone_mark text\n")
    .replace("contact_mark, by_email", "contact_mark, phone_mark, by_email", 1)
    .replace("phone_key, mark, by_email", "phone_key, mark, phone_mark, by_email", 1)
)
GUARD = """
CREATE FUNCTION support_only_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NULL AND to_jsonb(NEW) - '{ended_at,ended_by,ended_why}'::text[]
       = to_jsonb(OLD) - '{ended_at,ended_by,ended_why}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'who is kept apart is a fact: it can be ended once, and nothing else';
END $$;
CREATE TRIGGER support_exclusion_only_ended BEFORE UPDATE ON support_exclusion
    FOR EACH ROW EXECUTE FUNCTION support_only_ended();
CREATE TRIGGER support_exclusion_is_append_only BEFORE DELETE OR TRUNCATE ON support_exclusion
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_rewriting();
"""
UNDO = """
DROP TRIGGER support_exclusion_is_append_only ON support_exclusion;
DROP TRIGGER support_exclusion_only_ended ON support_exclusion;
DROP FUNCTION support_only_ended();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0007_postcodes"),
        ("support", "0020_service_states"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("volunteer", "The volunteer"),
                            ("person", "Whoever was helped"),
                            ("desk", "The desk"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=20)),
                ("playbook", models.CharField(max_length=60)),
                ("said_at", models.DateTimeField()),
                ("said_by", models.CharField(max_length=100)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=100)),
                ("ended_why", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="volunteer",
            name="phone_mark",
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddIndex(
            model_name="volunteer",
            index=models.Index(
                condition=models.Q(("phone_mark__isnull", False)),
                fields=["phone_mark"],
                name="volunteer_by_phone",
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.area"
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="exclusions", to="support.person"
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="exclusions", to="support.task"
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="volunteer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="exclusions", to="support.volunteer"
            ),
        ),
        migrations.AddIndex(
            model_name="exclusion",
            index=models.Index(fields=["area", "-id"], name="support_exclusion_by_area"),
        ),
        migrations.AddIndex(
            model_name="exclusion",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["person"],
                name="support_exclusion_holds",
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("volunteer", "person", "side"),
                name="support_excluded_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by", ""), ("ended_why", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        models.Q(("ended_by", ""), _negated=True),
                        models.Q(("ended_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="support_exclusion_ended_by_a_person",
            ),
        ),
        migrations.RunSQL(NOW, BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
        migrations.RunSQL(GUARD, UNDO),
    ]
