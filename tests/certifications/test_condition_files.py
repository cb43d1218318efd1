"""Evidence of conditions after the award: sent in parts, replaced, ordered."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from certifications.actions import (
    ConditionFiles,
    attach_to_condition,
    conditions,
    move_in_condition,
    order_condition,
    remove_from_condition,
    replace_in_condition,
    send_condition,
)
from certifications.models import ConditionEvidence
from familynet.kernel.uploads import start_upload
from tests.certifications.applying import text_file, url
from tests.certifications.sending import TEXT, send, sent, start, titles
from tests.factories.life import ConditionFactory
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def condition(db):
    return ConditionFactory()


@pytest.fixture
def holder(condition):
    return OrganisationMemberFactory(organisation=condition.certificate.organisation).user


def condition_url(condition, name, *args):
    return url(condition.certificate, name, condition.pk, *args)


def test_evidence_of_a_condition_takes_the_same_way(condition, holder, client_as):
    browser = client_as(holder)
    done = sent(browser, condition_url(condition, "condition_upload")).json()
    evidence = condition.evidence.get()
    assert ("Delibera 12" in done["documents"], evidence.added_by) == (True, holder)
    page = browser.get(condition_url(condition, "condition")).content.decode()
    assert condition_url(condition, "evidence_replace", evidence.document.uuid) in page
    colleague = OrganisationMemberFactory(organisation=condition.certificate.organisation).user
    key = start(browser, condition_url(condition, "condition_upload")).json()["upload"]
    address = f"{condition_url(condition, 'condition_upload')}{key}/"
    assert [client_as(who).get(address).status_code for who in (colleague, holder)] == [404, 200]


def test_condition_that_was_sent_takes_no_file_and_changes_none(condition, holder, client_as):
    (evidence,) = attach_to_condition(condition=condition, by=holder, uploads=[inspected()])
    now = timezone.now()
    type(condition).objects.update(state="submitted", submitted_at=now)
    browser = client_as(holder)
    answer = start(browser, condition_url(condition, "condition_upload"))
    assert (answer.status_code, "non è più modificabile" in answer.json()["error"]) == (422, True)
    assert browser.post(condition_url(condition, "evidence_order"), {"item": "1"}).status_code == 409
    # Sent back: what the office has stays, what comes new may change.
    type(condition).objects.update(state="not_met")
    condition.refresh_from_db()
    key = start(browser, condition_url(condition, "condition_upload")).json()["upload"]
    send(browser, f"{condition_url(condition, 'condition_upload')}{key}/", TEXT)
    new = condition.evidence.order_by("pk").last()
    evidence.condition = condition
    with pytest.raises(ValidationError, match="già stato inviato"):
        replace_in_condition(evidence=evidence, upload=text_file("x.txt", "X"), by=holder)
    assert order_condition(condition=condition, order=[evidence.pk], by=holder) == [new.pk]
    page = browser.get(condition_url(condition, "condition")).content.decode()
    links = [condition_url(condition, "evidence_remove", row.document.uuid) in page for row in (evidence, new)]
    assert links == [False, True]


@pytest.mark.parametrize("change", ["replace", "move", "remove"])
def test_document_sent_and_given_back_since_it_was_read_stays(condition, holder, change):
    (evidence,) = attach_to_condition(condition=condition, by=holder, uploads=[inspected()])
    type(condition).objects.update(state="not_met", submitted_at=timezone.now())
    actions = {
        "replace": lambda: replace_in_condition(evidence=evidence, upload=text_file("x.txt", "X"), by=holder),
        "move": lambda: move_in_condition(evidence=evidence, up=True, by=holder),
        "remove": lambda: remove_from_condition(evidence=evidence, by=holder),
    }
    with pytest.raises(ValidationError, match="già stato inviato"):
        actions[change]()
    assert ConditionEvidence.objects.current().get() == evidence


def test_condition_is_not_sent_without_the_document_that_a_colleague_takes_back(condition, holder, monkeypatch):
    type(condition.requirement).objects.update(evidence="required")
    condition.requirement.refresh_from_db()
    attach_to_condition(condition=condition, by=holder, uploads=[inspected()])
    held = conditions._locked

    def wait_for_the_colleague(*args):
        ConditionEvidence.objects.update(removed_at=timezone.now())
        return held(*args)

    monkeypatch.setattr(conditions, "_locked", wait_for_the_colleague)
    with pytest.raises(ValidationError, match="almeno un documento"):
        send_condition(condition=condition, by=holder, note="")
    condition.refresh_from_db()
    assert condition.state == "open"


def inspected(name="piano.txt", text="Il piano"):
    upload = text_file(name, text)
    upload.media_type = "text/plain"
    return upload


def test_document_of_a_condition_is_replaced_ordered_and_its_past_is_the_holders(
    condition, holder, client_as, official, trento
):
    uploads = [inspected(), inspected("atto.txt", "L'atto")]
    first, second = attach_to_condition(condition=condition, by=holder, uploads=uploads)
    browser = client_as(holder)
    answer = browser.post(
        condition_url(condition, "evidence_replace", first.document.uuid),
        {"file": text_file("nuovo.txt", "Nuovo")},
    )
    assert answer.url == condition_url(condition, "condition")
    browser.post(condition_url(condition, "evidence_move", second.document.uuid), {"direction": "up"})
    assert titles(ConditionEvidence.objects) == ["Atto", "Nuovo"]
    version = condition_url(condition, "evidence_version", first.document.uuid)
    assert version in browser.get(condition_url(condition, "condition")).content.decode()
    assert b"".join(browser.get(version).streaming_content) == b"Il piano"
    officer = client_as(official("certification_officer", trento))
    assert officer.get(version).status_code == 404
    type(condition).objects.update(submitted_at=timezone.now())
    assert officer.get(url_of(first)).status_code == 404
    assert b"".join(officer.get(url_of(second)).streaming_content) == b"L'atto"


def url_of(evidence):
    return reverse("certifications:evidence", args=[evidence.document.uuid])


def test_full_condition_is_told_before_the_first_byte(condition, holder, monkeypatch):
    monkeypatch.setattr("certifications.actions.conditions.MAX_EVIDENCE", 0)
    with pytest.raises(ValidationError, match="al massimo 0 documenti"):
        start_upload(ConditionFiles(condition), name="a.txt", size=5, by=holder)
