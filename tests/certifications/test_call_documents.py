"""Documents of a call for funding: kept by the office, downloaded by anyone where they are public."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.urls import reverse

from certifications.actions import add_call_document, move_call, remove_call_document, replace_call_document
from certifications.models import CallDocument, FundingCall
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.funding import CallDocumentFactory, FundingCallFactory
from tests.factories.kernel import ActFactory

pytestmark = pytest.mark.django_db


def holder(call, role=Role.CERTIFICATION_OFFICER):
    user = UserFactory(administration=call.administration)
    RoleAssignmentFactory(user=user, role=role, administration=call.administration)
    return user


def upload(text="Testo del bando", name="bando-2026.txt"):
    return ContentFile(text.encode(), name=name)


def add(call, by, **fields):
    return add_call_document(call=call, upload=upload(), by=by, **fields)


# --- Kept ----------------------------------------------------------------------------------------


def test_document_is_kept_with_its_digest_in_the_history():
    call = FundingCallFactory()
    item = add(call, holder(call), is_public=True)
    entry = HistoryEntry.objects.of(call).first()
    assert (item.document.title, entry.verb, entry.public) == ("Bando 2026", "add_document", True)
    assert entry.data["sha256"] == hashlib.sha256(b"Testo del bando").hexdigest()


@pytest.mark.parametrize(("draft", "is_public"), [(True, True), (False, False)])
def test_history_of_what_nobody_outside_sees_is_not_public(draft, is_public):
    call = FundingCallFactory(draft=draft)
    add(call, holder(call), is_public=is_public)
    assert not HistoryEntry.objects.of(call).first().public


def test_replaced_document_stays_on_record_and_is_no_longer_public():
    item = CallDocumentFactory()
    manager = holder(item.call, Role.CERTIFICATION_MANAGER)
    newer = replace_call_document(item=item, upload=upload("Rettificato"), by=manager)
    item.refresh_from_db()
    assert (item.successor, item.closed_by, newer.document.title) == (newer, manager, item.document.title)
    assert list(CallDocument.objects.public()) == [newer]
    assert list(CallDocument.objects.visible_to(manager)) == [item, newer]


def test_same_file_replaces_nothing():
    item = CallDocumentFactory(content="Testo del bando")
    with pytest.raises(ValidationError) as error:
        replace_call_document(item=item, upload=upload(), by=holder(item.call, Role.CERTIFICATION_MANAGER))
    assert "file" in error.value.message_dict
    assert CallDocument.objects.get() == item


def test_removal_needs_a_reason_and_keeps_the_document():
    item = CallDocumentFactory(is_public=False)
    officer = holder(item.call)
    with pytest.raises(ValidationError) as error:
        remove_call_document(item=item, reason="  ", by=officer)
    assert "reason" in error.value.message_dict
    remove_call_document(item=item, reason="Caricato per errore", by=officer)
    item.refresh_from_db()
    assert (item.is_current, item.close_reason, item.document.size > 0) == (False, "Caricato per errore", True)
    assert HistoryEntry.objects.of(item.call).first().comment == "Caricato per errore"


def test_what_is_gone_is_neither_replaced_nor_removed_again():
    item = CallDocumentFactory(is_public=False)
    officer = holder(item.call)
    remove_call_document(item=item, reason="Superato", by=officer)
    with pytest.raises(TransitionConflict):
        remove_call_document(item=item, reason="Superato", by=officer)
    with pytest.raises(TransitionConflict):
        replace_call_document(item=item, upload=upload("Altro"), by=officer)


def test_database_closes_no_document_without_reason_or_successor():
    item = CallDocumentFactory()
    with pytest.raises(IntegrityError, match="call_document_closed_with_reason"):
        CallDocument.objects.filter(pk=item.pk).update(closed_at=item.added_at)


def test_published_text_is_changed_by_a_manager_who_did_not_add_it():
    item = CallDocumentFactory()
    with pytest.raises(PermissionDenied):
        replace_call_document(item=item, upload=upload("Altro"), by=holder(item.call))
    manager = holder(item.call, Role.CERTIFICATION_MANAGER)
    own = CallDocumentFactory(call=item.call, added_by=manager, content="Suo")
    with pytest.raises(PermissionDenied):
        remove_call_document(item=own, reason="Ripenso", by=manager)


def test_who_added_a_document_of_a_draft_does_not_publish_it():
    call = FundingCallFactory(draft=True)
    manager = holder(call, Role.CERTIFICATION_MANAGER)
    add(call, manager)
    with pytest.raises(ValidationError, match="un'altra persona"):
        move_call(call=call, name="publish", by=manager, act=ActFactory())


def test_call_has_so_many_documents_and_no_more(monkeypatch):
    monkeypatch.setattr("certifications.actions.call_documents.MOST_DOCUMENTS", 1)
    item = CallDocumentFactory()
    with pytest.raises(ValidationError, match="al massimo 1 documenti"):
        add(item.call, holder(item.call))


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ\x90\x00\x03", "bando.pdf"), (b"<html><script>", "bando.txt"), (b"", "vuoto.txt")]
)
def test_dangerous_files_are_refused_and_leave_nothing(content, name):
    call = FundingCallFactory()
    with pytest.raises(ValidationError):
        add_call_document(call=call, upload=ContentFile(content, name=name), by=holder(call))
    assert not CallDocument.objects.exists()
    assert not HistoryEntry.objects.of(call).exists()


# --- Pages ---------------------------------------------------------------------------------------


def test_public_document_is_an_attachment_that_no_browser_runs(client_as):
    item = CallDocumentFactory(name="bando.txt")
    page = client_as().get(reverse("certifications:call", args=[item.call.slug])).text
    url = reverse("certifications:call_document", args=[item.call.slug, item.document.uuid])
    assert url in page
    response = client_as().get(url)
    assert b"".join(response.streaming_content) == b"Testo del bando"
    assert response["Content-Disposition"] == 'attachment; filename="bando.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert not response.cookies


def test_public_page_shows_neither_what_is_inside_nor_what_was_replaced(client_as):
    call = FundingCallFactory()
    inside = CallDocumentFactory(call=call, is_public=False)
    old = CallDocumentFactory(call=call, content="Vecchio")
    replace_call_document(item=old, upload=upload("Nuovo"), by=holder(call, Role.CERTIFICATION_MANAGER))
    page = client_as().get(reverse("certifications:call", args=[call.slug])).text
    for item in (inside, old):
        url = reverse("certifications:call_document", args=[call.slug, item.document.uuid])
        assert url not in page
        assert client_as().get(url).status_code == 404


def test_document_is_not_found_under_another_call(client_as):
    item = CallDocumentFactory()
    other = FundingCallFactory(administration=item.call.administration)
    for name in ("call_document", "call_work_document"):
        url = reverse(f"certifications:{name}", args=[other.slug, item.document.uuid])
        assert client_as(holder(other)).get(url).status_code == 404


def test_journey_of_a_document_from_upload_to_removal(client_as):
    call = FundingCallFactory(draft=True)
    browser = client_as(holder(call))
    work = reverse("certifications:call_work", args=[call.slug])
    refused = browser.post(f"{work}documenti/nuovo/", {"title": "Testo", "file": upload("<html><body>")})
    assert 'value="Testo"' in refused.text
    assert "pagina web" in refused.text
    browser.post(f"{work}documenti/nuovo/", {"title": "Testo", "is_public": "on", "file": upload("Prima")})
    item = CallDocument.objects.get()
    url = reverse("certifications:call_work_document", args=[call.slug, item.document.uuid])
    browser.post(f"{url}sostituisci/", {"file": upload("Dopo")})
    newer = CallDocument.objects.get(closed_at=None)
    browser.post(
        reverse("certifications:call_document_remove", args=[call.slug, newer.document.uuid]), {"reason": "Errato"}
    )
    page = browser.get(work).text
    for words in ("2 documenti non più in uso", "sostituito", "Errato", "Nessun documento"):
        assert words in page
    assert browser.get(f"{url}togli/").status_code == 409


def test_hostile_title_and_reason_are_shown_as_text(client_as):
    item = CallDocumentFactory(is_public=False)
    officer = holder(item.call)
    item.document.title = "<script>alert(1)</script>"
    item.document.save(update_fields=["title"])
    remove_call_document(item=item, reason="<img src=x onerror=alert(2)>", by=officer)
    page = client_as(officer).get(reverse("certifications:call_work", args=[item.call.slug])).text
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("rows", [1, 9])
def test_lists_of_documents_ask_a_fixed_number_of_queries(client_as, django_assert_num_queries, rows):
    call = FundingCallFactory()
    for number in range(rows):
        CallDocumentFactory(call=call, content=f"Testo {number}")
    url = reverse("certifications:call", args=[call.slug])
    client_as().get(url)
    FundingCall.objects.filter(pk=call.pk).update(summary="Cambiato")
    with django_assert_num_queries(PUBLIC_QUERIES):
        client_as().get(url)


PUBLIC_QUERIES = 5
