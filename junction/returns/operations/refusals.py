"""Why a return is not taken: each refusal's docstring is what people read."""

from datetime import datetime

from junction.returns.rules.checks import Problem


class Refusal(Exception):
    """The return was not taken."""

    def __str__(self) -> str:
        return (self.__doc__ or "").strip()


class NoSuchPlace(Refusal):
    """There is no such place among those you file returns for."""


class CannotTakeReturn(Refusal):
    """The return has errors. Correct them and send it again; nothing was stored."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


class MustConfirmWarnings(CannotTakeReturn):
    """The return has answers that look odd. Correct them, or confirm that they are right."""


class SomebodyElseFiled(Refusal):
    """Somebody else filed this return since you opened it. Look at their version before you send yours."""

    def __init__(self, *, version: int, filed_by: str, recorded_at: datetime) -> None:
        super().__init__()
        self.version, self.filed_by, self.recorded_at = version, filed_by, recorded_at


class NothingToRepeat(Refusal):
    """There is no earlier return of this place to say “nothing has changed” about."""
