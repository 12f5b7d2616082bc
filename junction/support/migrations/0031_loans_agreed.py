"""A loan is offered, then agreed by the borrower, and each volunteer is asked. Steps and answers stay as they are."""

import django.db.models.deletion
from django.db import migrations, models

STATES = [
    ("offered", "Offered"),
    ("agreed", "Agreed"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
    ("lapsed", "Not answered in time"),
    ("ended", "Ended early"),
]
ANSWERS = [("waiting", "Asked"), ("yes", "Yes"), ("no", "No")]
ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
EPOCH = "1970-01-01T00:00:00Z"
GUARDED = [
    migrations.RunSQL(
        f"CREATE TRIGGER support_append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION support_programmes_refuse_change('')",
        f"DROP TRIGGER support_append_only ON {table}",
    )
    for table in ("support_loanstep", "support_lentanswer")
]
ASKED = migrations.RunSQL(  # what a volunteer says now may change; what they said stays in their answers
    "DROP TRIGGER support_lent_is_append_only ON support_lent",
    "CREATE TRIGGER support_lent_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON support_lent"
    " FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_rewriting()",
)


def to(model, name):
    """A key to a row that stays."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to=f"support.{model}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0030_carers_late"),
    ]

    operations = [
        migrations.RenameField("loan", "agreed_at", "offered_at"),
        migrations.RenameField("loan", "agreed_by", "offered_by"),
        migrations.AddField("loan", "skills", models.BigIntegerField(default=0)),
        migrations.AddField("loan", "terms", models.CharField(blank=True, max_length=300)),
        migrations.AddField("loan", "limit_at", models.DateTimeField(default=EPOCH), preserve_default=False),
        migrations.AddField("loan", "playbook", models.CharField(blank=True, max_length=80)),
        migrations.AddField(
            "loan", "state", models.CharField(choices=STATES, default="offered", max_length=10)
        ),
        migrations.AddField("loan", "state_at", models.DateTimeField(default=EPOCH), preserve_default=False),
        migrations.AddField("loan", "why", models.CharField(blank=True, max_length=20)),
        migrations.AddField(
            "lent", "answer", models.CharField(choices=ANSWERS, default="waiting", max_length=7)
        ),
        migrations.CreateModel(
            "LoanStep",
            fields=[
                ("id", ID),
                ("kind", models.CharField(choices=STATES, max_length=10)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("why", models.CharField(blank=True, max_length=20)),
                ("loan", to("loan", "steps")),
            ],
            options={"ordering": ["at", "id"]},
        ),
        migrations.CreateModel(
            "LentAnswer",
            fields=[
                ("id", ID.clone()),
                ("answer", models.CharField(choices=ANSWERS, max_length=7)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("lent", to("lent", "answers")),
            ],
            options={"ordering": ["at", "id"]},
        ),
        migrations.AddIndex(
            "loan",
            models.Index(condition=models.Q(("state", "offered")), fields=["limit_at"], name="loan_due"),
        ),
        migrations.AddIndex("loanstep", models.Index(fields=["loan", "at"], name="loan_steps")),
        *GUARDED,
        ASKED,
    ]
