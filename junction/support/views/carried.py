"""Whom no message reaches: letters to be posted and words to be left, the letter as PDF, and that it is
done.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, short_moment
from junction.core.pages.words import day as day_words
from junction.core.scope import Scope
from junction.support.files.carried import WordText, word_pdf
from junction.support.forms.carried import Carried
from junction.support.operations.carried import carry_word
from junction.support.queries import carried as queries
from junction.support.queries.needs import ANSWER, who
from junction.support.rules.desk import desk_on

WAYS = [("letter", "A letter"), ("word", "A word to be left")]


def words_table(scope: Scope, moment: Moment) -> DataTable:
    """The oldest first; nobody is named."""
    titles = {code: one.title for code, one in desk_on(moment.day).carried.items()}

    def state(row: Any) -> str:
        is_done = row.done_at is not None and row.done_at <= moment.at
        if is_done:
            return f"{titles.get(row.outcome, row.outcome)}, {short_moment(row.done_at)}"
        return "Waits" if row.is_safe else "Not safe any more"

    return DataTable(
        name="", caption="To be posted or left as a word",
        columns=[
            Column("need", "Reference", lambda row: link("support:word", row.need.reference, row.pk),
                   export=lambda row: row.need.reference),
            Column("way", "How", lambda row: row.get_way_display(), sort="way"),
            Column("area", "Council", lambda row: row.need.area.name, sort="need__area__name"),
            Column("wanted", "Waits since", lambda row: ago(row.wanted_at, moment.at), sort="wanted_at",
                   export=lambda row: row.wanted_at),
            Column("state", "State", state),
        ],
        filters=[
            Filter("state", "State", [("waits", "Waits"), ("done", "Done")],
                   lambda rows, code: queries.that_wait(scope, rows, as_at=moment.at, waits=code == "waits")),
            Filter("way", "How", WAYS, lambda rows, code: rows.filter(way=code)),
        ],
        default_sort="wanted", empty="Nobody waits for a letter or a word.",
    )  # fmt: skip


@require_safe
@needs(ANSWER)
def words(request: HttpRequest) -> HttpResponseBase:
    """What waits, and what was done."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    said = "Whom no text message or email may reach. What is not safe any more is not to be done."
    rows = queries.words_to_carry(by.scope, as_at=moment.at)
    return sheet(
        request, title="Letters to post, words to leave", back=reverse("support:desk"), said=said,
        moment=moment, tables=[(words_table(by.scope, moment), rows)],
    )  # fmt: skip


@require_safe
@needs(ANSWER)
def word(request: HttpRequest, word_id: int) -> HttpResponseBase:
    """One of them: what to say, and to whom for those who may know."""
    by, now = actor_of(request), timezone.now()
    one: Any = the(queries.words_to_carry(by.scope).get, pk=word_id)
    is_open, is_safe = one.done_at is None, one.is_safe
    told = who(by.scope, one.need) if is_open and is_safe else None
    titles = {code: said.title for code, said in desk_on(local_day(now)).carried.items()}
    is_letter = one.way == "letter"
    done = f"{titles.get(one.outcome, one.outcome)}, {short_moment(one.done_at)}" if one.done_at else ""
    lines = [
        ("How", one.get_way_display()), ("Say", queries.text_of(by.scope, one, settings.PRODUCT["name"])),
        ("Name", told.name if told else ""), ("Address", told.address if told and is_letter else ""),
        ("Telephone", told.phone if told and not is_letter else ""),
        ("Code word", told.code_word if told and not is_letter else ""),
        ("Who", "" if told or not (is_open and is_safe) else "You may not read who this is for"),
        ("Safe", "" if is_safe or not is_open else "No: this way may not be used any more"),
        ("Waits since", short_moment(one.wanted_at)),
        ("Done", done),
        ("Need", link("support:case", one.need.reference, one.need_id)),
    ]  # fmt: skip
    ways = [("Write down what came of it", reverse("support:carry-word", args=[one.pk]))] if is_open else []
    if told and is_letter:
        ways.insert(0, ("The letter as PDF", reverse("support:word-pdf", args=[one.pk])))
    title = f"For {one.need.reference}"
    return sheet(request, title=title, back=reverse("support:words"), lines=lines, ways=ways)


@require_safe
@needs(ANSWER)
def pdf(request: HttpRequest, word_id: int) -> HttpResponse:
    """The letter, to be posted in a plain envelope; while it waits, is safe, and for those who may know."""
    by, now = actor_of(request), timezone.now()
    one: Any = the(queries.words_to_carry(by.scope).get, pk=word_id)
    told = None
    if one.way == "letter" and one.done_at is None and one.is_safe:
        told = who(by.scope, one.need)
    if told is None:
        raise Http404
    today = local_day(now)
    text = WordText(
        to=tuple(line for line in (told.name, *told.address.splitlines()) if line.strip()),
        day=day_words(today), title=one.need.reference,
        says=queries.text_of(by.scope, one, settings.PRODUCT["name"]),
        language=one.need.person.language, contact=settings.PRODUCT["contact"],
    )  # fmt: skip
    answer = HttpResponse(word_pdf(text, on=today), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="letter-{one.pk}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def done(request: HttpRequest, word_id: int) -> HttpResponse:
    """Write down that it is posted or left, or cannot be."""
    by, now = actor_of(request), timezone.now()
    one: Any = the(queries.words_to_carry(by.scope).get, pk=word_id)
    known = desk_on(local_day(now)).carried.items()
    outcomes = [(code, said.title) for code, said in known if said.way in ("", one.way)]
    form, back = Carried(posted(request), outcomes=outcomes), reverse("support:word", args=[one.pk])
    sent: dict[str, Any] = {"number": one.pk, "by": by, "now": now}
    if form.is_valid() and tried(form, carry_word, **form.cleaned_data, **sent) is not None:
        messages.success(request, "Written down.")
        return redirect("support:words")
    title = f"{one.get_way_display()} for {one.need.reference}"
    return ask(request, form, title=title, button="Write it down", back=back)
