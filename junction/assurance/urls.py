"""Doors of assurance."""

from django.urls import URLPattern, path

from junction.assurance.views import (
    answers,
    by_file,
    catalogues,
    home,
    model_plans,
    parties,
    plans,
    progress,
    proposing,
    requirements,
    reviews,
    showing,
    taking,
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
    path(f"{PARTY}action-plan/", taking.take_action_plan, name="take-action-plan"),
    path(f"{PARTY}action-plan/<int:document_id>/", taking.take_rows_of, name="take-rows"),
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
    path("plans/register/", plans.plan_register, name="plan-register"),
    path("plans/register/all/<slug:kind>/", plans.expected_plans, name="expected-plans"),
    path("plans/register/of/<slug:kind>/<str:key>/", plans.register, name="register-plan"),
    path("plans/register/<int:plan_id>/", plans.plan, name="plan"),
    path("plans/register/<int:plan_id>/review/", reviews.ask_review, name="ask-review"),
    path("plans/register/<int:plan_id>/publish/", model_plans.publish_model, name="publish-model"),
    path("plans/reviews/", reviews.reviews, name="reviews"),
    path("plans/reviews/<int:review_id>/", reviews.review, name="review"),
    path("plans/reviews/<int:review_id>/find/", reviews.write_finding, name="write-finding"),
    path("plans/reviews/<int:review_id>/finish/", reviews.finish_review, name="finish-review"),
    path("plans/reviews/<int:review_id>/reply/", reviews.reply_review, name="reply-review"),
    path("plans/models/", model_plans.model_plans, name="model-plans"),
    path("plans/models/<int:model_id>/used/", model_plans.say_reused, name="say-reused"),
    path("plans/models/<int:model_id>/withdraw/", model_plans.withdraw_model, name="withdraw-model"),
]
