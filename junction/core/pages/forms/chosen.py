"""A form whose lists to choose from are handed to it, since they are dated rules or what is in reach."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from junction.core.pages.forms.errors import Form


class Chosen(Form):
    """Its fields named in `choices` offer those pairs; an optional list begins with an empty one.

    A list from which nothing can be chosen yet says so, in the words of `nothing`.
    """

    nothing: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        *arguments: Any,
        choices: Mapping[str, Sequence[tuple[Any, str]]] | None = None,
        none: str = "None",
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        for name, pairs in (choices or {}).items():
            field: Any = self.fields[name]
            one = not hasattr(field.widget, "allow_multiple_selected") or (
                not field.widget.allow_multiple_selected
            )
            field.choices = [("", none), *pairs] if one and not field.required else list(pairs)
            if not pairs and name in self.nothing:
                field.help_text = self.nothing[name]
