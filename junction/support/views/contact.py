"""Writing down anew how a person is reached and what is safe; back to the need or to the case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.support.forms.contact import Contact
from junction.support.operations.contact import FLAGS, TOLD, change_contact
from junction.support.queries.needs import ANSWER, one_need, who
from junction.support.rules.need_texts import need_texts_on
from junction.support.rules.volunteering import volunteering_on

SAID = (
    "What you take away is destroyed. Volunteers who help learn of a new number at once. Where the address"
    " becomes protected, what volunteers have is taken back, and services that were told are told no more."
)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def change(request: HttpRequest, need_id: int) -> HttpResponseBase:
    """Change how somebody is reached."""
    by, now = actor_of(request), timezone.now()
    one = the(one_need, by.scope, need_id, permission=ANSWER)
    back = reverse("support:case" if request.GET.get("case") else "support:need", args=[one.pk])
    told = who(by.scope, one)
    if told is None or one.person is None:
        messages.warning(request, "You may not read who this is about, so you cannot change it.")
        return redirect(back)
    before: dict[str, Any] = {name: getattr(told, name) for name in TOLD}
    before |= {name: getattr(one.person, name) for name in FLAGS}
    known = {spoken.code: spoken.title for spoken in volunteering_on(local_day(now)).languages.values()}
    languages = [*({one.person.language: one.person.language} | known).items()]
    form = Contact(posted(request), texts=need_texts_on(local_day(now)), languages=languages, initial=before)
    if form.is_valid():
        changes = dict(form.cleaned_data)
        why = changes.pop("why")
        if tried(form, change_contact, number=one.pk, changes=changes, why=why, by=by, now=now) is not None:
            messages.success(request, "Written down.")
            return redirect(back)
    return ask(request, form, title=f"How is {one.reference} reached?", button="Write it down", back=back,
               said=SAID)  # fmt: skip
