"""Tables of the record: documents as received, what was read in them, and what people laid over them."""

from .documents import Document
from .layers import Annotation
from .statements import DateMention, RedactionMark, Statement

__all__ = ["Annotation", "DateMention", "Document", "RedactionMark", "Statement"]
