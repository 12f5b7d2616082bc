"""The parts that the world of the access matrix is made of, each after those it stands on."""

from tests.access.desk_world import make_requests
from tests.access.directory_world import make_directory
from tests.access.helpline_world import make_helpline
from tests.access.needs_world import make_needs
from tests.access.offers_world import make_offers
from tests.access.plans_world import make_plans
from tests.access.programmes_world import make_programmes
from tests.access.record_world import make_record
from tests.access.referrals_world import make_referrals
from tests.access.registers_world import make_registers
from tests.access.runs_world import make_runs
from tests.access.unmet_world import make_proposals
from tests.access.upwards_world import make_upwards
from tests.access.volunteers_world import make_volunteers

PARTS = (
    make_requests, make_plans, make_directory, make_record, make_registers,
    make_upwards, make_runs, make_needs, make_helpline, make_offers,
    make_programmes, make_referrals, make_volunteers, make_proposals,
)  # fmt: skip
