"""Learning reviews with their lessons and with whom these were shared; practice-quality reviews by week."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0008_national_issues"),
        ("registry", "0005_past"),
    ]

    operations = [
        migrations.CreateModel(
            name="LearningReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=100)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=100)),
                ("withdrawn_why", models.TextField(blank=True)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.place"
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=100)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=100)),
                ("withdrawn_why", models.TextField(blank=True)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="assurance.learningreview",
                    ),
                ),
            ],
            options={
                "ordering": ["review_id", "added_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="LearningEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("began_on", models.DateField()),
                ("over_on", models.DateField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("happened", models.TextField(blank=True)),
                ("lead", models.CharField(blank=True, max_length=200)),
                ("held_on", models.DateField(blank=True, null=True)),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("took_part", models.CharField(blank=True, max_length=32)),
                ("why", models.TextField(blank=True)),
                ("playbook", models.CharField(max_length=100)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="assurance.learningreview",
                    ),
                ),
            ],
            options={
                "ordering": ["review_id", "-recorded_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("review",),
                        name="assurance_learning_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("over_on__isnull", True), ("over_on__gte", models.F("began_on")), _connector="OR"
                        ),
                        name="assurance_outbreak_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("theme", models.CharField(max_length=20)),
                (
                    "for_whom",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("action", models.TextField(blank=True)),
                ("owner", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("why", models.TextField(blank=True)),
                ("playbook", models.CharField(max_length=100)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="assurance.lesson",
                    ),
                ),
            ],
            options={
                "ordering": ["lesson_id", "-recorded_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("lesson",),
                        name="assurance_lesson_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.CharField(max_length=20)),
                ("means", models.CharField(max_length=20)),
                ("where", models.CharField(max_length=200)),
                ("who", models.CharField(max_length=200)),
                ("shared_on", models.DateField()),
                ("playbook", models.CharField(max_length=100)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                ("discussed_on", models.DateField(blank=True, null=True)),
                ("discussed_said", models.TextField(blank=True)),
                ("discussed_at", models.DateTimeField(blank=True, null=True)),
                ("discussed_by", models.CharField(blank=True, max_length=100)),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="assurance.lesson",
                    ),
                ),
            ],
            options={
                "ordering": ["lesson_id", "shared_on", "id"],
                "indexes": [models.Index(fields=["level", "lesson"], name="assurance_shared_level")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lesson", "level", "means", "where", "shared_on"),
                        name="assurance_lesson_shared_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week_on", models.DateField()),
                ("reviewed_on", models.DateField()),
                (
                    "frameworks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("found", models.TextField()),
                ("changes", models.TextField(blank=True)),
                ("next_steps", models.TextField(blank=True)),
                ("signer", models.CharField(max_length=20)),
                ("why", models.TextField(blank=True)),
                ("playbook", models.CharField(max_length=100)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=100)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.area"
                    ),
                ),
            ],
            options={
                "ordering": ["area_id", "-week_on", "-recorded_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("area", "week_on"),
                        name="assurance_practice_current",
                    )
                ],
            },
        ),
    ]
