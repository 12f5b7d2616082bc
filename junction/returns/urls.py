"""The addresses of returns' pages."""

from datetime import date

from django.urls import path, re_path, register_converter

from .views import chase, completeness, filing, history, mine, series, uploads


class DayConverter:
    """A day in an address: 2020-04-20."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # a ValueError is a 404

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(DayConverter, "day")

app_name = "returns"
urlpatterns = [
    path("series/", series.all_series, name="all-series"),
    path("series/<slug:name>/", series.one_series, name="one-series"),
    path("chase/", chase.chase_list, name="chase-list"),
    path("chase/calls/", chase.log_call_at_once, name="log-call-at-once"),
    path("chase/<int:place_id>/", chase.log_call_page, name="log-call"),
    path("completeness/", completeness.completeness, name="completeness"),
    path("returns/", mine.my_returns, name="my-returns"),
    path("returns/upload/", uploads.import_returns, name="import-returns"),
    path("returns/upload/<int:upload_id>/", uploads.returns_upload, name="returns-upload"),
    re_path(
        r"^returns/template/(?P<question_set>[a-z-]+)\.(?P<kind>csv|xlsx)$",
        uploads.returns_template,
        name="returns-template",
    ),
    path("returns/<int:place_id>/<slug:question_set>/", filing.file_return, name="file-return"),
    path("returns/<int:place_id>/<slug:question_set>/past/", history.past_returns, name="past-returns"),
    path("returns/<int:place_id>/<slug:question_set>/<day:about_on>/", history.see_return, name="see-return"),
    path(
        "returns/<int:place_id>/<slug:question_set>/<day:about_on>/sent/",
        filing.return_filed,
        name="return-filed",
    ),
]
