"""Cells that are all status, and names garbled in print, against labels given by hand beforehand."""

import pytest

from junction.record.rules.action_plan import read_action_plan
from junction.record.rules.action_plan.organisations import named_in
from junction.record.rules.action_plan.status_cells import column_status
from junction.record.rules.source import Source

SAID = {
    "complete": [
        "Completed 12/10",
        "Complete - 5 Nov",
        "Done",
        "Closed 30.9.20",
        "Actioned",
        "Embedded",
        "Established",
        "Blue - complete",
        "Green - complete",
        "✓",
        "✔ done",
        "Yes",
        "100%",
        "100% complete",
        "Launched 2 Nov",
        "Rolled out",
        "Issued",
        "Sent 5/10",
        "Approved 3 Nov",
        "Complete (09/11/20)",
        "COMPLETED",
        "Finished Oct",
        "Action closed",
        "Fully implemented",
        "Signed off by DASS 4 Nov",
        "Closed - see action 14",
        "Published 30 October",
        "Delivered w/c 26 Oct",
    ],
    "not-started": [
        "Not yet started",
        "Not started",
        "Yet to start",
        "Red - not started",
        "No",
        "0%",
        "Paused",
        "On hold pending guidance",
        "Not achieved",
        "Not done",
        "Not commenced",
        "Yet to begin",
        "No action to date",
        "Has not begun",
        "Red: not yet in place",
    ],
    "planned": [
        "To start",
        "To commence Nov",
        "Commencing 2 November",
        "Starts 9 Nov",
        "Due Dec",
        "Scheduled for 3/11",
        "Planned",
        "Will be complete by 30 Nov",
        "To be completed by end Nov",
        "For completion in December",
        "Expected Nov 2020",
        "Will start in Dec",
        "Planned for January",
        "To go live 1/12",
        "Start date 7 December",
        "Due to start 14 Nov",
        "Target 31 March",
        "Next quarter",
    ],
    "underway": [
        "On track",
        "On target",
        "In hand",
        "Delayed",
        "Delayed - now January",
        "Slipped",
        "Behind schedule",
        "Business as usual",
        "BAU",
        "In development",
        "Draft",
        "Drafted, awaiting sign off",
        "Green",
        "Amber",
        "Red",
        "RAG: Green",
        "G (on track)",
        "Amber/Green",
        "A/R",
        "🟢",
        "🔴",
        "Partly",
        "75%",
        "50% complete",
        "Ongoing - review Dec",
        "Continuous",
        "Rolling",
        "Live",
        "Partially complete",
        "Mostly complete",
        "Nearly complete",
        "Almost done",
        "Substantially complete",
        "Not complete",
        "Completed in part",
        "Completed for care homes; home care under way",
        "Recruitment commenced",
        "Begun",
        "Started 1 Oct",
        "WIP",
        "Working on it",
        "In progress - due 30/11",
        "Part completed",
        "80% of homes done",
        "Ongoing, weekly",
        "Progressing well",
        "Slightly behind plan",
        "Some delay",
        "Amber - staffing risk",
        "Green/Amber",
        "Under development",
        "Awaiting sign off, draft shared",
        "Being drafted",
        "Out to consultation",
        "Underway (60%)",
        "On-going",
        "Off track",
    ],
    "": [
        "N/A",
        "Not applicable",
        "TBC",
        "To be confirmed",
        "With legal",
        "●",
        "Superseded",
        "Cancelled",
        "No longer required",
        "Withdrawn",
        "Merged with action 7",
        "Awaiting DHSC guidance",
        "No update",
        "-",
        "?",
        "TBA",
        "n/a - no nursing homes",
        "No change",
        "See comments",
        "Transferred to ICS plan",
        "Duplicate",
        "Not required",
        "Unknown",
        "Council",
    ],
    "conditional": ["If required", "Only if tier 3", "If funding agreed", "When guidance is published"],
}


@pytest.mark.parametrize(
    ("status", "text"), [(status, text) for status, texts in SAID.items() for text in texts]
)
def test_a_status_in_other_words_is_the_one_a_person_reads(status, text):
    assert (column_status(text) or "") == status


PRINTED = [
    ("Loca1 Authority", ("Local authority",)),
    ("NHS 0rganisation", ("NHS organisation",)),
    ("Local Auth0rity & NHS Organ isation", ("Local authority", "NHS organisation")),
    ("Local Authorlty", ("Local authority",)),
    ("LocalAuthority", ("Local authority",)),
    ("LA/CCG", ("Local authority", "Clinical Commissioning Group")),
    ("Local Authorities and CCGs", ("Local authority", "Clinical Commissioning Group")),
    ("C.C.G.", ("Clinical Commissioning Group",)),
    ("Clinica1 Commissioning Gr0up", ("Clinical Commissioning Group",)),
    ("PHE Health Protectlon Team", ("Health Protection Team",)),
    ("HPTs", ("Health Protection Team",)),
    ("PCNs", ("Primary Care Network",)),
    ("Primary Care Netw0rks", ("Primary Care Network",)),
    ("LA's", ("Local authority",)),
    ("Council", ("Local authority",)),
    ("L.A.", ("Local authority",)),
    ("LA & NHS", ("Local authority", "NHS organisation")),
    ("Local Authority\\NHS", ("Local authority", "NHS organisation")),
    ("NHS Organisations (acute and community)", ("NHS organisation",)),
    ("Local  Author ity", ("Local authority",)),
    ("Care Providers", ("Care provider",)),
    ("Providers, LA", ("Care provider", "Local authority")),
    ("DPH", ("Director of Public Health",)),
    ("PHE", ("Public Health England",)),
    ("LA, care providers and NHS", ("Local authority", "Care provider", "NHS organisation")),
    ("VCSE", ("Voluntary and community sector body",)),
    ("CCG (lead)", ("Clinical Commissioning Group",)),
    ("Local Authority (ASC)", ("Local authority",)),
    ("Adult Social Care Commissioning", ("Adult Social Care Commissioning",)),
    ("Jane Smith", ("Jane Smith",)),
    ("LRF", ("Local Resilience Forum",)),
    ("LA + HPT", ("Local authority", "Health Protection Team")),
    ("Local Auhtority", ("Local authority",)),
    ("NHS Organlsation", ("NHS organisation",)),
    ("NH5 Organisation", ("NHS organisation",)),
    ("TBC", ()),
    ("All", ()),
]


@pytest.mark.parametrize(("text", "names"), PRINTED)
def test_a_garbled_name_is_the_one_it_was(text, names):
    assert set(named_in(text).names) == set(names)


def rows(text):
    return [one for one in read_action_plan(Source(text)).readings if one.kind == "row"]


def test_an_empty_category_is_that_of_the_row_above():
    found = rows(
        "Theme\tRef\tAction\tLead\tStatus\nTests\t1\tTest staff\tLA\tAmber\n\t2\tTest visitors\tLA\tBlue\n"
    )
    assert [row.cells["category"].text for row in found] == ["Tests", "Tests"]
    assert [row.cells["category"].inferred for row in found] == [False, True]


def test_a_short_update_is_a_status_and_a_long_one_is_a_text():
    table = "Ref\tAction\tLead\tUpdate\n1\tTest\tLA\tTo commence Nov\n2\tCount\tLA\tYes, all but two homes\n"
    assert [row.status for row in rows(table)] == ["planned", None]
