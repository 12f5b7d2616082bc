"""The picture of one's own group: the places of a provider, wherever they lie, for its head office."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs

from .. import queries
from .pictures import Whole, picture_page


@needs("oversight.see")
@require_safe
def group_picture(request: HttpRequest) -> HttpResponseBase:
    """Show the picture of the places of one's own group; it does not exist for who oversees areas only."""
    scope = actor_of(request).scope
    if not queries.oversees_group(scope):
        raise Http404
    whole = Whole(
        name="Your group",
        caption=", ".join(queries.group_labels(scope)),
        kind="group",
        path=reverse("oversight:group-picture"),
        breadcrumbs=lambda asked: [("Home", "/"), ("Your group", "")],
        picture=lambda asked: queries.group_picture(
            scope, question_set=asked.question_set, breakdown=asked.breakdown, **asked.when
        ),
        places=lambda asked: queries.group_places(scope, question_set=asked.question_set, **asked.when),
        trends=lambda asked, layout: queries.trends(scope, "", layout=layout, **asked.when),
    )
    return picture_page(request, whole)
