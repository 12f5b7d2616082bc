"""When and by whom a loan was ended stands in its steps alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0032_loans_of_before"),
    ]

    operations = [
        migrations.RemoveField("loan", "ended_at"),
        migrations.RemoveField("loan", "ended_by"),
    ]
