"""Doors of the record."""

from django.urls import URLPattern, path

from junction.record.views import documents, home, importing, search, statements

app_name = "record"
urlpatterns: list[URLPattern] = [
    path("record/", home.home, name="home"),
    path("record/search/", search.search, name="search"),
    path("record/documents/", documents.documents, name="documents"),
    path("record/documents/import/", importing.import_document, name="import-document"),
    path("record/documents/sent/<int:upload_id>/", importing.sent_document, name="sent-document"),
    path("record/documents/sent/<int:upload_id>/read/", importing.preview_document, name="preview-document"),
    path("record/documents/<int:document_id>/", documents.document, name="document"),
    path("record/documents/<int:document_id>/text/", documents.document_text, name="document-text"),
    path("record/documents/<int:document_id>/file/", documents.document_file, name="document-file"),
    path("record/statements/<int:statement_id>/", statements.statement, name="statement"),
    path(
        "record/annotations/<int:annotation_id>/withdraw/",
        statements.withdraw_annotation,
        name="withdraw-annotation",
    ),
]
