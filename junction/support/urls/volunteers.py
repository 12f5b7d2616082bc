"""Doors of volunteers: those of the volunteers themselves, and those of who keeps and matches them."""

from django.urls import URLPattern, path

from junction.support.views import exclusions, loans, volunteers
from junction.support.views import volunteer_chances as chances
from junction.support.views import volunteer_demand as demand
from junction.support.views import volunteer_files as files
from junction.support.views import volunteer_helping as helping
from junction.support.views import volunteer_joining as joining
from junction.support.views import volunteer_lending as lending
from junction.support.views import volunteer_matching as matching
from junction.support.views import volunteer_own as own
from junction.support.views import volunteer_runs as runs

urlpatterns: list[URLPattern] = [
    path("volunteer/", joining.join, name="volunteer-join"),
    path("volunteer/likely/", chances.chances, name="volunteer-chances"),
    path("volunteer/joined/", joining.joined, name="volunteer-joined"),
    path("volunteer/sign-in/", joining.sign_in, name="volunteer-sign-in"),
    path("volunteer/code/", joining.code, name="volunteer-code"),
    path("volunteer/sign-out/", joining.sign_out, name="volunteer-sign-out"),
    path("volunteer/link/<str:token>/", joining.link, name="volunteer-link"),
    path("volunteer/me/", own.me, name="volunteer-me"),
    path("volunteer/me/duty/", own.duty, name="volunteer-duty"),
    path("volunteer/me/change/", own.change, name="volunteer-change"),
    path("volunteer/me/leave/", own.leave, name="volunteer-leave"),
    path("volunteer/loans/<int:lent_id>/", lending.lent, name="volunteer-lent"),
    path("volunteer/offers/<int:offer_id>/", helping.offer, name="volunteer-offer"),
    path("volunteer/tasks/<int:task_id>/", helping.task, name="volunteer-task"),
    path("volunteer/tasks/<int:task_id>/done/", helping.done, name="volunteer-done"),
    path("volunteer/tasks/<int:task_id>/not-again/", helping.not_again, name="volunteer-not-again"),
    path("support/volunteers/", volunteers.volunteers_list, name="volunteers"),
    path("support/volunteers/import/", files.import_volunteers, name="import-volunteers"),
    path("support/volunteers/import/template/", files.volunteers_file, name="volunteers-template"),
    path("support/volunteers/import/<int:upload_id>/", files.volunteers_upload, name="volunteers-upload"),
    path("support/volunteers/<int:volunteer_id>/", volunteers.volunteer, name="volunteer"),
    path("support/volunteers/<int:volunteer_id>/check/", volunteers.see_check, name="see-check"),
    path(
        "support/volunteers/<int:volunteer_id>/forget/", volunteers.forget_volunteer, name="forget-volunteer"
    ),
    path(
        "support/volunteers/checks/<int:check_id>/withdraw/", volunteers.withdraw_check, name="withdraw-check"
    ),
    path("support/tasks/", matching.tasks_list, name="volunteer-tasks"),
    path("support/tasks/<int:task_id>/", matching.task, name="volunteer-task-seen"),
    path("support/tasks/<int:task_id>/cancel/", matching.cancel, name="cancel-task"),
    path("support/tasks/<int:task_id>/say/", matching.say, name="say-of-task"),
    path("support/tasks/<int:task_id>/exclude/", exclusions.exclude, name="exclude-volunteer"),
    path("support/needs/<int:need_id>/exclude/", exclusions.exclude_from_need, name="exclude-from-need"),
    path("support/exclusions/", exclusions.exclusions_list, name="exclusions"),
    path("support/exclusions/<int:exclusion_id>/end/", exclusions.end, name="end-exclusion"),
    path("support/matching/", runs.matchings, name="matchings"),
    path("support/matching/<int:run_id>/", runs.matching, name="matching"),
    path("support/demand/", demand.demands, name="demands"),
    path("support/demand/new/", demand.state_demand, name="state-demand"),
    path("support/demand/<int:demand_id>/", demand.demand, name="demand"),
    path("support/demand/<int:demand_id>/close/", demand.close_demand, name="close-demand"),
    path("support/schemes/", demand.schemes_page, name="schemes"),
    path("support/schemes/new/", demand.new_scheme, name="add-scheme"),
    path("support/schemes/lend/", loans.lend, name="lend"),
    path("support/schemes/loans/", loans.loans, name="loans"),
    path("support/schemes/loans/<int:loan_id>/", loans.loan, name="loan"),
    path("support/schemes/loans/asked/<int:lent_id>/", loans.write_down, name="write-down-lent"),
    path("support/schemes/loans/<int:loan_id>/agree/", loans.agree, name="agree-loan"),
    path("support/schemes/loans/<int:loan_id>/decline/", loans.decline, name="decline-loan"),
    path("support/schemes/loans/<int:loan_id>/withdraw/", loans.withdraw, name="withdraw-loan"),
    path("support/schemes/loans/<int:loan_id>/end/", loans.end_loan, name="end-loan"),
]
