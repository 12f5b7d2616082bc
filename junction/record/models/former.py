"""What a promise, an action or an ask said until it was put right, so that one can look back."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Former(models.Model):
    """The values that were replaced at `known_until`; written once, never changed."""

    kind = models.CharField(max_length=20)  # the model's name: commitment, action, ask
    subject_id = models.BigIntegerField()
    values = models.JSONField(encoder=DjangoJSONEncoder)
    known_from = models.DateTimeField()
    known_until = models.DateTimeField()

    class Meta:
        ordering = ["kind", "subject_id", "known_until", "id"]
        indexes = [models.Index(fields=["kind", "subject_id", "known_until"], name="record_former_of")]
