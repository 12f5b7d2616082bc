"""The past of places, registrations and organisations: its tables, and the triggers that keep it.

A write that changes details says its moment in `amending_at`. The trigger takes that off again, so that a write
which forgets it cannot pass under the moment of an earlier one; it dates the details that stood until then, and
never earlier than they were known. `known_since` is set here and nowhere else. The columns are written out,
since a migration must not change with the code.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# Table, what it calls the thing, when a row was first known, and its details.
KEPT = (
    (
        "place",
        "created_at",
        "name name_key service_type service_types address town postcode area_id council_id longitude latitude"
        " beds closed_on",
    ),
    (
        "registration",
        "recorded_at",
        "organisation_id identifier_kind identifier name name_key service_types beds registered_from",
    ),
    ("organisation", "created_at", "kind name name_key area_id parent_id"),
)
KEEP = """
CREATE FUNCTION registry_keep_{thing}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := NEW.amending_at;
BEGIN
    NEW.amending_at := NULL;
    NEW.known_since := OLD.known_since;
    IF ({new}) IS NOT DISTINCT FROM ({old}) THEN
        RETURN NEW;
    END IF;
    IF moment IS NULL OR moment IS NOT DISTINCT FROM OLD.amending_at THEN
        RAISE EXCEPTION 'details of registry_{thing} are changed by setting amending_at to the moment of the change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.known_since := greatest(moment, OLD.known_since, OLD.{first});
    INSERT INTO registry_{thing}past ({thing}_id, {columns}, known_from, known_until, changed_at)
    VALUES (OLD.id, {old}, greatest(OLD.known_since, OLD.{first}), NEW.known_since, moment);
    RETURN NEW;
END $$;
CREATE TRIGGER registry_{thing}_keeps_its_past BEFORE UPDATE ON registry_{thing}
FOR EACH ROW EXECUTE FUNCTION registry_keep_{thing}();
CREATE TRIGGER registry_{thing}past_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registry_{thing}past
FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_rewriting();
"""
FORGET = """
DROP TRIGGER registry_{thing}past_is_append_only ON registry_{thing}past;
DROP TRIGGER registry_{thing}_keeps_its_past ON registry_{thing};
DROP FUNCTION registry_keep_{thing}();
"""


def keeping(thing: str, first: str, details: str) -> migrations.RunSQL:
    columns = details.split()
    sql = KEEP.format(
        thing=thing,
        first=first,
        columns=", ".join(columns),
        new=", ".join(f"NEW.{column}" for column in columns),
        old=", ".join(f"OLD.{column}" for column in columns),
    )
    return migrations.RunSQL(sql, FORGET.format(thing=thing))


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_closings"),
        ("core", "0004_audit_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="amending_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="known_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="place",
            name="amending_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="place",
            name="known_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="amending_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="known_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="OrganisationPast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=200)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pasts",
                        to="registry.organisation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
                "indexes": [models.Index(fields=["known_until"], name="organisation_past_by_end")],
            },
        ),
        migrations.CreateModel(
            name="PlacePast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=200)),
                ("service_type", models.CharField(max_length=20)),
                (
                    "service_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("address", models.CharField(max_length=300)),
                ("town", models.CharField(max_length=100)),
                ("postcode", models.CharField(max_length=8)),
                ("longitude", models.FloatField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("beds", models.PositiveIntegerField(null=True)),
                ("closed_on", models.DateField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pasts", to="registry.place"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
                "indexes": [models.Index(fields=["known_until"], name="place_past_by_end")],
            },
        ),
        migrations.CreateModel(
            name="RegistrationPast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("identifier_kind", models.CharField(max_length=20)),
                ("identifier", models.CharField(max_length=260)),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=200)),
                (
                    "service_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("beds", models.PositiveIntegerField(null=True)),
                ("registered_from", models.DateField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pasts",
                        to="registry.registration",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
                "indexes": [models.Index(fields=["known_until"], name="registration_past_by_end")],
            },
        ),
        *(keeping(*kept) for kept in KEPT),
    ]
