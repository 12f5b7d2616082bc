"""Pages and API of places: what each of the cast sees and may do."""

import pytest

from junction.registry.models import Area, Merge, Place, Proposal

from .factories import PlaceFactory

pytestmark = pytest.mark.usefixtures("areas")


@pytest.fixture
def trafford():
    return Area.objects.get(code="E08000009")


@pytest.fixture
def home(trafford, now):
    return PlaceFactory(name="Bickham House", postcode="WA14 2SN", area=trafford)


@pytest.fixture
def officer(sign_in, trafford):
    return sign_in("council-officer", area=trafford)


@pytest.fixture
def outsider(sign_in):
    return sign_in("council-officer", area=Area.objects.get(code="E08000025"))


@pytest.fixture
def administrator(sign_in):
    return sign_in("administrator")


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("asked", ["", "?q=bikham", "?q=WA14+2SN", "?state=open&sort=-name"])
def test_search_shows_what_is_in_reach(officer, outsider, home, asked):
    assert "Bickham House" in text(officer.get(f"/places/{asked}"))
    assert "Bickham House" not in text(outsider.get(f"/places/{asked}"))


def test_search_as_a_file(officer, home):
    answer = officer.get("/places/?format=csv")
    assert "Bickham House" in b"".join(answer.streaming_content).decode()


def test_the_page_of_a_place(officer, outsider, sign_in, home):
    assert "Registrations" in text(officer.get(f"/places/{home.pk}/"))
    assert "Bickham House" in text(sign_in("place-manager", place=home).get(f"/places/{home.pk}/"))
    assert outsider.get(f"/places/{home.pk}/").status_code == 404


def test_a_list_of_places_asks_the_database_no_more_for_more_places(
    officer, trafford, home, django_assert_max_num_queries
):
    for _ in range(20):
        PlaceFactory(area=trafford)
    with django_assert_max_num_queries(12):
        assert officer.get("/places/").status_code == 200


def test_correcting_merging_and_undoing(administrator, outsider, trafford, home):
    details = {"name": "Bickham Hall", "service_type": "nursing-home", "beds": "12", "why": "Rang"}
    assert outsider.post(f"/places/{home.pk}/correct/", details).status_code in (403, 404)
    assert administrator.post(f"/places/{home.pk}/correct/", details).status_code == 302
    home.refresh_from_db()
    assert home.name == "Bickham Hall"
    other = PlaceFactory(area=trafford)
    sent = {"other": other.pk, "why": "One building"}
    compared = text(administrator.post(f"/places/{home.pk}/merge/", sent))
    assert "Merge places" in compared and other.name in compared
    assert administrator.post(f"/places/{home.pk}/merge/", {**sent, "confirmed": "1"}).status_code == 302
    assert administrator.get(f"/places/{other.pk}/").url == f"/places/{home.pk}/"
    merge = Merge.objects.get()
    assert "Undo this merge" in text(administrator.get(f"/places/{home.pk}/"))
    assert administrator.post(f"/places/merges/{merge.pk}/undo/", {"why": "Two"}).status_code == 302
    assert administrator.get(f"/places/{other.pk}/").status_code == 200


def test_a_correction_that_corrects_nothing_says_so(officer, home):
    same = {"name": home.name, "service_type": home.service_type, "postcode": "wa142sn", "beds": "30"}
    assert "Nothing differs" in text(officer.post(f"/places/{home.pk}/correct/", same | {"why": "Looked"}))
    assert "Enter a reason" in text(officer.post(f"/places/{home.pk}/correct/", same))


def test_places_like_one_are_offered_for_a_merge(officer, trafford, home):
    near = PlaceFactory(area=trafford, name="Elm House", postcode="WA14 2SN")
    typo = PlaceFactory(area=trafford, name="Bikham House")
    PlaceFactory(area=trafford, name="Sycamore House")
    PlaceFactory(name="Bickham House", postcode="WA14 2SN")  # of another council
    asked = text(officer.get(f"/places/{home.pk}/merge/"))
    assert [f"?other={one.pk}" in asked for one in (near, typo)] == [True, True]
    assert asked.count("?other=") == 2
    assert f'value="{near.pk}"' in text(officer.get(f"/places/{home.pk}/merge/?other={near.pk}"))


@pytest.mark.parametrize(
    ("other", "said"), [("0", "Enter a number"), ("999999", "No place that you may"), ("own", "itself")]
)
def test_a_merge_with_nothing_is_refused_beside_its_box(officer, home, other, said):
    sent = {"other": home.pk if other == "own" else other, "why": "x"}
    assert said in text(officer.post(f"/places/{home.pk}/merge/", sent))


def test_a_merge_is_undone_with_a_reason_by_whoever_may_edit_both(officer, outsider, trafford, home, now):
    other = PlaceFactory(area=trafford, name="Bickham Annexe")
    merge = Merge.objects.create(kept=home, gone=other, why="One", merged_at=now, merged_by="user:1")
    Place.objects.filter(pk=other.pk).update(merged_into=home)
    page = f"/places/merges/{merge.pk}/undo/"
    shown = text(officer.get(f"/places/{home.pk}/"))
    assert page in shown and "merged into Bickham House at 10am on Monday 20 April 2020" in shown
    assert outsider.get(page).status_code == 404
    assert "Undo the merge of Bickham Annexe" in text(officer.get(page))
    assert "Enter a reason" in text(officer.post(page, {"why": ""}))
    officer.post(page, {"why": "Two"})
    assert "was undone before" in text(officer.post(page, {"why": "Again"}))


def test_deciding_a_proposal(administrator, trafford, home, now):
    other = PlaceFactory(area=trafford)
    one = Proposal.objects.create(
        kind="duplicate", place=home, other_place=other, reason="Alike", proposed_at=now
    )
    assert "Perhaps one place" in text(administrator.get("/places/proposals/"))
    missing = text(administrator.post(f"/places/proposals/{one.pk}/", {"answer": "accept", "why": " "}))
    assert f'href="#why-{one.pk}"' in missing and "Say in a few words why" in missing
    administrator.post(f"/places/proposals/{one.pk}/", {"answer": "reject", "why": "Two homes"})
    one.refresh_from_db()
    assert one.status == "rejected"
    assert "There is nothing to decide" in text(administrator.get("/places/proposals/"))


def test_organisations(administrator, home):
    from .factories import OrganisationFactory

    one = OrganisationFactory(name="Stockdales Limited")
    assert "Stockdales" in text(administrator.get("/organisations/?q=stokdales"))
    assert administrator.get(f"/organisations/{one.pk}/").status_code == 200


def test_the_page_of_a_place_links_its_provider(administrator, trafford):
    from .factories import OrganisationFactory

    one = OrganisationFactory(name="Ash & Elm <Care>")
    run = PlaceFactory(area=trafford, registration__organisation=one)
    link = f'<a class="govuk-link" href="/organisations/{one.pk}/">Ash &amp; Elm &lt;Care&gt;</a>'
    assert link in text(administrator.get(f"/places/{run.pk}/"))
