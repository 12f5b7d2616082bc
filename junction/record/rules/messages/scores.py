"""How likely a message answers an ask: by its place, its first words, the words it takes up, and its hour."""

from dataclasses import dataclass
from datetime import timedelta

from .vocabulary import content_words, echoes, pattern, values


@dataclass(frozen=True, slots=True)
class Answered:
    """An ask beside a message that may answer it; `rank` counts the messages by others in between."""

    ask: str
    text: str
    rank: int
    took: timedelta | None
    elsewhere: bool
    owner: str
    by: str


def score_of(one: Answered) -> tuple[float, tuple[str, ...]]:
    """Return the confidence, and the names of the weights that made it."""
    text = one.text.strip().replace("’", "'")
    ask = one.ask.replace("’", "'")
    shared = len(content_words(ask) & content_words(text))
    reasons = {
        "first_answer": True,
        "begins_as_answer": bool(pattern("answers").search(text)),
        "echo": any(asked.search(ask) and answered.search(text) for asked, answered in echoes()),
        "one_word_shared": shared == 1,
        "words_shared": shared > 1,
        "within_an_hour": one.took is not None and one.took <= timedelta(hours=1),
        "after_a_day": one.took is not None and one.took > timedelta(days=1),
        "asked_elsewhere": one.elsewhere,
        "not_the_owner": bool(one.owner) and not one.elsewhere and one.owner != one.by,
        "only_asks_back": text.endswith("?") and text.count("?") == 1 and "." not in text,
    }
    held = tuple(name for name, holds in reasons.items() if holds)
    score = sum(values()[name] for name in held) + one.rank * values()["each_later"]
    return round(min(values()["most"], max(0.0, score)), 2), held
