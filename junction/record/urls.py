"""Doors of the record."""

from django.urls import URLPattern, path

from junction.record.views import (
    asks,
    commitments,
    documents,
    extracts,
    home,
    importing,
    proposals,
    redactions,
    search,
    statements,
    todo,
    writing,
)

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
    path("record/proposed/<slug:kind_name>/", proposals.proposals, name="proposals"),
    path("record/proposed/<slug:kind_name>/<int:number>/confirm/", proposals.confirm, name="confirm"),
    path("record/proposed/<slug:kind_name>/<int:number>/dismiss/", proposals.dismiss, name="dismiss"),
    path("record/write/<slug:kind_name>/", writing.write, name="write"),
    path("record/commitments/", commitments.commitments, name="commitments"),
    path("record/commitments/<int:number>/", commitments.commitment, name="commitment"),
    path("record/actions/", todo.actions, name="actions"),
    path("record/actions/<int:number>/", todo.action, name="action"),
    path("record/actions/<int:number>/take/", todo.take_action, name="take-action"),
    path("record/actions/<int:number>/hand-over/", todo.hand_over_action, name="hand-over-action"),
    path("record/actions/<int:number>/close/", todo.close_action, name="close-action"),
    path("record/asks/", asks.asks, name="asks"),
    path("record/asks/<int:number>/", asks.ask, name="ask"),
    path("record/asks/<int:number>/pass-on/", asks.pass_on_ask, name="pass-on-ask"),
    path("record/asks/<int:number>/answer/", asks.answer_ask, name="answer-ask"),
    path("record/asks/<int:number>/answer/take-back/", asks.take_back_answer, name="take-back-answer"),
    path("record/extracts/", extracts.extracts, name="extracts"),
    path("record/extracts/make/", extracts.make_extract, name="make-extract"),
    path("record/extracts/<int:extract_id>/", extracts.extract, name="extract"),
    path("record/extracts/<int:extract_id>/check/", extracts.check_extract, name="check-extract"),
    path("record/extracts/<int:extract_id>/release/", extracts.release_extract, name="release-extract"),
    path("record/extracts/<int:extract_id>/bundle/", extracts.extract_bundle, name="extract-bundle"),
    path("record/extracts/<int:extract_id>/search/", redactions.extract_search, name="extract-search"),
    path("record/extracts/<int:extract_id>/take-out/", redactions.add_redaction, name="add-redaction"),
    path(
        "record/extracts/<int:extract_id>/documents/<int:number>/",
        redactions.extract_document,
        name="extract-document",
    ),
    path(
        "record/redactions/<int:rule_id>/withdraw/", redactions.withdraw_redaction, name="withdraw-redaction"
    ),
    path("record/findings/<int:finding_id>/accept/", redactions.accept_finding, name="accept-finding"),
]
