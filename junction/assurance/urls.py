"""Doors of assurance."""

from django.urls import URLPattern, path

from junction.assurance.views import (
    answers,
    by_file,
    catalogues,
    home,
    parties,
    progress,
    proposing,
    requirements,
    showing,
)

app_name = "assurance"
CATALOGUE, REQUIREMENT = "plans/catalogues/<int:catalogue_id>/", "plans/requirements/<int:requirement_id>/"
PARTY, ANSWER = f"{CATALOGUE}parties/<slug:key>/", f"{REQUIREMENT}parties/<slug:key>/"
urlpatterns: list[URLPattern] = [
    path("plans/", home.home, name="home"),
    path("plans/catalogues/", catalogues.catalogues, name="catalogues"),
    path("plans/catalogues/add/", catalogues.open_catalogue, name="open-catalogue"),
    path(CATALOGUE, catalogues.catalogue, name="catalogue"),
    path(f"{CATALOGUE}publish/", catalogues.publish_catalogue, name="publish-catalogue"),
    path(f"{CATALOGUE}propose/", proposing.propose, name="propose"),
    path(f"{CATALOGUE}requirements/add/", catalogues.add_requirement, name="add-requirement"),
    path(f"{CATALOGUE}progress/", progress.progress, name="progress"),
    path(PARTY, parties.party, name="party"),
    path(f"{PARTY}sign/<slug:level>/", parties.sign, name="sign"),
    path(f"{PARTY}file/", by_file.answer_by_file, name="answer-by-file"),
    path(f"{PARTY}file/template/", by_file.answers_template_file, name="answers-template-file"),
    path(REQUIREMENT, requirements.requirement, name="requirement"),
    path(f"{REQUIREMENT}correct/", catalogues.correct_requirement, name="correct-requirement"),
    path(f"{REQUIREMENT}withdraw/", catalogues.withdraw_requirement, name="withdraw-requirement"),
    path(ANSWER, answers.answer, name="answer"),
    path(f"{ANSWER}answer/", answers.give_answer, name="give-answer"),
    path(f"{ANSWER}evidence/add/", showing.add_evidence, name="add-evidence"),
    path(f"{ANSWER}verify/", showing.verify, name="verify"),
    path(f"{ANSWER}issues/raise/", showing.raise_issue, name="raise-issue"),
    path("plans/evidence/<int:evidence_id>/withdraw/", showing.withdraw_evidence, name="withdraw-evidence"),
    path("plans/evidence/<int:evidence_id>/<slug:part>/", showing.evidence_file, name="evidence-file"),
    path(
        "plans/verifications/<int:verification_id>/withdraw/",
        showing.withdraw_verification,
        name="withdraw-verification",
    ),
    path("plans/issues/<int:issue_id>/close/", showing.close_issue, name="close-issue"),
]
