"""A voluntary body is written down by who corrects places of its area, is found and is invited by number."""

import pytest

from junction.core.audit.models import AuditEntry
from junction.registry import operations, queries
from junction.registry.models import Area, Identifier, Organisation
from junction.registry.rules.identifiers import IdentifierNotValid
from tests.cast import NOW, auditor, national, officer_of

TRAFFORD, MANCHESTER = "E08000009", "E08000003"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]


def add(name="Beckside Friends", area=TRAFFORD, by=None, **more):
    return operations.add_body(name, area=area, by=by or officer_of(TRAFFORD), now=NOW, **more)


def test_a_body_is_seen_in_its_area_and_invited_by_its_number():
    made = add(" Beckside   Friends ", number="1157093")
    assert (made.kind, made.name, made.area_id) == ("voluntary", "Beckside Friends", TRAFFORD)
    assert list(queries.organisations(officer_of(TRAFFORD).scope)) == [made]
    assert not queries.organisations(officer_of(MANCHESTER).scope).exists()
    assert Identifier.objects.get(kind="charity", value="1157093").organisation == made
    assert AuditEntry.objects.get(verb="registry.body.added").subject == f"organisation:{made.pk}"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"area": MANCHESTER}, operations.NotYourBody),
        ({"area": None}, operations.NotYourBody),
        ({"area": "E99999999", "by": national()}, operations.NotYourBody),
        ({"by": auditor()}, operations.NotYourBody),
        ({"name": " "}, operations.NamelessBody),
        ({"name": "Known  friends"}, operations.BodyIsKnown),
        ({"number": "1157093"}, operations.NumberTaken),
        ({"number": "x"}, IdentifierNotValid),
    ],
)
def test_what_is_no_body_is_refused(more, refusal):
    add("Known Friends", number="1157093")
    with pytest.raises(refusal):
        add(**more)
    assert Organisation.objects.count() == 1


def test_the_page_adds_one_and_tells_what_is_wrong(sign_in):
    officer = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    asked = officer.get("/organisations/").content.decode()
    assert "Add a voluntary body" in asked
    sent = {"name": "Beckside Friends", "area": TRAFFORD, "kind": "charity", "number": "12"}
    assert officer.post("/organisations/add/", sent).status_code == 422
    gone = officer.post("/organisations/add/", sent | {"number": ""}, follow=True).content.decode()
    assert "Beckside Friends" in gone and "Written down" in gone
    assert officer.post("/organisations/add/", sent | {"number": ""}).status_code == 422
    assert "Add a voluntary body" not in sign_in("auditor").get("/organisations/").content.decode()
