"""Why a return is not taken: each refusal's docstring is what people read."""

from collections.abc import Iterable
from datetime import datetime

from junction.core.refusals import Refusal
from junction.returns.rules.checks import Problem


class NoSuchPlace(Refusal):
    """There is no such place among those you file returns for."""

    status = 404


class CannotTakeReturn(Refusal):
    """The return has errors. Correct them and send it again; nothing was stored."""

    status = 422

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(errors=[problem.as_error() for problem in self.problems])


class MustConfirmWarnings(CannotTakeReturn):
    """The return has answers that look odd. Correct them, or confirm that they are right."""


class CannotTakeBatch(Refusal):
    """Some returns of this batch cannot be taken, so none was. Correct them, or ask for the others alone."""

    status = 422


class SomebodyElseFiled(Refusal):
    """Somebody else filed this return since you opened it. Look at their version before you send yours."""

    def __init__(self, *, version: int, filed_by: str, recorded_at: datetime) -> None:
        super().__init__(version=version, filed_by=filed_by, recorded_at=recorded_at)
        self.version, self.filed_by, self.recorded_at = version, filed_by, recorded_at


class NothingToRepeat(Refusal):
    """There is no earlier return of this place to say “nothing has changed” about."""
