"""What readers send without signing in: only from our own pages, not too often, nothing about them kept."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from familynet.kernel.visitors import is_too_frequent
from familynet.portal.models import FaultReport, PageFeedback
from tests.factories.accounts import AdministrationFactory
from tests.kernel.threads import together

OWN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
FEEDBACK = {"path": "/note-legali/?q=x", "rating": "5", "reason": "clear", "text": "Bene"}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://altrove.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://altrove.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
@pytest.mark.parametrize("address", ["/valutazione/", "/segnala-disservizio/"])
def test_form_sent_from_elsewhere_is_refused(client, address, headers):
    response = client.post(address, FEEDBACK, headers=headers)

    assert response.status_code == 403
    assert PageFeedback.objects.count() == FaultReport.objects.count() == 0


@pytest.mark.parametrize("headers", [OWN, {"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}])
def test_feedback_from_our_page_is_kept_without_cookie_and_without_the_query(client, headers):
    response = client.post("/valutazione/", FEEDBACK, headers=headers)

    assert (response.status_code, response["Location"]) == (303, "/valutazione/grazie/")
    assert response.cookies == {}
    kept = PageFeedback.objects.get()
    assert (kept.path, kept.rating, kept.reason, kept.text) == ("/note-legali/", 5, "clear", "Bene")


def test_feedback_keeps_nothing_of_the_reader():
    names = {field.name for field in PageFeedback._meta.get_fields()}

    assert names == {"id", "path", "rating", "reason", "text", "created_at"}


@pytest.mark.parametrize(("rating", "reason"), [("2", "clear"), ("5", "unclear"), ("3", "other_good")])
def test_reason_that_does_not_fit_the_rating_is_dropped(client, rating, reason):
    client.post("/valutazione/", {**FEEDBACK, "rating": rating, "reason": reason}, headers=OWN)

    kept = PageFeedback.objects.get()
    assert (kept.rating, kept.reason) == (int(rating), "")


@pytest.mark.parametrize(
    "wrong", [{"rating": ""}, {"rating": "6"}, {"rating": "zero"}, {"text": "x" * 201}, {"reason": "nessuno"}]
)
def test_feedback_with_a_mistake_is_asked_again_and_not_kept(client, wrong):
    response = client.post("/valutazione/", {**FEEDBACK, **wrong}, headers=OWN)

    assert response.status_code == 422
    assert b'data-element="feedback-rate-1"' in response.content
    assert PageFeedback.objects.count() == 0


def test_feedback_with_a_foreign_path_is_kept_for_the_home_page(client):
    client.post("/valutazione/", {**FEEDBACK, "path": "//altrove.example/x"}, headers=OWN)

    assert PageFeedback.objects.get().path == "/"


def test_feedback_cannot_be_read_by_address(client):
    assert client.get("/valutazione/").status_code == 405


def test_one_visitor_cannot_flood_the_feedback(client):
    codes = [client.post("/valutazione/", FEEDBACK, headers=OWN).status_code for _ in range(22)]

    assert codes == [303] * 20 + [429] * 2
    assert PageFeedback.objects.count() == 20


def test_another_visitor_has_a_limit_of_its_own(client):
    for _ in range(21):
        client.post("/valutazione/", FEEDBACK, headers=OWN)

    response = client.post("/valutazione/", FEEDBACK, headers=OWN, REMOTE_ADDR="203.0.113.7")

    assert response.status_code == 303


def test_report_is_kept_with_its_term_of_thirty_days(client):
    administration = AdministrationFactory(trento=True)
    data = {"kind": "accessibility", "administration": administration.pk, "text": "Non leggo la mappa."}

    response = client.post("/segnala-disservizio/", data, headers=OWN)

    report = FaultReport.objects.get()
    assert (report.kind, report.administration, report.text) == ("accessibility", administration, data["text"])
    assert (report.due_on - timezone.localdate()).days == 30
    assert not report.is_overdue
    assert report.reference in response.text


def test_report_with_a_mistake_keeps_what_was_typed(client):
    data = {"kind": "", "text": "Non leggo la mappa.", "email": "non-un-indirizzo"}

    response = client.post("/segnala-disservizio/", data, headers=OWN)

    assert response.status_code == 422
    assert "Non leggo la mappa." in response.text
    assert "data-error-summary" in response.text
    assert FaultReport.objects.count() == 0


def test_sixth_report_in_an_hour_is_refused(client):
    administration = AdministrationFactory(trento=True)
    data = {"kind": "fault", "administration": administration.pk, "text": "Rotto"}

    codes = [client.post("/segnala-disservizio/", data, headers=OWN).status_code for _ in range(6)]

    assert codes == [200] * 5 + [429]
    assert FaultReport.objects.count() == 5


@pytest.fixture
def _empty_cache(db):
    """What threads commit to the table of the cache is no model's, so nobody else takes it away."""
    cache.clear()
    yield
    cache.clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_empty_cache")
def test_requests_at_the_same_moment_are_all_counted():
    request = RequestFactory().post("/valutazione/")
    ask = [lambda: is_too_frequent(request, "together", limit=3, seconds=3600)] * 8
    assert sorted(together(*ask)) == [False] * 3 + [True] * 5


@pytest.mark.usefixtures("_empty_cache")
def test_count_lasts_to_the_end_of_the_span():
    request = RequestFactory().post("/valutazione/")
    asked = [is_too_frequent(request, "lasting", limit=2, seconds=3600) for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT expires FROM shared_cache WHERE cache_key LIKE '%%visitor:%%'")
        expires = [row[0] for row in cursor.fetchall()]
    assert asked == [False, False, True]
    assert len(expires) == 2
    assert min(expires) > timezone.now() + datetime.timedelta(minutes=55)
