"""Link workers: whom each team supports, and the steps of it, which stay as they are."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0007_postcodes"),
        ("support", "0033_loans_end_in_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("worker", models.CharField(max_length=100)),
                ("begun_at", models.DateTimeField()),
                ("contact_due_on", models.DateField(null=True)),
                ("review_due_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("late_told_on", models.DateField(null=True)),
                ("playbook", models.CharField(max_length=80)),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link_case",
                        to="support.referral",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["contact_due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="LinkStep",
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
                            ("begun", "Taken on"),
                            ("contact", "Contact"),
                            ("plan", "What matters to them"),
                            ("linked", "Linked to a service"),
                            ("review", "Looked at together how it goes"),
                            ("taken-over", "Taken over"),
                            ("ended", "Ended"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("way", models.CharField(blank=True, max_length=20)),
                ("reached", models.BooleanField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("contact_due_on", models.DateField(null=True)),
                ("note", models.CharField(blank=True, max_length=32)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="support.linkcase",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support.service",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="linkcase",
            index=models.Index(fields=["team", "contact_due_on"], name="support_link_by_team"),
        ),
        migrations.AddIndex(
            model_name="linkcase",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["contact_due_on"], name="support_link_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="linkcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contact_due_on__isnull", False), ("ended_at", None), ("outcome", "")),
                    models.Q(
                        ("contact_due_on", None),
                        ("ended_at__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="support_link_ends_by_an_outcome",
            ),
        ),
        migrations.AddIndex(
            model_name="linkstep",
            index=models.Index(fields=["case", "at"], name="support_link_steps"),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER support_append_only BEFORE UPDATE OR DELETE ON support_linkstep"
            " FOR EACH ROW EXECUTE FUNCTION support_programmes_refuse_change('')",
            "DROP TRIGGER support_append_only ON support_linkstep",
        ),
    ]
