"""Tables of assurance: what is asked, what was answered, by which evidence, and who put their name to it."""

from .answers import Answer
from .catalogue import Catalogue, Lineage, Requirement
from .easements import Easement, Told
from .escalations import Escalation, EscalationOutcome, EscalationStep
from .evidence import Evidence, Verification
from .finders import Finder
from .heard import Heard
from .issues import Issue
from .learning import LearningEntry, LearningReview, Lesson, LessonEntry, LessonShare
from .moments import known_at
from .national import NationalIssue, NationalResponse, Publication, Raising, Ruling
from .offered import HelpNeed, HelpOffer, HelpOutcome, RegionLead
from .parties import OfParty
from .plans import ModelPlan, Plan, PlanEntry, Reuse
from .practice import PracticeReview
from .reviews import Finding, Reply, Review, ReviewReminder
from .signing import SignOff
from .stocktakes import PointCarried, Stocktake, StocktakeGuest, StocktakePoint

__all__ = [
    "Answer",
    "Catalogue",
    "Easement",
    "Escalation",
    "EscalationOutcome",
    "EscalationStep",
    "Evidence",
    "Finder",
    "Finding",
    "Heard",
    "HelpNeed",
    "HelpOffer",
    "HelpOutcome",
    "Issue",
    "LearningEntry",
    "LearningReview",
    "Lesson",
    "LessonEntry",
    "LessonShare",
    "Lineage",
    "ModelPlan",
    "NationalIssue",
    "NationalResponse",
    "OfParty",
    "Plan",
    "PlanEntry",
    "PointCarried",
    "PracticeReview",
    "Publication",
    "Raising",
    "RegionLead",
    "Reply",
    "Requirement",
    "Reuse",
    "Review",
    "ReviewReminder",
    "Ruling",
    "SignOff",
    "Stocktake",
    "StocktakeGuest",
    "StocktakePoint",
    "Told",
    "Verification",
    "known_at",
]
