"""What stood before was not kept until now: offers and tasks are taken to have stood as they do since they last
changed, and a task before that as it was made.
"""

import django.db.models.deletion
from django.db import migrations, models

FIRST = """
INSERT INTO support_offerstep (offer_id, from_at, desk_id, step, due_at, homeless_since, escalations)
SELECT id, received_at, desk_id, step, due_at, homeless_since, escalations FROM support_offer;
INSERT INTO support_taskstate (task_id, from_at, state, volunteer_id)
SELECT id, made_at, 'open', NULL FROM support_task WHERE state_at > made_at;
INSERT INTO support_taskstate (task_id, from_at, state, volunteer_id)
SELECT id, state_at, state, volunteer_id FROM support_task;
"""
# One statement moves thousands of tasks: what it changed is written down once for all of them.
KEEP = """
CREATE FUNCTION support_keep_new_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO support_taskstate (task_id, from_at, state, volunteer_id)
    SELECT id, state_at, state, volunteer_id FROM new_rows;
    RETURN NULL;
END $$;
CREATE FUNCTION support_keep_changed_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO support_taskstate (task_id, from_at, state, volunteer_id)
    SELECT now.id, now.state_at, now.state, now.volunteer_id
    FROM new_rows now JOIN old_rows was ON was.id = now.id
    WHERE (now.state, now.volunteer_id) IS DISTINCT FROM (was.state, was.volunteer_id);
    RETURN NULL;
END $$;
CREATE TRIGGER support_task_is_new AFTER INSERT ON support_task
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION support_keep_new_tasks();
CREATE TRIGGER support_task_is_changed AFTER UPDATE ON support_task
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION support_keep_changed_tasks();
"""
FORGET = """
DROP TRIGGER support_task_is_changed ON support_task;
DROP TRIGGER support_task_is_new ON support_task;
DROP FUNCTION support_keep_changed_tasks();
DROP FUNCTION support_keep_new_tasks();
"""
GUARD = """
CREATE TRIGGER support_{table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON support_{table}
FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_rewriting();
"""
TABLES = ("offerstep", "taskstate", "volunteerbefore")


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0007_postcodes"),
        ("support", "0021_exclusions"),
    ]

    operations = [
        migrations.AddField(
            model_name="needevent",
            name="level_before",
            field=models.CharField(blank=True, db_default="", max_length=20),
        ),
        migrations.AddField(
            model_name="needevent",
            name="limit_before",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="OfferStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("step", models.CharField(max_length=10)),
                ("due_at", models.DateTimeField()),
                ("homeless_since", models.DateTimeField(null=True)),
                ("escalations", models.PositiveIntegerField()),
                (
                    "desk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="support.offer"
                    ),
                ),
            ],
            options={
                "ordering": ["from_at", "id"],
                "indexes": [models.Index(fields=["offer", "-from_at", "-id"], name="support_offer_then")],
            },
        ),
        migrations.CreateModel(
            name="TaskState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be offered"),
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("done", "Done"),
                            ("unfilled", "Nobody took it"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="states", to="support.task"
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support.volunteer",
                    ),
                ),
            ],
            options={
                "ordering": ["from_at", "id"],
                "indexes": [models.Index(fields=["task", "-from_at", "-id"], name="support_task_then")],
            },
        ),
        migrations.CreateModel(
            name="VolunteerBefore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until_at", models.DateTimeField()),
                ("skills", models.BigIntegerField()),
                ("languages", models.BigIntegerField()),
                ("hours", models.BigIntegerField()),
                ("reach_km", models.PositiveSmallIntegerField()),
                ("capacity", models.PositiveSmallIntegerField()),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="before",
                        to="support.volunteer",
                    ),
                ),
            ],
            options={
                "ordering": ["until_at", "id"],
                "indexes": [
                    models.Index(fields=["volunteer", "until_at", "id"], name="support_volunteer_then")
                ],
            },
        ),
        migrations.RunSQL(FIRST, ""),
        migrations.RunSQL(KEEP, FORGET),
        *(
            migrations.RunSQL(
                GUARD.format(table=table), f"DROP TRIGGER support_{table}_is_append_only ON support_{table}"
            )
            for table in TABLES
        ),
    ]
