"""The pages of transfers as people use them."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from familynet.accounts.roles import Role
from practices import desk
from practices.models import AdaptationItem, Transfer, TransferMeeting
from tests.factories.accounts import AdministrationFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.practices import PracticeFactory
from tests.factories.transfers import (
    AdaptationItemFactory,
    MeetingDocumentFactory,
    TransferConfirmationFactory,
    TransferFactory,
    TransferMeetingFactory,
    make_exchange,
)
from tests.practices.transfer_cast import adopter_confirmer, asker, exchange, giver, owner_confirmer

__all__ = ["adopter_confirmer", "asker", "exchange", "giver", "owner_confirmer"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("exchange")]
ACT = {
    **{"act-kind": "resolution", "act-body": "Giunta", "act-number": "7", "act-date": "2024-05-10"},
    "act-subject": "Adozione",
}
HOSTILE = "<script>alert(1)</script>"


def url(route, transfer, **more):
    return reverse(f"practices:{route}", kwargs={"uuid": transfer.uuid, **more})


def post(client, route, transfer, data, **more):
    return client.post(url(route, transfer, **more), data)


# --- The button and the request ------------------------------------------------------------------


def test_button_is_for_officials_who_keep_the_exchange(client_as, asker, giver, official, trento):
    practice = PracticeFactory(published=True)
    ask_url = reverse("practices:transfer_ask", args=[practice.slug])
    pages = {
        "asker": client_as(asker).get(practice.get_absolute_url()).text,
        "own": client_as(giver).get(practice.get_absolute_url()).text,
        "other": client_as(official(Role.ASSESSOR, trento)).get(practice.get_absolute_url()).text,
        "anonymous": client_as().get(practice.get_absolute_url()).text,
    }
    assert {name for name, text in pages.items() if ask_url in text} == {"asker", "own"}


def test_reader_is_told_the_office_and_not_a_person(client_as, piemonte):
    piemonte.office, piemonte.email = "Ufficio famiglia", "famiglia@piemonte.example"
    piemonte.save()
    text = client_as().get(PracticeFactory(published=True).get_absolute_url()).text
    assert "Ufficio famiglia" in text
    assert "famiglia@piemonte.example" in text
    assert "Maria Contatto" not in text


def test_request_is_made_from_the_page(client_as, asker):
    practice = PracticeFactory(published=True)
    response = client_as(asker).post(
        reverse("practices:transfer_ask", args=[practice.slug]), {"need": "Ci serve."}, follow=True
    )
    transfer = Transfer.objects.get()
    assert (transfer.practice, transfer.need, transfer.organisation) == (practice, "Ci serve.", None)
    assert "Richiesta inviata" in response.text
    assert transfer.number in client_as(asker).get(practice.get_absolute_url()).text


def test_own_practice_is_asked_for_a_body_of_the_territory(client_as, giver):
    practice = PracticeFactory(published=True)
    page = reverse("practices:transfer_ask", args=[practice.slug])
    refused = client_as(giver).post(page, {"need": "Ci serve."})
    assert refused.status_code == 200
    assert "Ci serve." in refused.text
    body = OrganisationFactory(name="Unione di prova")
    foreign = OrganisationFactory(trento=True, name="Unione di fuori")
    client_as(giver).post(page, {"need": "x", "organisation": foreign.name})
    assert Transfer.objects.count() == 0
    client_as(giver).post(page, {"need": "x", "organisation": body.name})
    assert Transfer.objects.get().organisation == body


def test_second_request_is_refused_and_keeps_what_was_typed(client_as, asker, trento):
    transfer = TransferFactory(adopter=trento)
    page = reverse("practices:transfer_ask", args=[transfer.practice.slug])
    response = client_as(asker).post(page, {"need": "Un testo lungo"})
    assert "C&#x27;è già una richiesta aperta" in response.text
    assert "Un testo lungo" in response.text


# --- Steps ---------------------------------------------------------------------------------------


def test_same_page_shows_each_side_its_own_buttons(client_as, asker, giver):
    transfer = TransferFactory()
    pages = {who: client_as(who).get(transfer.get_absolute_url()).text for who in (asker, giver)}
    assert ("/answer/" in pages[asker], "/drop/" in pages[asker]) == (False, True)
    assert ("/answer/" in pages[giver], "/drop/" in pages[giver]) == (True, False)
    for text in pages.values():
        assert "Piemonte deve rispondere e indicare un contatto." in text
        assert text.count('aria-current="step"') == 1


def test_whole_way_through_the_pages(client_as, asker, giver, owner_confirmer, adopter_confirmer):
    transfer = TransferFactory()
    mine, theirs = client_as(asker), client_as(giver)
    answer = {"answer": "Certo.", "contact_name": "Anna", "contact_email": "a@piemonte.example"}
    post(theirs, "transfer_step", transfer, answer, name="answer")
    plan = {"kind": "visit", "date": timezone.localdate().isoformat(), "place": "Torino"}
    post(mine, "transfer_meeting_new", transfer, plan)
    meeting = TransferMeeting.objects.get()
    post(theirs, "transfer_meeting_step", transfer, {"report": "Utile."}, pk=meeting.pk, name="hold")
    post(mine, "transfer_step", transfer, {}, name="start_adapting")
    item = {"aspect": "costs", "kind": "kept", "text": "Uguali.", "why": ""}
    again = post(mine, "transfer_item_new", transfer, item | {"go": "again"})
    assert again["Location"] == url("transfer_item_new", transfer)
    post(mine, "transfer_step", transfer, ACT | {"changes": "Niente."}, name="declare")
    for person in (owner_confirmer, adopter_confirmer):
        page = client_as(person).get(url("transfer_step", transfer, name="adopt"))
        assert "Deliberazione n. 7 del 10/05/2024" in page.text
        post(client_as(person), "transfer_step", transfer, {}, name="adopt")
    outcome = {"outcome": "kept", "text": "Bene.", "on": "2025-05-10"}
    rows = {"indicators-name": "Carte", "indicators-before": "0", "indicators-after": "5", "indicators-source": ""}
    post(mine, "transfer_step", transfer, outcome | rows, name="record_outcome")
    transfer.refresh_from_db()
    assert transfer.state == "evaluated"
    assert transfer.outcome_indicators == [{"name": "Carte", "before": "0", "after": "5", "source": ""}]
    assert "Il percorso è concluso" in mine.get(transfer.get_absolute_url()).text


def test_refused_declaration_keeps_the_typed_text(client_as, asker):
    transfer = TransferFactory(adapting=True)
    data = ACT | {"act-date": "", "changes": "Un testo da non perdere"}
    response = post(client_as(asker), "transfer_step", transfer, data, name="declare")
    assert response.status_code == 200
    assert "Un testo da non perdere" in response.text
    assert Transfer.objects.get(pk=transfer.pk).state == "adapting"


def test_confirmation_of_a_side_that_has_spoken_is_a_conflict(client_as, owner_confirmer, official, piemonte):
    transfer = TransferFactory(declared=True)
    TransferConfirmationFactory(transfer=transfer, confirmed_by=owner_confirmer)
    colleague = client_as(official(Role.PRACTICE_VALIDATOR, piemonte))
    assert "/adopt/" not in colleague.get(transfer.get_absolute_url()).text
    assert post(colleague, "transfer_step", transfer, {}, name="adopt").status_code == 409


def test_change_without_a_reason_is_refused_next_to_its_field(client_as, asker):
    transfer = TransferFactory(adapting=True)
    data = {"aspect": "costs", "kind": "dropped", "text": "Il rimborso", "why": " "}
    response = post(client_as(asker), "transfer_item_new", transfer, data)
    assert 'id="id_why_error"' in response.text
    assert "Il rimborso" in response.text
    assert AdaptationItem.objects.count() == 0


def test_item_is_corrected_and_removed(client_as, asker):
    item = AdaptationItemFactory()
    browser, data = client_as(asker), {"aspect": "costs", "kind": "changed", "text": "Altro", "why": "Perché sì"}
    post(browser, "transfer_item", item.transfer, data, pk=item.pk)
    item.refresh_from_db()
    assert (item.aspect, item.text, item.why) == ("costs", "Altro", "Perché sì")
    post(browser, "transfer_item_remove", item.transfer, {}, pk=item.pk)
    assert AdaptationItem.objects.count() == 0


def test_item_of_another_transfer_is_not_found(client_as, asker):
    foreign, mine = AdaptationItemFactory(), TransferFactory(adapting=True)
    assert client_as(asker).get(url("transfer_item", mine, pk=foreign.pk)).status_code == 404


def test_adaptation_is_begun_from_the_page_and_stays_hidden_from_the_owner(client_as, asker, giver):
    transfer = TransferFactory(adapting=True)
    response = post(client_as(asker), "transfer_result", transfer, {"go": "new"})
    draft = Transfer.objects.get(pk=transfer.pk).resulting_practice
    assert response["Location"].endswith(f"{draft.uuid}/modifica/in-breve/")
    assert draft.title in client_as(asker).get(transfer.get_absolute_url()).text
    theirs = client_as(giver).get(transfer.get_absolute_url()).text
    assert draft.title not in theirs
    assert "in preparazione" in theirs


# --- Meetings ------------------------------------------------------------------------------------


def test_meeting_needs_a_place_or_a_link(client_as, asker):
    transfer = TransferFactory(in_contact=True)
    data = {"kind": "visit", "date": "2026-01-10", "agenda": "Da tenere"}
    response = post(client_as(asker), "transfer_meeting_new", transfer, data)
    assert "Scrivi dove ci si incontra" in response.text
    assert "Da tenere" in response.text


def test_meeting_of_tomorrow_has_no_report_yet(client_as, asker):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    meeting = TransferMeetingFactory(date=tomorrow)
    page = {"pk": meeting.pk, "name": "hold"}
    response = post(client_as(asker), "transfer_meeting_step", meeting.transfer, {"report": "Già"}, **page)
    assert "non c&#x27;è ancora stato" in response.text
    assert TransferMeeting.objects.get().state == "planned"


def test_document_of_a_meeting_is_inspected_and_read_by_the_two_sides_only(client_as, asker, giver, official):
    meeting = TransferMeetingFactory()
    page = url("transfer_document_new", meeting.transfer, pk=meeting.pk)
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90\x00")
    assert "fn-field-error" in client_as(asker).post(page, {"file": bad}).text
    good = SimpleUploadedFile("verbale_finale.txt", b"Testo del verbale")
    client_as(asker).post(page, {"file": good})
    kept = meeting.meeting_documents.get()
    assert kept.document.title == "Verbale finale"
    download = url("transfer_document", meeting.transfer, pk=meeting.pk, document=kept.document.uuid)
    assert b"".join(client_as(giver).get(download).streaming_content) == b"Testo del verbale"
    stranger = official(Role.PRACTICE_VALIDATOR, AdministrationFactory())
    assert client_as(stranger).get(download).status_code == 404


# --- Who sees what -------------------------------------------------------------------------------


def test_third_administration_sees_neither_list_nor_page_nor_desk(client_as, official, trento, piemonte):
    third = AdministrationFactory()
    make_exchange(trento, piemonte, third)
    stranger = official(Role.PRACTICE_VALIDATOR, third)
    transfers = [TransferFactory(), TransferFactory(declared=True), TransferFactory(adopted=True)]
    browser = client_as(stranger)
    page = browser.get(reverse("practices:transfers")).text
    csv = b"".join(browser.get(reverse("practices:transfers_csv")).streaming_content).decode()
    for transfer in transfers:
        assert browser.get(transfer.get_absolute_url()).status_code == 404
        assert transfer.number not in page
        assert transfer.number not in csv
    assert desk.waiting_for(stranger) == []


def test_list_is_filtered_by_state_side_year_and_words(client_as, asker):
    taken = TransferFactory(practice__title="Carta per i piccoli", year=2024)
    given = TransferFactory(practice=PracticeFactory(published=True, trento=True), adopter=taken.owner, year=2025)
    closed = TransferFactory(declined=True, year=2023)

    def found(query):
        text = client_as(asker).get(f"{reverse('practices:transfers')}?{query}").text
        return {transfer for transfer in (taken, given, closed) if transfer.get_absolute_url() in text}

    assert found("") == {taken, given, closed}
    assert found("side=owner") == {given}
    assert found("side=adopter") == {taken, closed}
    assert found("state=declined") == {closed}
    assert found("year=2025") == {given}
    assert found("q=piccoli") == {taken}
    assert found(f"q={taken.number}".replace(" ", "+")) == {taken}
    assert found("q=%00") == {taken, given, closed}
    assert found("state=nonsense&year=x&side=y") == {taken, given, closed}


def test_list_for_a_spreadsheet_has_no_people_and_no_formulas(client_as, asker):
    TransferFactory(dropped=True, closing_reason="=1+1", asked_by__full_name="Persona che chiede")
    response = client_as(asker).get(reverse("practices:transfers_csv"))
    text = b"".join(response.streaming_content).decode()
    assert "'=1+1" in text
    assert "Persona che chiede" not in text
    assert "Maria Contatto" not in text


def test_empty_list_says_what_to_do(client_as, asker):
    text = client_as(asker).get(reverse("practices:transfers")).text
    assert "La vogliamo anche noi" in text


def test_markup_that_people_typed_stays_text(client_as, asker):
    transfer = TransferFactory(adopted=True, need=HOSTILE, changes=HOSTILE, answer=HOSTILE)
    AdaptationItemFactory(transfer=transfer, text=HOSTILE, why=HOSTILE)
    TransferMeetingFactory(transfer=transfer, agenda=HOSTILE, participants=HOSTILE, place=HOSTILE)
    public = reverse("practices:adoptions", args=[transfer.practice.slug])
    for page in (transfer.get_absolute_url(), public, transfer.practice.get_absolute_url()):
        text = client_as(asker).get(page).text
        assert HOSTILE not in text
        assert "alert(1)" in text


# --- Desk ----------------------------------------------------------------------------------------


def test_desk_says_what_waits_for_each(asker, giver, owner_confirmer, adopter_confirmer):
    TransferFactory()
    TransferFactory(adapting=True)
    late = TransferFactory(adopted=True)
    half = TransferFactory(declared=True)
    TransferConfirmationFactory(transfer=half, side="owner", confirmed_by=owner_confirmer)
    far = timezone.localdate() + datetime.timedelta(days=90)
    TransferFactory(adopted=True, outcome_due_on=far)

    def kinds(person):
        return sorted(str(item.kind) for item in desk.waiting_for(person))

    assert kinds(giver) == ["Richieste di pratiche a cui rispondere"]
    assert kinds(asker) == ["Adattamenti da descrivere", "Esiti di adozioni da registrare"]
    assert kinds(owner_confirmer) == []
    assert "Adozioni da confermare" in kinds(adopter_confirmer)
    assert [i.due for i in desk.waiting_for(asker) if "Esiti" in str(i.kind)] == [late.outcome_due_on]


# --- Queries -------------------------------------------------------------------------------------


def whole(rows):
    """An adopted transfer with many of everything."""
    transfer = TransferFactory(adopted=True)
    for _n in range(rows):
        AdaptationItemFactory(transfer=transfer)
        MeetingDocumentFactory(meeting=TransferMeetingFactory(transfer=transfer))
    return transfer


def counted(client, page):
    """How many queries a page takes, once what the process remembers is there."""
    client.get(page)
    with CaptureQueriesContext(connection) as context:
        assert client.get(page).status_code == 200
    return len(context)


def test_pages_take_the_same_queries_for_many(client_as, asker):
    browser, reader, numbers = client_as(asker), client_as(), []
    for rows in (1, 30):
        transfer = whole(rows)
        for _n in range(rows):
            TransferFactory(adopted=True)
            TransferFactory(practice=transfer.practice, evaluated=True)
        pages = {
            transfer.get_absolute_url(): browser,
            reverse("practices:transfers"): browser,
            reverse("practices:adoptions", args=[transfer.practice.slug]): reader,
            reverse("practices:ledger"): reader,
            transfer.practice.get_absolute_url(): reader,
        }
        numbers.append([counted(client, page) for page, client in pages.items()])
    assert numbers[0] == numbers[1]
    assert max(numbers[0]) <= 15
