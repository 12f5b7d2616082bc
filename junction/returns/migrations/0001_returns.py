"""The tables of returns. `Return` is partitioned by month, which Django cannot say, so its table is made here by hand."""

import django.db.models.deletion
from django.db import migrations, models

RETURN = """
CREATE SEQUENCE returns_return_id_seq AS bigint;
CREATE TABLE returns_return (
    id bigint NOT NULL,
    about_on date NOT NULL,
    place_id bigint NOT NULL REFERENCES registry_place (id),
    question_set varchar(60) NOT NULL,
    question_set_version varchar(30) NOT NULL,
    version integer NOT NULL,
    recorded_at timestamptz NOT NULL,
    superseded_at timestamptz,
    filed_by varchar(100) NOT NULL,
    channel varchar(10) NOT NULL,
    nothing_changed boolean NOT NULL,
    late boolean NOT NULL,
    answers jsonb NOT NULL,
    answers_key bigint NOT NULL,
    same_since date NOT NULL,
    findings jsonb NOT NULL,
    computed_rating smallint NOT NULL,
    risk_reasons jsonb NOT NULL,
    thresholds_version varchar(30) NOT NULL,
    beds integer,
    occupied integer,
    reserved integer,
    vacancies_admitting integer,
    vacancies_closed integer,
    suspected_new integer,
    confirmed_new integer,
    confirmed_total integer,
    deaths_all_new integer,
    deaths_covid_new integer,
    staff_employed integer,
    staff_agency integer,
    staff_absent_covid integer,
    staff_absent_other integer,
    staff_groups_short integer,
    people_supported integer,
    hours_commissioned integer,
    hours_handed_back integer,
    ppe_under_a_week integer,
    residents_vaccinated integer,
    staff_vaccinated integer,
    stock_aprons integer,
    stock_gloves integer,
    stock_masks integer,
    stock_eye_protection integer,
    stock_gowns integer,
    stock_visors integer,
    stock_sanitiser integer,
    daily_use_aprons integer,
    daily_use_gloves integer,
    daily_use_masks integer,
    daily_use_eye_protection integer,
    daily_use_gowns integer,
    daily_use_visors integer,
    daily_use_sanitiser integer,
    admitting boolean,
    rating_overall smallint,
    rating_workforce smallint,
    rating_ppe smallint,
    PRIMARY KEY (about_on, id)
) PARTITION BY RANGE (about_on);
CREATE TABLE returns_return_other PARTITION OF returns_return DEFAULT;
CREATE INDEX return_by_place ON returns_return (place_id, question_set, about_on);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0002_places"),
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DirtyDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place_id", models.BigIntegerField()),
                ("question_set", models.CharField(max_length=60)),
                ("about_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="DayTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question_set", models.CharField(max_length=60)),
                ("about_on", models.DateField()),
                ("computed_at", models.DateTimeField()),
                ("places", models.IntegerField()),
                ("sums", models.JSONField()),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.area",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question_set", "area", "about_on", "computed_at"), name="one_total_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Latest",
            fields=[
                ("beds", models.IntegerField(null=True)),
                ("occupied", models.IntegerField(null=True)),
                ("reserved", models.IntegerField(null=True)),
                ("vacancies_admitting", models.IntegerField(null=True)),
                ("vacancies_closed", models.IntegerField(null=True)),
                ("suspected_new", models.IntegerField(null=True)),
                ("confirmed_new", models.IntegerField(null=True)),
                ("confirmed_total", models.IntegerField(null=True)),
                ("deaths_all_new", models.IntegerField(null=True)),
                ("deaths_covid_new", models.IntegerField(null=True)),
                ("staff_employed", models.IntegerField(null=True)),
                ("staff_agency", models.IntegerField(null=True)),
                ("staff_absent_covid", models.IntegerField(null=True)),
                ("staff_absent_other", models.IntegerField(null=True)),
                ("staff_groups_short", models.IntegerField(null=True)),
                ("people_supported", models.IntegerField(null=True)),
                ("hours_commissioned", models.IntegerField(null=True)),
                ("hours_handed_back", models.IntegerField(null=True)),
                ("ppe_under_a_week", models.IntegerField(null=True)),
                ("residents_vaccinated", models.IntegerField(null=True)),
                ("staff_vaccinated", models.IntegerField(null=True)),
                ("stock_aprons", models.IntegerField(null=True)),
                ("stock_gloves", models.IntegerField(null=True)),
                ("stock_masks", models.IntegerField(null=True)),
                ("stock_eye_protection", models.IntegerField(null=True)),
                ("stock_gowns", models.IntegerField(null=True)),
                ("stock_visors", models.IntegerField(null=True)),
                ("stock_sanitiser", models.IntegerField(null=True)),
                ("daily_use_aprons", models.IntegerField(null=True)),
                ("daily_use_gloves", models.IntegerField(null=True)),
                ("daily_use_masks", models.IntegerField(null=True)),
                ("daily_use_eye_protection", models.IntegerField(null=True)),
                ("daily_use_gowns", models.IntegerField(null=True)),
                ("daily_use_visors", models.IntegerField(null=True)),
                ("daily_use_sanitiser", models.IntegerField(null=True)),
                ("admitting", models.BooleanField(null=True)),
                ("rating_overall", models.SmallIntegerField(null=True)),
                ("rating_workforce", models.SmallIntegerField(null=True)),
                ("rating_ppe", models.SmallIntegerField(null=True)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "place_id",
                        "question_set",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("question_set", models.CharField(max_length=60)),
                ("about_on", models.DateField()),
                ("return_id", models.BigIntegerField()),
                ("version", models.IntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("nothing_changed", models.BooleanField()),
                ("late", models.BooleanField()),
                ("answers_key", models.BigIntegerField()),
                ("same_since", models.DateField()),
                ("computed_rating", models.SmallIntegerField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["question_set", "about_on"], name="latest_by_set_and_day")],
            },
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Return",
                    fields=[
                        ("beds", models.IntegerField(null=True)),
                        ("occupied", models.IntegerField(null=True)),
                        ("reserved", models.IntegerField(null=True)),
                        ("vacancies_admitting", models.IntegerField(null=True)),
                        ("vacancies_closed", models.IntegerField(null=True)),
                        ("suspected_new", models.IntegerField(null=True)),
                        ("confirmed_new", models.IntegerField(null=True)),
                        ("confirmed_total", models.IntegerField(null=True)),
                        ("deaths_all_new", models.IntegerField(null=True)),
                        ("deaths_covid_new", models.IntegerField(null=True)),
                        ("staff_employed", models.IntegerField(null=True)),
                        ("staff_agency", models.IntegerField(null=True)),
                        ("staff_absent_covid", models.IntegerField(null=True)),
                        ("staff_absent_other", models.IntegerField(null=True)),
                        ("staff_groups_short", models.IntegerField(null=True)),
                        ("people_supported", models.IntegerField(null=True)),
                        ("hours_commissioned", models.IntegerField(null=True)),
                        ("hours_handed_back", models.IntegerField(null=True)),
                        ("ppe_under_a_week", models.IntegerField(null=True)),
                        ("residents_vaccinated", models.IntegerField(null=True)),
                        ("staff_vaccinated", models.IntegerField(null=True)),
                        ("stock_aprons", models.IntegerField(null=True)),
                        ("stock_gloves", models.IntegerField(null=True)),
                        ("stock_masks", models.IntegerField(null=True)),
                        ("stock_eye_protection", models.IntegerField(null=True)),
                        ("stock_gowns", models.IntegerField(null=True)),
                        ("stock_visors", models.IntegerField(null=True)),
                        ("stock_sanitiser", models.IntegerField(null=True)),
                        ("daily_use_aprons", models.IntegerField(null=True)),
                        ("daily_use_gloves", models.IntegerField(null=True)),
                        ("daily_use_masks", models.IntegerField(null=True)),
                        ("daily_use_eye_protection", models.IntegerField(null=True)),
                        ("daily_use_gowns", models.IntegerField(null=True)),
                        ("daily_use_visors", models.IntegerField(null=True)),
                        ("daily_use_sanitiser", models.IntegerField(null=True)),
                        ("admitting", models.BooleanField(null=True)),
                        ("rating_overall", models.SmallIntegerField(null=True)),
                        ("rating_workforce", models.SmallIntegerField(null=True)),
                        ("rating_ppe", models.SmallIntegerField(null=True)),
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "about_on",
                                "id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("about_on", models.DateField()),
                        ("question_set", models.CharField(max_length=60)),
                        ("question_set_version", models.CharField(max_length=30)),
                        ("version", models.IntegerField()),
                        ("recorded_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("filed_by", models.CharField(max_length=100)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "Web form"),
                                    ("phone", "By phone, taken down by the council"),
                                    ("file", "File"),
                                    ("api", "API"),
                                    ("exercise", "Exercise"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("nothing_changed", models.BooleanField(default=False)),
                        ("late", models.BooleanField(default=False)),
                        ("answers", models.JSONField()),
                        ("answers_key", models.BigIntegerField()),
                        ("same_since", models.DateField()),
                        ("findings", models.JSONField(default=list)),
                        ("computed_rating", models.SmallIntegerField(default=0)),
                        ("risk_reasons", models.JSONField(default=list)),
                        ("thresholds_version", models.CharField(blank=True, max_length=30)),
                        (
                            "place",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.place",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["place", "question_set", "about_on"], name="return_by_place")
                        ],
                    },
                ),
            ],
            database_operations=[
                migrations.RunSQL(RETURN, "DROP TABLE returns_return; DROP SEQUENCE returns_return_id_seq")
            ],
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "place_id",
                        "question_set",
                        "about_on",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("question_set", models.CharField(max_length=60)),
                ("about_on", models.DateField()),
                ("version", models.IntegerField()),
                ("return_id", models.BigIntegerField(null=True)),
                ("recorded_at", models.DateTimeField(null=True)),
                ("first_recorded_at", models.DateTimeField(null=True)),
                ("filed_by", models.CharField(max_length=100)),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["question_set", "about_on"], name="slot_by_set_and_day")],
            },
        ),
    ]
