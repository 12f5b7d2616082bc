"""`junction docs`: writes the reference pages from the code, or says which are stale."""

from typing import Annotated

import typer

from junction.config import reference

from .base import app, refuse, say

Check = Annotated[bool, typer.Option("--check", help="Write nothing; end with 1 when a page is stale.")]


@app.command()
def docs(check: Check = False) -> None:
    """Write the pages of docs/reference from the code: rules, roles, questions, figures, commands, addresses.

    Example: `junction docs --check`
    """
    if check:
        stale = reference.stale()
        if stale:
            raise refuse(f"Stale: {', '.join(stale)}. Run: junction docs")
        return
    changed = reference.write_pages()
    say.print(f"Written: {', '.join(changed)}" if changed else "Every page is as it should be.")
