"""When two written names or addresses are the same, and when they are alike.

`name_key` decides sameness: case, accents, punctuation and "&" do not count. `organisation_key` also forgets
the legal form, since lists write "Ltd", "Limited" and nothing at all for one provider. `telling_words` are
the words of a name that tell one home from another, since "Care Home" does not. `same_building` compares
house numbers and streets, because a building keeps its address when its name and registration change.
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

# Words of many homes' names; sharing them says nothing.
_COMMON = """
a and at the of for in home homes house care centre center nursing residential residence
limited ltd llp plc cic group services service trust living unit
"""
COMMON_WORDS = frozenset(_COMMON.split())
LEGAL_FORMS = frozenset(["limited", "ltd", "llp", "plc", "cic", "cio", "uk", "company", "co", "lp"])
STREET_WORDS = {"st": "saint", "rd": "road", "ave": "avenue", "ln": "lane", "dr": "drive", "cl": "close"}
LONGEST = 200  # of a key; "&" is one letter in a name and three in its key
ALIKE_FROM = 80  # of 100 for each word: one letter in a word of five, two in a word of ten


@lru_cache(maxsize=200_000)
def name_key(text: str) -> str:
    """Return what spellings of one name have in common: "The Oaks & Elms" and "the oaks and elms"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = plain.replace("&", " and ").replace("'", "")
    return " ".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST].rstrip()


def organisation_key(text: str) -> str:
    """Return a provider's name without its legal form; the whole key where nothing else is left."""
    words = name_key(text).split()
    return " ".join(word for word in words if word not in LEGAL_FORMS) or " ".join(words)


def telling_words(name: str) -> frozenset[str]:
    """Return the words of a name that tell a home from others."""
    return frozenset(word for word in name_key(name).split() if word not in COMMON_WORDS)


def alike(one: str, other: str) -> bool:
    """Tell whether two names differ by no more than a typing error or words that homes share."""
    if name_key(one) == name_key(other):
        return True
    here, there = telling_words(one), telling_words(other)
    if not here or not there:
        return False
    ours, theirs = here - there, there - here
    return len(ours) == len(theirs) and _each_has_a_like(ours, theirs) and _each_has_a_like(theirs, ours)


def _each_has_a_like(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return all(max(fuzz.ratio(word, other) for other in theirs) >= ALIKE_FROM for word in ours)


def house_numbers(address: str) -> frozenset[int]:
    """Return the house numbers an address covers: "20-22 Broad Road" covers 20, 21 and 22."""
    numbers: set[int] = set()
    for first, last in re.findall(r"\b(\d{1,4})[a-z]?(?:\s*[-/]\s*(\d{1,4}))?\b", address.lower()):
        start, end = int(first), int(last or first)
        numbers |= set(range(start, end + 1)) if 0 <= end - start <= 50 else {start, end}
    return frozenset(numbers)


def street_words(address: str) -> frozenset[str]:
    """Return the words of an address without its numbers, short forms written out."""
    words = (STREET_WORDS.get(word, word) for word in name_key(address).split())
    return frozenset(word for word in words if not word[0].isdigit())


def same_building(one: str, other: str) -> bool:
    """Tell whether two addresses of one postcode share a house number and a street."""
    return (
        bool(house_numbers(one) & house_numbers(other)) and len(street_words(one) & street_words(other)) >= 2
    )


def is_named_in(name: str, text: str) -> bool:
    """Tell whether every word that tells this name from others stands in `text` ("Lady of the Vale")."""
    words = telling_words(name)
    return len(words) >= 2 and words <= set(name_key(text).split())


def same_provider(one: str, other: str) -> bool:
    """Tell whether two names of providers are one, but for legal form and a typing error."""
    ours, theirs = organisation_key(one), organisation_key(other)
    return bool(ours and theirs) and (ours == theirs or fuzz.token_sort_ratio(ours, theirs) >= 90)
