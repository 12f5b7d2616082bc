"""Write lessons down: add, correct, share further, say where they were discussed, take back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.assurance.forms.learning import (
    CorrectLesson,
    DiscussLesson,
    ShareLesson,
    TakeBack,
    WriteLesson,
)
from junction.assurance.operations import lessons as operations
from junction.assurance.operations.learning_refusals import NotYourCouncil, NotYoursToHear
from junction.assurance.operations.lessons import Learned, Shared
from junction.assurance.queries import learning, lessons
from junction.assurance.queries.learning_reach import hearing
from junction.assurance.queries.reach import ANSWER
from junction.assurance.rules.learning import learning_rules
from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.sheets import pairs
from junction.core.scope import Scope

WORDED = ("text", "theme", "for_whom", "action", "owner", "due_on", "done_on")


def _choices(now: Any) -> dict[str, Any]:
    rules = learning_rules(local_day(now))
    return {"theme": pairs(rules.themes), "for_whom": pairs(rules.audiences)}


def _mine(scope: Scope, lesson_id: int) -> Any:
    """A lesson that one writes. One that is only read is refused; one that is not does not exist."""
    one: Any = the(lessons.lesson, scope, lesson_id)
    if not learning.may_write_of(scope, one.lesson.review.place_id):
        raise PermissionDenied(NotYourCouncil.sentence())
    return one


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def add_lesson(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """Write down a lesson of a review that was held."""
    by, now = actor_of(request), timezone.now()
    one: Any = the(learning.review, by.scope, review_id)
    if not learning.may_write_of(by.scope, one.review.place_id):
        raise PermissionDenied(NotYourCouncil.sentence())
    form = WriteLesson(posted(request), choices=_choices(now))
    if form.is_valid():
        learned = Learned(**form.cleaned_data)
        made = tried(form, operations.add_lesson, review_id=review_id, learned=learned, by=by, now=now)
        if made is not None:
            messages.success(request, "Written down. Say with whom it was shared.")
            return redirect("assurance:lesson", made.lesson_id)
    back = reverse("assurance:one-learning", args=[review_id])
    return ask(request, form, title="What was learned?", button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def correct_lesson(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Word a lesson anew."""
    by, now = actor_of(request), timezone.now()
    one = _mine(by.scope, lesson_id)
    form = CorrectLesson(
        posted(request), choices=_choices(now), initial={name: getattr(one, name) for name in WORDED}
    )
    back = reverse("assurance:lesson", args=[lesson_id])
    if form.is_valid():
        typed = dict(form.cleaned_data)
        why = typed.pop("why")
        learned = Learned(**typed)
        if tried(form, operations.correct_lesson, lesson_id=lesson_id, learned=learned, why=why, by=by,
                 now=now):  # fmt: skip
            messages.success(request, "Written down. How it was worded before is kept.")
            return redirect(back)
    said = "Wherever it was shared, it reads as you write it now."
    return ask(request, form, title="Correct this lesson", said=said, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def share_lesson(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Say with whom a lesson was shared; from then on they read it here."""
    by, now = actor_of(request), timezone.now()
    one = _mine(by.scope, lesson_id)
    rules = learning_rules(local_day(now))
    choices = {"level": pairs(rules.levels), "means": pairs(rules.means)}
    form, back = ShareLesson(posted(request), choices=choices), reverse("assurance:lesson", args=[lesson_id])
    if form.is_valid():
        shared = Shared(**form.cleaned_data)
        if tried(form, operations.share_lesson, lesson_id=lesson_id, shared=shared, by=by, now=now):
            messages.success(request, "Written down. Who sits at that level reads it here now.")
            return redirect(back)
    said = f"“{one.text[:300]}” Local: homes and forums of your council read it. Regional: everybody in your "
    said += "region. National: everybody. The place is named only to who reaches it anyway."
    return ask(request, form, title="With whom was it shared?", said=said, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def discuss_lesson(request: HttpRequest, share_id: int) -> HttpResponseBase:
    """Say that a lesson was discussed where it was shared."""
    by, now = actor_of(request), timezone.now()
    one: Any = the(lessons.share, by.scope, share_id)
    if not hearing(by.scope).may_hear(one.level, one.lesson.review.place.council_id):
        raise PermissionDenied(NotYoursToHear.sentence())
    form, back = DiscussLesson(posted(request)), reverse("assurance:lesson", args=[one.lesson_id])
    if form.is_valid():
        said = form.cleaned_data
        if tried(form, operations.discuss_lesson, share_id=share_id, **said, by=by, now=now) is not None:
            messages.success(request, "Written down.")
            return redirect(back)
    return ask(request, form, title="It was discussed", said=one.where, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def withdraw_lesson(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Take a lesson back: nobody finds it any more but as at an earlier moment."""
    by, now = actor_of(request), timezone.now()
    one = _mine(by.scope, lesson_id)
    form, back = TakeBack(posted(request)), reverse("assurance:lesson", args=[lesson_id])
    if form.is_valid():
        why = form.cleaned_data["why"]
        tried(form, operations.withdraw_lesson, lesson_id=lesson_id, why=why, by=by, now=now)
        if not form.errors:
            messages.success(request, "Taken back.")
            return redirect("assurance:one-learning", one.lesson.review_id)
    title, said = "Take this lesson back", one.text[:300]
    return ask(request, form, title=title, said=said, button="Take it back", back=back, ends_something=True)
