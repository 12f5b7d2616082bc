"""Values about people, apart from facts and audit, so that they can be erased."""

from django.db import models


class PersonalValue(models.Model):
    """One personal value under a key that facts may keep. Erased, the row stays and the value is gone."""

    key = models.CharField(max_length=32, primary_key=True)
    kind = models.CharField(max_length=40)  # "email", "phone", "name": says what a retention rule is about
    value = models.TextField(null=True)  # noqa: DJ001 -- NULL is "erased", "" is a value
    kept_at = models.DateTimeField()
    retention_until = models.DateField(null=True)  # exclusive; NULL: as long as the fact that uses it
    erased_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"
        indexes = [
            models.Index(
                fields=["retention_until"], name="personal_due", condition=models.Q(erased_at__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__isnull=True, erased_at__isnull=False)
                | models.Q(value__isnull=False, erased_at__isnull=True),
                name="personal_value_or_erased",
            )
        ]
