"""Pages of learning reviews, lessons and practice reviews: the whole way, who is refused, counts pinned."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.assurance.models import LearningReview, Lesson, LessonShare, PracticeReview
from junction.core.audit.models import AuditEntry
from junction.registry.models import Area

from .learned import MANCHESTER, NAMES, NOW, TRAFFORD, held, lesson, make_home, outbreak
from .learned import shared as share

pytestmark = pytest.mark.django_db
OUTBREAK = {"kind": "covid", "began_on": "2020-09-10", "over_on": "2020-10-01", "happened": "Eleven fell ill"}
HELD = {"held_on": "2020-10-20", "parts": ["manager", "quality"], "took_part": NAMES}
LESSON = {"text": "Agency staff worked in two homes", "theme": "staffing", "for_whom": ["homes", "council"],
          "action": "Ring the agencies", "owner": "Quality lead", "due_on": "2020-11-01"}  # fmt: skip
SHARE = {"level": "regional", "means": "forum", "where": "Provider forum", "who": "Quality lead",
         "shared_on": "2020-10-22"}  # fmt: skip
PRACTICE = {
    "reviewed_on": "2020-11-18",
    "frameworks": ["audit"],
    "found": "Two files were thin",
    "signer": "psw",
}


@pytest.fixture
def home(areas, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return make_home()


@pytest.fixture
def officer(home, sign_in):
    return sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))


def at(name, *arguments):
    return reverse(f"assurance:{name}", args=arguments)


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def rows(client, address):
    return b"".join(client.get(address).streaming_content).decode()


def test_from_an_outbreak_to_a_lesson_that_the_region_hears_and_discusses(home, officer, sign_in):
    assert "No outbreak is written down here" in page(officer, at("learning"))
    assert f'href="{at("open-learning", home.pk)}"' in page(officer, at("choose-place") + "?q=1-123456789")
    assert "No place of your council" in page(officer, at("choose-place") + "?q=1-999999999")
    one = officer.post(at("open-learning", home.pk), OUTBREAK)["Location"]
    assert "Review overdue" in page(officer, one) and "Eleven fell ill" in page(officer, one)
    number = LearningReview.objects.get().pk
    officer.post(at("hold-learning", number), HELD)
    said = page(officer, one)
    assert "No lessons yet" in said and "Commissioning; Public health" in said and NAMES not in said
    lesson_at = officer.post(at("add-lesson", number), LESSON)["Location"]
    assert "Late since 1 Nov 2020" in page(officer, lesson_at)
    of_region = sign_in("region", area=Area.objects.get(pk="E12000002"))
    assert of_region.get(lesson_at).status_code == 404
    officer.post(at("share-lesson", Lesson.objects.get().pk), SHARE)
    heard = page(of_region, lesson_at)
    assert "Agency staff" in heard and "Say that it was discussed" in heard and "Eleven" not in heard
    assert of_region.get(one).status_code == 404
    assert "Provider forum" in page(of_region, at("standing-items") + "?q=forum&level=regional")
    item = LessonShare.objects.get().pk
    of_region.post(at("discuss-lesson", item), {"discussed_on": "2020-11-19", "said": "All were rung"})
    assert "All were rung" in page(officer, lesson_at)
    assert "Nothing that was shared waits" in page(officer, at("standing-items"))
    officer.post(
        at("correct-lesson", Lesson.objects.get().pk), LESSON | {"text": "Two agencies", "why": "Two"}
    )
    assert "Two agencies" in page(of_region, lesson_at)
    assert "Agency staff" in page(officer, lesson_at) and "Agency staff" not in page(of_region, lesson_at)


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(home, officer):
    answer = officer.post(at("open-learning", home.pk), OUTBREAK | {"over_on": "2020-09-01"})
    assert answer.status_code == 422 and "on which day it began" in answer.content.decode()
    assert "Eleven fell ill" in answer.content.decode()
    number = outbreak(home).review_id
    answer = officer.post(at("correct-learning", number), OUTBREAK | {"kind": "flu"})
    assert answer.status_code == 422 and "Say why" in answer.content.decode()
    assert officer.post(at("add-lesson", number), LESSON).status_code == 422
    officer.post(at("correct-learning", number), OUTBREAK | {"kind": "flu", "why": "The swabs"})
    assert "The swabs" in page(officer, at("one-learning", number))
    officer.post(at("hold-learning", number), HELD)
    answer = officer.post(at("hold-learning", number), HELD | {"held_on": "2020-10-21"})
    assert answer.status_code == 422
    assert officer.post(at("withdraw-learning", number), {"why": "Another home"}).status_code == 302
    assert officer.get(at("one-learning", number)).status_code == 404


def test_the_manager_reads_and_does_not_write_and_others_find_nothing(home, sign_in):
    number = held(home)
    one = lesson(number)
    manager = sign_in("place-manager", place=home)
    said = page(manager, at("one-learning", number))
    assert "Eleven fell ill" in said and "Add a lesson" not in said
    assert NAMES in page(manager, at("learning-names", number))
    for name, key in (("correct-learning", number), ("hold-learning", number), ("withdraw-learning", number),
                      ("add-lesson", number), ("correct-lesson", one), ("share-lesson", one),
                      ("withdraw-lesson", one)):  # fmt: skip
        assert manager.get(at(name, key)).status_code == 403, name
    assert manager.get(at("open-learning", home.pk)).status_code == 404
    strangers = [
        sign_in("council-officer", area=Area.objects.get(pk=MANCHESTER)), sign_in("national"),
        sign_in("region", area=Area.objects.get(pk="E12000002")),
        sign_in("place-manager", place=make_home("Beech", "1-111111111")),
    ]  # fmt: skip
    for client in strangers:
        for name, key in (("one-learning", number), ("learning-names", number), ("lesson", one)):
            assert client.get(at(name, key)).status_code == 404, name
    assert AuditEntry.objects.filter(verb="assurance.names.read").count() == 1


def test_a_lesson_that_was_shared_names_the_home_only_to_who_reaches_it(home, sign_in):
    one = lesson(held(home))
    share(one, "national")
    next_home = sign_in("place-manager", place=make_home("Beech", "1-111111111"))
    for client, named in ((sign_in("national"), True), (next_home, False)):
        for said in (page(client, at("lessons")), page(client, at("lesson", one)),
                     rows(client, at("lessons") + "?format=csv")):  # fmt: skip
            assert "Agency staff" in said and ("Ash" in said) == named
            assert ("A provider in Trafford" in said) != named


def test_lists_narrow_search_export_and_look_back_in_a_pinned_number_of_statements(
    home, officer, sign_in, django_assert_max_num_queries
):
    for count in range(4):
        number = held(make_home(f"Oak {count}", f"1-22222222{count}"))
        one = lesson(number, text=f"Lesson {count}", theme="ppe" if count else "visiting")
        share(one, "national", where=f"Forum {count}")
    outbreak(home)
    with django_assert_max_num_queries(19):
        listed = page(officer, at("learning") + "?state=overdue")
    assert "Ash" in listed and "Oak" not in listed
    assert "Oak 2" in page(officer, at("learning") + "?q=oak+2&kind=covid")
    assert rows(officer, at("learning") + "?format=csv&state=shared").count("Oak") == 4
    assert "Ash" not in page(officer, at("learning") + "?as_at=2020-11-19T09:00")
    with django_assert_max_num_queries(24):
        listed = page(officer, at("lessons") + "?theme=ppe&far=3&whom=homes")
    assert "Lesson 1" in listed and "Lesson 0" not in listed
    assert "Lesson 3" in page(officer, at("lessons") + "?q=lesson+3")
    with django_assert_max_num_queries(24):
        assert page(officer, at("standing-items")).count("It was discussed") == 4
    assert "Forum 2" in page(officer, at("standing-items") + "?q=forum+2&means=forum")
    with django_assert_max_num_queries(28):
        page(officer, at("lesson", one))
    nation = sign_in("national")
    with django_assert_max_num_queries(15):
        figures = page(nation, at("learning-by-council") + "?missing=overdue")
    assert "Trafford" in figures and "Manchester" not in figures and "Oak" not in figures
    assert officer.get(at("learning-by-council")).status_code == 403
    assert "Trafford,5" in rows(nation, at("learning-by-council") + "?format=csv&sort=-outbreaks")


def test_practice_is_reviewed_week_by_week_and_the_nation_sees_who_missed_some(
    home, officer, sign_in, django_assert_max_num_queries
):
    nation = sign_in("national")
    assert "Never reviewed" in page(officer, at("practice"))
    form = at("review-practice", TRAFFORD)
    for wrong, said in (
        ({"frameworks": []}, "What was looked at?"),
        ({"reviewed_on": "2020-09-19"}, "before the first week"),
    ):
        answer = officer.post(form, PRACTICE | wrong)
        assert answer.status_code == 422 and said in answer.content.decode(), wrong
    made = officer.post(form, PRACTICE)["Location"]
    assert "Principal Social Worker" in page(officer, made)
    answer = officer.post(form, PRACTICE | {"found": "Three"})
    assert answer.status_code == 422 and "say why" in answer.content.decode()
    officer.post(form, PRACTICE | {"found": "Three files", "why": "Counted again"})
    assert "This was corrected since" in page(officer, made)
    of = page(nation, at("practice-of", TRAFFORD))
    assert "Three files" in of and "Two files" not in of and of.count("Missed") >= 8
    assert "Write down a review" not in of and "Write down a review" in page(
        officer, at("practice-of", TRAFFORD)
    )
    with django_assert_max_num_queries(15):
        listed = page(nation, at("practice") + "?state=missed")
    assert "Trafford" in listed and "Manchester" not in listed
    with django_assert_max_num_queries(17):
        page(officer, at("practice-of", TRAFFORD))
    assert "Trafford" in rows(nation, at("practice") + "?format=csv&q=traff")
    assert nation.get(form).status_code == 403
    other = sign_in("council-officer", area=Area.objects.get(pk=MANCHESTER))
    for address in (form, made, at("practice-of", TRAFFORD)):
        assert other.get(address).status_code == 404
    assert PracticeReview.objects.count() == 2
    assert {one.week_on for one in PracticeReview.objects.all()} == {date(2020, 11, 16)}


def test_before_there_were_such_reviews_there_is_no_such_page(home, officer):
    assert officer.get(at("practice") + "?as_at=2020-09-01T09:00").status_code == 404
