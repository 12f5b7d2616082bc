"""Tables of assurance: what is asked, what was answered, by which evidence, and who put their name to it."""

from .answers import Answer
from .catalogue import Catalogue, Lineage, Requirement
from .easements import Easement, Told
from .evidence import Evidence, Verification
from .finders import Finder
from .heard import Heard
from .issues import Issue
from .learning import LearningEntry, LearningReview, Lesson, LessonEntry, LessonShare
from .moments import known_at
from .national import NationalIssue, NationalResponse, Publication, Raising, Ruling
from .parties import OfParty
from .plans import ModelPlan, Plan, PlanEntry, Reuse
from .practice import PracticeReview
from .reviews import Finding, Reply, Review
from .signing import SignOff

__all__ = [
    "Answer",
    "Catalogue",
    "Easement",
    "Evidence",
    "Finder",
    "Finding",
    "Heard",
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
    "PracticeReview",
    "Publication",
    "Raising",
    "Reply",
    "Requirement",
    "Reuse",
    "Review",
    "Ruling",
    "SignOff",
    "Told",
    "Verification",
    "known_at",
]
