"""Referrals of needs to services, whose events stay as they are; how often a keeper was written to."""

import django.db.models.deletion
from django.db import migrations, models

GUARDED = (
    "CREATE TRIGGER support_append_only BEFORE UPDATE OR DELETE ON support_referralevent"
    " FOR EACH ROW EXECUTE FUNCTION support_programmes_refuse_change('')",
    "DROP TRIGGER support_append_only ON support_referralevent",
)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_past"),
        ("support", "0007_volunteer_sign_up"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="chases",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="needevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("stated", "Stated"),
                    ("classed", "Classed"),
                    ("answered", "Answered"),
                    ("asked-back", "Rung back"),
                    ("reclassed", "Classed again"),
                    ("offered", "Help offered"),
                    ("met", "Met"),
                    ("still", "Still needed"),
                    ("closed", "No longer needed"),
                    ("withdrawn", "Withdrawn"),
                    ("unmet", "Not met"),
                    ("noted", "Note"),
                    ("called", "Call"),
                    ("handed", "Handed over"),
                    ("repeats", "Comes again"),
                    ("fell", "Help came to nothing"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=9, unique=True)),
                ("has_consent", models.BooleanField()),
                ("words", models.CharField(blank=True, max_length=32)),
                ("playbook", models.CharField(max_length=80)),
                ("sent_at", models.DateTimeField()),
                ("sent_by", models.CharField(max_length=100)),
                ("limit_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("lapsed", "Lapsed"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="sent",
                        max_length=10,
                    ),
                ),
                ("state_at", models.DateTimeField()),
                ("declined_why", models.CharField(blank=True, max_length=30)),
                (
                    "council",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="support.need",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="support.service",
                    ),
                ),
            ],
            options={
                "ordering": ["limit_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReferralEvent",
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
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("lapsed", "Lapsed"),
                            ("withdrawn", "Taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("why", models.CharField(blank=True, max_length=30)),
                ("note", models.CharField(blank=True, max_length=32)),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="support.referral",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state", "sent")), fields=["limit_at"], name="support_referral_due"
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["keeper", "-sent_at"], name="support_referral_by_keeper"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["council", "-sent_at"], name="support_referral_by_council"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("has_consent", True)), name="support_referral_with_consent"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "declined"), ("declined_why", ""), _connector="XOR"),
                name="support_referral_declined_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("limit_at__gt", models.F("sent_at"))), name="support_referral_has_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("sent", "accepted"))),
                fields=("need", "service"),
                name="support_referral_once",
            ),
        ),
        migrations.AddIndex(
            model_name="referralevent",
            index=models.Index(fields=["referral", "at"], name="support_referral_events"),
        ),
        migrations.AddIndex(
            model_name="referralevent",
            index=models.Index(fields=["kind", "at"], name="support_referral_ended"),
        ),
        migrations.RunSQL(*GUARDED),
    ]
