"""Offers of help by businesses and groups, who has which kind where, and what was used; uses are never changed."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE TRIGGER support_offeruse_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON support_offeruse
FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_rewriting();
"""
UNDO = "DROP TRIGGER support_offeruse_is_append_only ON support_offeruse"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_audit_guards"),
        ("registry", "0005_past"),
        ("support", "0002_directory"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=9, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("staff_kind", models.CharField(blank=True, max_length=20)),
                ("company", models.CharField(max_length=200)),
                ("what", models.CharField(max_length=1000)),
                ("quantity", models.PositiveIntegerField()),
                ("price_basis", models.CharField(max_length=20)),
                ("price", models.CharField(blank=True, max_length=200)),
                ("conditions", models.CharField(blank=True, max_length=1000)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("name", models.CharField(max_length=32)),
                ("email", models.CharField(blank=True, max_length=32)),
                ("phone", models.CharField(blank=True, max_length=32)),
                ("received_at", models.DateTimeField()),
                ("received_by", models.CharField(max_length=100)),
                ("channel", models.CharField(max_length=10)),
                ("playbook", models.CharField(max_length=80)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("elsewhere", models.CharField(blank=True, max_length=40)),
                ("step", models.CharField(max_length=10)),
                ("homeless_since", models.DateTimeField(null=True)),
                ("promised_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("passes", models.PositiveIntegerField(default=0)),
                ("escalations", models.PositiveIntegerField(default=0)),
                ("raised_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Not yet answered"),
                            ("accepted", "Accepted"),
                            ("used", "Used"),
                            ("declined", "Declined"),
                            ("lapsed", "Lapsed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("state_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=100)),
                ("declined_why", models.CharField(blank=True, max_length=20)),
                ("told", models.CharField(blank=True, max_length=1000)),
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
                    "desk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="OfferRoute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("owner", models.CharField(max_length=100)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("why", models.CharField(max_length=300)),
                ("set_at", models.DateTimeField()),
                ("set_by", models.CharField(max_length=100)),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "-valid_from", "id"],
            },
        ),
        migrations.CreateModel(
            name="OfferUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("used_by", models.CharField(max_length=200)),
                ("need", models.CharField(blank=True, max_length=9)),
                ("used_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="support.offer"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["due_at"], name="support_offer_due"
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["area", "-received_at"], name="support_offer_by_area"),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "accepted"])),
                fields=["ends_on"],
                name="support_offer_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "declined"), ("declined_why", ""), _connector="XOR"),
                name="support_offer_declined_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="support_offer_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                name="support_offer_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerroute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_until__isnull", True)),
                fields=("kind", "area"),
                name="support_one_offer_route",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="offeruse",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="support_offer_used_something"
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
