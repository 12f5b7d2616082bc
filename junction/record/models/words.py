"""Every word of the documents, once, so that one that is mistyped or misread is found by its letters."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class Word(models.Model):
    """One word in small letters; which documents hold it is asked of the index of words."""

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="record_word_letters")]
