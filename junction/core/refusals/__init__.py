"""How an operation says no: an exception whose docstring is the message people see.

    class CannotTake(Refusal):
        \"\"\"Somebody else has this already. Ask them to hand it over.\"\"\"

Pages show the message; the API answers with a problem of the refusal's `status` and a type made of its name.
"""

import re
from typing import ClassVar


class Refusal(Exception):
    """This cannot be done."""

    status: ClassVar[int] = 409  # 409: in conflict with how things are; 422: what was sent cannot be right

    def __init__(self, message: str = "", **about: object) -> None:
        super().__init__(message or self.sentence())
        self.about = about  # plain values a machine may use: {"owner": "user:12"}

    @classmethod
    def sentence(cls) -> str:
        """Return the docstring as one line of text."""
        return " ".join((cls.__doc__ or "").split())

    @classmethod
    def code(cls) -> str:
        """Return the name as a word of an address: CannotTake is "cannot-take"."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
