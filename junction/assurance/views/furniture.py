"""What pages of assurance share: whose answer an address is about, tags of strength and problems, links."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.html import format_html, format_html_join

from junction.assurance.queries.parties import Named, may_answer, named_party
from junction.assurance.queries.reach import REVIEW, reaches
from junction.assurance.rules.book import AssuranceRules, Word
from junction.assurance.rules.parties import Party, party_of
from junction.core.pages.environment import macro_of
from junction.core.pages.furniture import link, the
from junction.core.pages.words import short_day
from junction.core.scope import Scope


def party_in(key: str) -> Party:
    """Read whose it is from an address."""
    try:
        return party_of(key)
    except ValueError:
        raise Http404 from None


def day_or(day: date | None, otherwise: str = "–") -> str:
    """A day in a cell, or what stands for none."""
    return short_day(day) if day else otherwise


def named(scope: Scope, rules: AssuranceRules, key: str, *, on: date) -> Named:
    """Return the party of an address; one out of reach does not exist."""
    return the(named_party, scope, rules, party_in(key), on=on)


def refuse_strangers(scope: Scope, one: Party, *, reviewers: bool = False) -> None:
    """Let in only who answers for a party, or, where they may too, who reviews it."""
    if not (may_answer(scope, one) or (reviewers and reaches(scope, one, REVIEW))):
        raise PermissionDenied("You answer only for your own council, forum, region, provider or home.")


def tag(colour: str, text: str) -> str:
    """A status with its shape, its word and its colour."""
    return macro_of("status_tag")(colour or "unknown", text)


def strength_tag(rules: AssuranceRules, code: str) -> str:
    """How strong the evidence is."""
    word = rules.strengths[code]
    return tag(word.colour, word.title)


def problem_list(rules: AssuranceRules, codes: list[str]) -> str:
    """The problems of an answer, each with a tag; a contradiction is red."""
    tags = [(tag("red" if rules.problems[code].contradicts or code == "overdue" else "amber",
                 rules.problems[code].title),) for code in codes]  # fmt: skip
    return format_html_join(" ", "{}", tags)


def line_link(row: Any, text: str = "See the line") -> str:
    """The way to where it stands in the document; nothing for what was typed by hand."""
    return link("record:statement", text, row.statement_id) if row.statement_id else ""


def cell(word: Word, figures: str, href: str) -> str:
    """A cell of a heat table: a word first, so that it reads without colour."""
    return format_html(
        '<a class="assurance-heat assurance-heat--{}" href="{}"><strong>{}</strong><span>{}</span></a>',
        word.colour or "none", href, word.title, figures,
    )  # fmt: skip
