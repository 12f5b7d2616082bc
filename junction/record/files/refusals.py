"""Why a document cannot be opened, and what to do then: the docstrings are what people see."""

from junction.core.refusals import Refusal


class CannotOpen(Refusal):
    """This file cannot be opened as a document."""

    status = 422


class FileEmpty(CannotOpen):
    """The file is empty. Send it again."""


class FileTooLarge(CannotOpen):
    """The file is too large to open. Send it in parts."""


class FileUnknown(CannotOpen):
    """This is no document that can be read. Send text, CSV, XLSX, DOCX, PDF, EML or MSG."""


class FileIsPicture(CannotOpen):
    """This is a picture. Send the document itself, or a PDF of it with text that can be selected."""


class FileIsOldWord(CannotOpen):
    """This is a document of an old Word or in RTF. Save it as DOCX or PDF and send that."""


class FileDamaged(CannotOpen):
    """The file is damaged or cut short. Save it again and send it once more."""


class FileLocked(CannotOpen):
    """The file is protected by a password. Remove it, save, and send again."""


class NoTextInside(CannotOpen):
    """The document holds no text, only pictures. Send the original, or one with its text recognised."""


class TooHeavy(CannotOpen):
    """The file takes too long or too much memory to open. Send it in parts, or as plain text."""


class RichTextOnly(CannotOpen):
    """The message has its body only in Outlook's rich text. Save it as EML or as text and send that."""


ALL = {kind.code(): kind for kind in CannotOpen.__subclasses__()}
