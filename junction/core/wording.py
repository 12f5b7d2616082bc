"""How a name is spelt where it stands: at the start of a label or in a sentence; acronyms keep their case.

Names come from data (choices, codes of measures, verbs of the log, titles of roles). `str.capitalize` would
make "too little PPE" into "Too little ppe", and `str.lower` would make an LRF an lrf.
"""

import re

ACRONYMS = "API|CQC|COVID|CSV|DHSC|GSS|HPT|ICB|ID|LRF|LTCF|NHS|NHSN|ODS|PPE"
_ACRONYM = re.compile(rf"\b({ACRONYMS})\b", re.IGNORECASE)
_COVID_19 = re.compile(r"\bCOVID 19\b")


def sentence_case(name: str) -> str:
    """Spell a name or a code as a label: "too little PPE" is "Too little PPE", `stock_ppe` is "Stock PPE"."""
    words = name.replace("_", " ").replace("-", " ")
    words = _COVID_19.sub("COVID-19", _ACRONYM.sub(lambda found: found[0].upper(), words))
    return words[:1].upper() + words[1:]


def in_a_sentence(title: str) -> str:
    """Spell a title in a sentence: "No answer" is "no answer"; PPE and a Health Protection Team stay."""
    first, _, rest = title.partition(" ")
    is_proper = rest[:1].isupper() or any(letter.isupper() for letter in first[1:])
    return title if is_proper or first[1:2] == "&" else title[:1].lower() + title[1:]
