"""Tables of support. Every part has a module of its own, and all are gathered here."""

from .alike import Alike
from .carers import CarerHelp, CarerStep
from .carried import WordToCarry
from .desk import HandOver, Hub, HubWeek, Letter, Recurrence
from .directory import (
    DirectorySource,
    Location,
    SearchWithoutResult,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceOrganisation,
    ServiceSchedule,
    ServiceState,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)
from .employers import Employer
from .exclusions import Exclusion
from .launches import Launch, LaunchDecision, LaunchPromise, LaunchTie, LaunchVerdict, LaunchVersion
from .linking import LinkCase, LinkStep
from .loans import Lent, LentAnswer, Loan, LoanStep
from .needs import Concern, Need, NeedEvent, Person
from .offers import Offer, OfferRoute, OfferUse
from .programmes import (
    LinkResult,
    PressureAnswer,
    PressureCall,
    Programme,
    ProgrammeLink,
    ProgrammeVersion,
    Provision,
)
from .proposals import Proposal, ProposalDecision, ProposalOutcome, ProposalReminder
from .referrals import Referral, ReferralEvent
from .talks import Talk
from .then import OfferStep, TaskState, VolunteerBefore
from .unmet_kept import UnmetChange, UnmetMark, UnmetSpan
from .volunteer_tasks import Demand, MatchingRun, Task, TaskOffer, TaskWord
from .volunteers import DutySpan, Scheme, SignInCode, VettingSeen, Volunteer, WantedMessage

__all__ = [
    "Alike",
    "CarerHelp",
    "CarerStep",
    "Concern",
    "Demand",
    "DirectorySource",
    "DutySpan",
    "Employer",
    "Exclusion",
    "HandOver",
    "Hub",
    "HubWeek",
    "Launch",
    "LaunchDecision",
    "LaunchPromise",
    "LaunchTie",
    "LaunchVerdict",
    "LaunchVersion",
    "Lent",
    "LentAnswer",
    "Letter",
    "LinkCase",
    "LinkResult",
    "LinkStep",
    "Loan",
    "LoanStep",
    "Location",
    "MatchingRun",
    "Need",
    "NeedEvent",
    "Offer",
    "OfferRoute",
    "OfferStep",
    "OfferUse",
    "Person",
    "PressureAnswer",
    "PressureCall",
    "Programme",
    "ProgrammeLink",
    "ProgrammeVersion",
    "Proposal",
    "ProposalDecision",
    "ProposalOutcome",
    "ProposalReminder",
    "Provision",
    "Recurrence",
    "Referral",
    "ReferralEvent",
    "Scheme",
    "SearchWithoutResult",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceOrganisation",
    "ServiceSchedule",
    "ServiceState",
    "ServiceTerm",
    "SignInCode",
    "Talk",
    "Task",
    "TaskOffer",
    "TaskState",
    "TaskWord",
    "Taxonomy",
    "TaxonomyTerm",
    "UnmetChange",
    "UnmetMark",
    "UnmetSpan",
    "VettingSeen",
    "Volunteer",
    "VolunteerBefore",
    "WantedMessage",
    "WordToCarry",
]
