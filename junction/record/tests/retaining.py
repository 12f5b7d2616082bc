"""Documents past their date, to hold and to destroy, for the tests of retention."""

from datetime import UTC, date, datetime

from django.db import connection

from junction.core.scope import Actor, Reach
from junction.record.models import Action, Ask, Commitment, Document, Meeting
from junction.record.operations.annotating import Layer, annotate
from junction.record.operations.confirming import confirm
from junction.record.operations.keeping import keep_document
from junction.record.operations.retention import ask_destruction, destroy
from junction.record.rules.handling import About
from junction.record.rules.plain import read_plain
from junction.record.rules.source import Source
from tests.cast import holder, national

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2020, 4, 20, 10, 0, tzinfo=UTC)
OLD = date(1999, 4, 20)  # what was received then is past its date: twenty years
TRAFFORD = "E08000009"
PLANTED = "Zyxwalda"  # a name that stands nowhere else
TEXT = f"{PLANTED} Vuntrup asked for masks by 3 May.\n\nSend forty gowns to {PLANTED}.\n"


def second(area: str = TRAFFORD) -> Actor:
    """Another officer of the same council."""
    return holder("council-officer", Reach(areas=frozenset({area})), key="user:second")


def keep_old(
    text: str = TEXT, *, kind: str = "letter", sensitivity: str = "official", **more: object
) -> Document:
    """Keep a document that is past its date."""
    source = Source(text, name=f"{PLANTED}.txt", properties=(("author", PLANTED),))
    said = {
        "title": f"Letter of {PLANTED}",
        "source": "The post",
        "received_on": OLD,
        "area": TRAFFORD,
    } | more
    about = About(kind, sensitivity=sensitivity, **said)  # type: ignore[arg-type] # as given
    kept = keep_document(text.encode(), read_plain(source), about, by=national(), now=NOW).document
    assert kept is not None
    return kept


def lay_over(document: Document) -> dict[str, int]:
    """Lay something of every kind over a document and make things of it; return their numbers."""
    by, first = national(), document.statements.order_by("number").first()
    assert first is not None
    annotate(document.pk, Layer("note", 0, 8, f"{PLANTED} is a nurse", statement=first.pk), by=by, now=NOW)
    said = {"document": document, "statement": first, "recorded_at": NOW, "recorded_by": by.key}
    promise = Commitment.objects.create(
        words=f"{PLANTED} sends masks", promised_by=PLANTED, promised_to=PLANTED, made_on=OLD, **said
    )
    action = Action.objects.create(words=f"Ring {PLANTED}", owner_said=PLANTED, asked_on=OLD, **said)
    asked = Ask.objects.create(words=f"{PLANTED} asks", asked_by=PLANTED, asked_at=NOW, **said)
    asked.steps.create(to=PLANTED, at=NOW, note=PLANTED, statement=first, recorded_at=NOW, recorded_by=by.key)
    meeting = Meeting.objects.create(
        words=f"Meeting with {PLANTED}", group=PLANTED, place=PLANTED, asked_by=PLANTED, asked_at=NOW, **said
    )
    meeting.steps.create(
        what="sent", who=PLANTED, instead_of=PLANTED, at=NOW, note=PLANTED, statement=first,
        withdrawn_at=NOW, withdrawn_by=by.key, withdrawn_why=PLANTED, recorded_at=NOW, recorded_by=by.key,
    )  # fmt: skip
    confirm(Commitment, promise.pk, edits={"words": f"{PLANTED} sends forty masks"}, by=by, now=NOW)
    return {"commitment": promise.pk, "action": action.pk, "ask": asked.pk, "statement": first.pk}


def destroyed(document: Document, *, why: str = "Its time is over") -> Document:
    """Have it destroyed by two."""
    asked = ask_destruction(document.pk, why=why, by=national(), now=NOW)
    destroy(asked.pk, by=second(), now=LATER)
    return Document.objects.get(pk=document.pk)


def tables_with(word: str) -> list[str]:
    """Return the tables of the database in which a word stands anywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        names = [name for (name,) in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}" t WHERE t::text ILIKE %s', [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.append(name)
    return found
