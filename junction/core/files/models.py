"""One row for each document; the bytes lie on disk under their hash."""

from django.db import models


class StoredFile(models.Model):
    """A document as it was received, immutable, known by its SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    name = models.CharField(max_length=255)
    received_at = models.DateTimeField()
    by = models.CharField(max_length=100)  # an actor's key

    class Meta:
        app_label = "core"


class GivenUp(models.Model):
    """Bytes that leave the disk: their row is gone already, and a process that died may have left them."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    given_up_at = models.DateTimeField()

    class Meta:
        app_label = "core"
