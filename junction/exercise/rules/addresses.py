"""Addresses of simulated people: such as nobody real can have (RFC 2606). Pure."""


def volunteers_address(council: str, number: int) -> str:
    """Return the address of the simulated volunteer of a council who bears a number."""
    return f"volunteer-{council}-{number}@example.org".lower()
