"""Assessments and short breaks of unpaid carers, whose steps stay as they are."""

import django.db.models.deletion
from django.db import migrations, models

GUARDED = (
    "CREATE TRIGGER support_append_only BEFORE UPDATE OR DELETE ON support_carerstep"
    " FOR EACH ROW EXECUTE FUNCTION support_programmes_refuse_change('')",
    "DROP TRIGGER support_append_only ON support_carerstep",
)


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0026_lives_there"),
    ]

    operations = [
        migrations.CreateModel(
            name="CarerHelp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=20)),
                ("state_at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=20)),
                ("owner", models.CharField(blank=True, max_length=80)),
                ("on", models.DateField(null=True)),
                ("limit_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("playbook", models.CharField(max_length=80)),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carer_help",
                        to="support.need",
                    ),
                ),
            ],
            options={
                "ordering": ["limit_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CarerStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("why", models.CharField(blank=True, max_length=20)),
                ("owner", models.CharField(blank=True, max_length=80)),
                ("on", models.DateField(null=True)),
                ("limit_at", models.DateTimeField(null=True)),
                (
                    "help",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="support.carerhelp",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="carerhelp",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("done", "refused")), _negated=True),
                fields=("need", "kind"),
                name="support_carer_help_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="carerhelp",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("done", "refused")), ("limit_at__isnull", False), _connector="XOR"
                ),
                name="support_carer_help_has_a_limit",
            ),
        ),
        migrations.AddIndex(
            model_name="carerstep",
            index=models.Index(fields=["help", "at"], name="support_carer_steps"),
        ),
        migrations.RunSQL(*GUARDED),
    ]
