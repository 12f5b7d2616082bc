"""Tables of the record: documents, what was read in them and laid over them, and what came of it."""

from .asks import Ask, AskStep
from .assertions import Assertion, Comparison
from .confirmations import Confirmation, ConfirmationRequest
from .contradictions import Contradiction
from .decisions import Decision, DecisionOption, DecisionScope
from .disclosure import (
    Extract,
    ExtractDocument,
    ExtractFinding,
    LeavingStatement,
    PreparedSearch,
    RedactionRule,
)
from .documents import Document
from .former import Former
from .layers import Annotation
from .meetings import Meeting, MeetingMerge, MeetingStep
from .promises import Action, Commitment, CommitmentFinding, FigureDismissed
from .retention import Destruction, Hold, RetentionLetter
from .statements import DateMention, RedactionMark, Statement
from .threads import Thread, ThreadLink
from .told import Told
from .words import Word

__all__ = [
    "Action",
    "Annotation",
    "Ask",
    "AskStep",
    "Assertion",
    "Commitment",
    "CommitmentFinding",
    "Comparison",
    "Confirmation",
    "ConfirmationRequest",
    "Contradiction",
    "DateMention",
    "Decision",
    "DecisionOption",
    "DecisionScope",
    "Destruction",
    "Document",
    "Extract",
    "ExtractDocument",
    "ExtractFinding",
    "FigureDismissed",
    "Former",
    "Hold",
    "LeavingStatement",
    "Meeting",
    "MeetingMerge",
    "MeetingStep",
    "PreparedSearch",
    "RedactionMark",
    "RedactionRule",
    "RetentionLetter",
    "Statement",
    "Thread",
    "ThreadLink",
    "Told",
    "Word",
]
