"""How a Django form becomes GOV.UK controls: which macro draws a field, and what it is told.

`field(form["beds"], suffix="beds", width=4)` draws one control with its hint and error. What is always so
for a field can be said once on the form (`furniture = {"beds": {"width": 4}}`) and is overridden by
what the page says. Understood: `label`, `hint`, `size` (s, m, l, xl), `heading`, `width`, `prefix`,
`suffix`, `inline`, `small`, `optional`, `conditional` ({value: what is revealed}), `hints` ({value: text}),
`divider` (the value before which "or" stands), `maxlength`, `rows`, `classes`, `autocomplete`, `attributes`.
"""

from junction.core.pages.forms.controls import Furniture, field
from junction.core.pages.forms.days import DayField, DayInput
from junction.core.pages.forms.errors import Form, error_summary

__all__ = ["DayField", "DayInput", "Form", "Furniture", "error_summary", "field"]
