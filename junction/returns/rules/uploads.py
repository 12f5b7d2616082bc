"""Which files of returns people send, and what may send them."""

from junction.core.uploads.rules import Kind

RETURNS = Kind(name="returns.returns", permission="returns.import", job="returns.import_returns")
