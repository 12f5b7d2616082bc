"""What is sought, with the words of the record that are like it."""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from ..models import Word
from ..rules.searching import SearchRules, likest, sought_words

M = TypeVar("M", bound=Model)


def groups_of(typed: str, rules: SearchRules) -> list[list[str]]:
    """Return each word that is sought with those like it, in one statement.

    The words are of all documents: they only widen a search, and what it finds is found within a scope.
    """
    words = sought_words(typed, rules)
    long = [word for word in words if len(word) >= rules.least_letters and word.isalpha()]
    like: Any = reduce(or_, (Q(word__trigram_similar=word) for word in long), Q(pk__in=[]))
    known = list(Word.objects.filter(like).values_list("word", flat=True)) if long else []
    return [likest(word, known, rules) if word in long else [word] for word in words]


def holding_groups(rows: QuerySet[M], field: str, groups: Sequence[Sequence[str]]) -> QuerySet[M]:
    """Narrow rows to those whose field holds one word of each group."""
    held = (reduce(or_, (Q(**{f"{field}__icontains": word}) for word in group)) for group in groups)
    return rows.filter(reduce(and_, held, Q()))
