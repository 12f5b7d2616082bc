"""Programmes, what they offer or enable, links, calls of the front line, launches; rows are added, never changed."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE FUNCTION support_programmes_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The arguments are the columns that may be stamped; the first of them tells whether they were.
    IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) ->> TG_ARGV[0]) IS NULL
       AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was said stays said: a new row sets it right, % is never changed or deleted',
        TG_TABLE_NAME;
END $$;
"""
STAMPS = {
    "programme": "",
    "programmeversion": "superseded_at",
    "provision": "withdrawn_at withdrawn_by withdrawn_why",
    "programmelink": "",
    "linkresult": "",
    "pressurecall": "",
    "pressureanswer": "",
    "launch": "",
    "launchversion": "superseded_at",
    "launchpromise": "",
    "launchtie": "",
    "launchdecision": "",
}
TRIGGER = """
CREATE TRIGGER support_append_only BEFORE UPDATE OR DELETE ON support_{table}
    FOR EACH ROW EXECUTE FUNCTION support_programmes_refuse_change({stamps});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_past"),
        ("support", "0004_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="Launch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stated_at", models.DateTimeField()),
                ("stated_by", models.CharField(max_length=100)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stated_at", models.DateTimeField()),
                ("stated_by", models.CharField(max_length=100)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="LaunchVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("audience", models.CharField(max_length=20)),
                ("channel", models.CharField(max_length=20)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("is_final", models.BooleanField(default=False)),
                ("collects", models.JSONField(default=list)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
                (
                    "launch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="support.launch",
                    ),
                ),
            ],
            options={
                "ordering": ["begins_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="LaunchTie",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("replaces", "Replaces"),
                            ("needs", "Needs"),
                            ("uses", "Uses the interface"),
                            ("opens", "Opens the interface"),
                        ],
                        max_length=10,
                    ),
                ),
                ("interface", models.CharField(blank=True, max_length=60)),
                ("until", models.DateField(null=True)),
                (
                    "launch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support.launch",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ties",
                        to="support.launchversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="LaunchPromise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("audience", models.CharField(max_length=20)),
                ("category", models.CharField(max_length=30)),
                ("gives", models.BooleanField(default=True)),
                ("within_days", models.PositiveSmallIntegerField(null=True)),
                ("until", models.DateField(null=True)),
                ("text", models.CharField(max_length=500)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="support.launchversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="LaunchDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decision", models.CharField(max_length=20)),
                ("goes", models.BooleanField()),
                ("why", models.CharField(max_length=1000)),
                ("decided_by", models.CharField(max_length=200)),
                ("decided_on", models.DateField()),
                ("verdict", models.CharField(max_length=10)),
                ("findings", models.JSONField(default=list)),
                ("playbook", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="support.launchversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="PressureCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("caller", models.CharField(max_length=20)),
                ("theme", models.CharField(max_length=20)),
                ("category", models.CharField(blank=True, max_length=30)),
                ("text", models.CharField(max_length=1000)),
                ("called_on", models.DateField()),
                ("playbook", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.area"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-called_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PressureAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("result", models.CharField(max_length=20)),
                ("text", models.CharField(max_length=1000)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="support.pressurecall",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["call_id", "id"],
            },
        ),
        migrations.AddField(
            model_name="launch",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="launches", to="support.programme"
            ),
        ),
        migrations.CreateModel(
            name="ProgrammeLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=500)),
                ("made_on", models.DateField()),
                ("made_by", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.programme"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.programme"
                    ),
                ),
            ],
            options={
                "ordering": ["made_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="LinkResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("result", models.CharField(max_length=20)),
                ("text", models.CharField(max_length=1000)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="support.programmelink",
                    ),
                ),
            ],
            options={
                "ordering": ["link_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("purpose", models.TextField()),
                ("department", models.CharField(max_length=200)),
                ("sro", models.CharField(max_length=200)),
                ("minister", models.CharField(blank=True, max_length=200)),
                ("levers", models.JSONField(default=list)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="support.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Provision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("category", models.CharField(max_length=30)),
                ("for_whom", models.CharField(blank=True, max_length=300)),
                ("channel", models.CharField(max_length=20)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("playbook", models.CharField(max_length=60)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=100)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=100)),
                ("withdrawn_why", models.CharField(blank=True, max_length=500)),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="provisions",
                        to="support.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["category", "begins_on", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="launchversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("launch",),
                name="support_launch_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="launchversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gt", models.F("begins_on")), _connector="OR"
                ),
                name="support_launch_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="launchtie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("interface", ""), ("kind__in", ["replaces", "needs"]), ("launch__isnull", False)
                    ),
                    models.Q(
                        ("kind__in", ["uses", "opens"]),
                        ("launch__isnull", True),
                        models.Q(("interface", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="support_tie_of_its_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="pressurecall",
            index=models.Index(fields=["area", "-called_on"], name="support_pressure_by_area"),
        ),
        migrations.AddConstraint(
            model_name="programmelink",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))), name="support_link_of_two_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("programme",),
                name="support_programme_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gt", models.F("begins_on")), _connector="OR"
                ),
                name="support_programme_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="provision",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=["category"],
                name="support_provision_of",
            ),
        ),
        migrations.AddConstraint(
            model_name="provision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gt", models.F("begins_on")), _connector="OR"
                ),
                name="support_provision_ends_after_start",
            ),
        ),
        migrations.RunSQL(GUARD, "DROP FUNCTION support_programmes_refuse_change()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table, stamps=", ".join(f"'{name}'" for name in stamps.split())),
                f"DROP TRIGGER support_append_only ON support_{table}",
            )
            for table, stamps in STAMPS.items()
        ),
    ]
