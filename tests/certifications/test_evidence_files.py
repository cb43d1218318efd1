"""Evidence sent in parts, replaced and ordered: of an application and of an integration."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from certifications.actions import (
    EvidenceFiles,
    answer_integration,
    move_evidence,
    order_evidence,
    remove_evidence,
    replace_evidence,
)
from certifications.actions.integrations import answer_as_data
from certifications.models import AnswerEvidence, Application, earlier_versions
from certifications.self_assessment import assess
from familynet.kernel.history import HistoryEntry
from familynet.kernel.uploads import UploadInProgress, UploadPart, add_part, finish_upload, start_upload
from familynet.kernel.workflow import TransitionConflict
from tests.certifications.applying import Field, ask, content, keys, section_of, text_file, url, verbs
from tests.certifications.sending import SIZE, TEXT, send, sent, start, titles
from tests.factories.organisations import OrganisationMemberFactory
from tests.kernel.threads import together


@pytest.fixture
def field(db):
    return Field(with_requirements__evidence="optional")


@pytest.fixture
def clerk(field, client_as):
    return client_as(field.clerk)


def place(application, code="R1"):
    return EvidenceFiles(application, application.version.requirements.get(code=code))


def upload_url(application, code="R1"):
    return url(application, "application_upload", keys(application)[code])


# --- In parts --------------------------------------------------------------------------------


def test_file_in_parts_stands_behind_its_requirement_and_counts_at_once(field, clerk):
    application = field.start()
    field.say(application, R1=True)
    address = upload_url(application)
    key = start(clerk, address).json()["upload"]
    assert send(clerk, f"{address}{key}/", TEXT[:20]).json() == {"received": 20, "size": SIZE}
    # The connection broke: the same page, or a new one, asks and goes on.
    assert clerk.get(f"{address}{key}/").json()["received"] == 20
    done = send(clerk, f"{address}{key}/", TEXT[20:], 20).json()
    evidence = AnswerEvidence.objects.get()
    assert ("Delibera 12" in done["documents"], "10 punti" in done["result"]["panel"]) == (True, True)
    assert (evidence.answer.requirement.code, evidence.added_by, content(evidence.document)) == (
        "R1",
        field.clerk,
        TEXT,
    )
    assert (verbs(application)[-1], UploadPart.objects.count()) == ("attach", 0)
    assert clerk.get(f"{address}{key}/").json()["done"]


def test_same_file_in_a_new_page_goes_on_for_the_same_requirement_only(field, clerk):
    application = field.start()
    key = start(clerk, upload_url(application), mark="a:1").json()["upload"]
    send(clerk, f"{upload_url(application)}{key}/", TEXT[:30])
    again = start(clerk, upload_url(application), mark="a:1").json()
    other = start(clerk, upload_url(application, "R2"), mark="a:1").json()
    assert (again["upload"], again["received"], other["received"]) == (key, 30, 0)
    # What was begun for one requirement is not found, and never ends, at another one.
    assert send(clerk, f"{upload_url(application, 'R2')}{key}/", TEXT[30:], 30).status_code == 404
    with pytest.raises(UploadInProgress.DoesNotExist):
        finish_upload(UploadInProgress.objects.get(uuid=key), place(application, "R2"), by=field.clerk)


def test_upload_of_a_colleague_is_not_found(field, clerk, client_as):
    application = field.start()
    address = upload_url(application)
    key = start(clerk, address).json()["upload"]
    mayor = client_as(field.mayor)
    assert mayor.get(f"{address}{key}/").status_code == 404
    assert send(mayor, f"{address}{key}/", TEXT).status_code == 404
    assert mayor.post(f"{address}{key}/annulla/").status_code == 404
    with pytest.raises(PermissionDenied):
        add_part(UploadInProgress.objects.get(), place(application), offset=0, content=TEXT, by=field.mayor)
    assert clerk.post(f"{address}{key}/annulla/").json() == {"cancelled": True}


def test_part_that_arrives_while_its_file_is_cancelled_is_not_found(field, clerk, monkeypatch):
    address = upload_url(field.start())
    key = start(clerk, address).json()["upload"]

    def add_late(upload, *args, **fields):
        UploadInProgress.objects.filter(pk=upload.pk).delete()
        return add_part(upload, *args, **fields)

    monkeypatch.setattr("familynet.kernel.upload_views.add_part", add_late)
    assert send(clerk, f"{address}{key}/", TEXT).status_code == 404
    assert AnswerEvidence.objects.count() == 0


def test_stranger_finds_no_place_to_send_to(field, client_as):
    application = field.start()
    stranger = OrganisationMemberFactory().user
    assert start(client_as(stranger), upload_url(application)).status_code == 404
    with pytest.raises(PermissionDenied):
        start_upload(place(application), name="a.txt", size=5, by=stranger)


def test_requirement_of_another_disciplinare_is_not_found(field, clerk):
    application, other = field.start(), Field(category__slug="altra", category__name="Altra")
    address = url(application, "application_upload", other.version.requirements.first().pk)
    assert start(clerk, address).status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.exe", b"MZ\x00\x01", "Non riconosciamo"),
        ("programma.pdf", b"MZ\x90\x00" * 15, "programma"),
        ("foto.png", TEXT, "finisce invece in modo diverso"),
        ("<script>.txt", b"<html><script>alert(1)</script></html>", "pagina web"),
    ],
)
def test_refused_file_is_told_and_forgotten(field, clerk, name, data, words):
    address = upload_url(field.start())
    answer = start(clerk, address, name=name, size=len(data))
    if answer.status_code == 201:
        answer = send(clerk, f"{address}{answer.json()['upload']}/", data)
    assert (answer.status_code, words in answer.json()["error"]) == (422, True)
    assert (UploadInProgress.objects.count(), AnswerEvidence.objects.count()) == (0, 0)


def test_full_requirement_and_same_file_are_told(field, clerk, monkeypatch):
    application = field.start()
    assert sent(clerk, upload_url(application)).status_code == 200
    assert "già allegato" in sent(clerk, upload_url(application), name="altro.txt").json()["error"]
    monkeypatch.setattr("certifications.actions.evidence.MOST_PER_REQUIREMENT", 1)
    assert "al massimo 1 documenti" in start(clerk, upload_url(application)).json()["error"]


def test_submitted_application_takes_no_file(field, clerk):
    application = field.filled()
    key = start(clerk, upload_url(application)).json()["upload"]
    field.submit(application)
    answer = send(clerk, f"{upload_url(application)}{key}/", TEXT)
    assert (answer.status_code, "non è più modificabile" in answer.json()["error"]) == (422, True)
    assert start(clerk, upload_url(application)).status_code == 422


def test_integration_opens_only_what_it_asks(field, clerk):
    application = field.submitted()
    request = ask(field, application, "R2")
    assert sent(clerk, upload_url(application, "R2")).status_code == 200
    assert start(clerk, upload_url(application, "R1")).status_code == 422
    assert AnswerEvidence.objects.get().integration == request
    page = clerk.get(url(application, "integration")).content.decode()
    assert "Delibera 12" in page
    assert (upload_url(application, "R2") in page, upload_url(application, "R1") in page) == (True, False)


def test_integration_without_the_script_takes_several_files(field, clerk):
    application = field.submitted()
    ask(field, application, "R2")
    name = f"r{keys(application)['R2']}"
    files = [text_file("a.txt", "Uno"), text_file("b.txt", "Due")]
    data = {f"{name}-reply": "Ecco", f"{name}-met": "yes", f"{name}-revision": "1", f"{name}-documents": files}
    assert clerk.post(url(application, "integration"), {**data, "save": "1"}).status_code == 302
    assert titles(AnswerEvidence.objects) == ["A", "B"]
    bad = {**data, f"{name}-documents": [SimpleUploadedFile("b.exe", b"MZ\x00")], f"{name}-reply": "Nuova"}
    answer = clerk.post(url(application, "integration"), bad)
    assert (answer.status_code, "b.exe: " in answer.content.decode()) == (422, True)
    assert ">\nNuova</textarea>" in answer.content.decode()


# --- Replace, order, take away ---------------------------------------------------------------


def test_newer_file_takes_the_place_and_the_old_one_is_kept_for_the_organisation(
    field, clerk, client_as, official, piemonte
):
    application = field.start()
    first = field.attach(application, "R1")
    field.attach(application, "R1", text_file("altro.txt", "Altro"))
    page = clerk.get(url(application, "application_evidence_replace", first.pk)).content.decode()
    assert "delibera.txt. Il file di adesso resta tra le versioni precedenti" in page
    answer = clerk.post(
        url(application, "application_evidence_replace", first.pk), {"file": text_file("nuova.txt", "Nuova")}
    )
    assert answer.url == f"{section_of(application)}#r{keys(application)['R1']}"
    assert titles(AnswerEvidence.objects) == ["Nuova", "Altro"]
    assert [len(item.evidence) for item in assess(application).items] == [2, 0, 0]
    entry = HistoryEntry.objects.of(application).first()
    assert (entry.verb, "nuova" in str(entry.data).lower()) == ("replace", False)
    page = clerk.get(section_of(application)).content.decode()
    version = url(application, "application_evidence_version", first.pk)
    assert ("1 versione precedente" in page, version in page) == (True, True)
    assert b"".join(clerk.get(version).streaming_content) == b"Delibera della Giunta"
    assert clerk.get(url(application, "application_evidence", first.pk)).status_code == 404
    field.say(application, R1=True, R2=True, R3=True)
    field.submit(application)
    assert client_as(official("certification_officer", piemonte)).get(version).status_code == 403
    assert client_as(OrganisationMemberFactory().user).get(version).status_code == 404


def test_all_earlier_versions_are_listed_newest_first(field, django_assert_num_queries):
    evidence = field.attach(field.start(), "R1")
    for number in (1, 2, 3):
        upload = text_file(f"v{number}.txt", f"Versione {number}")
        evidence = replace_evidence(evidence=evidence, upload=upload, by=field.clerk)
    with django_assert_num_queries(1):
        found = earlier_versions(AnswerEvidence.objects.replaced())[evidence.pk]
        assert [row.document.name for row in found] == ["v2.txt", "v1.txt", "delibera.txt"]


def test_section_asks_one_query_more_when_something_was_replaced(field, clerk, django_assert_num_queries):
    application = field.start()
    for code in ("R1", "R2"):
        first = field.attach(application, code, text_file(f"{code}.txt", code))
        field.attach(application, code)
    clerk.get(section_of(application))
    with django_assert_num_queries(12):
        clerk.get(section_of(application))
    replace_evidence(evidence=first, upload=text_file("nuova.txt", "Nuova"), by=field.clerk)
    with django_assert_num_queries(13):
        clerk.get(section_of(application))


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (lambda: text_file("altro_nome.txt"), "lo stesso file"),
        (lambda: text_file("b.txt", "Secondo"), "già allegato"),
        (lambda: ContentFile(b"", name="vuoto.txt"), "vuoto"),
    ],
)
def test_replacement_that_is_refused_changes_nothing(field, upload, words):
    application = field.start()
    first = field.attach(application, "R1")
    field.attach(application, "R1", text_file("b.txt", "Secondo"))
    with pytest.raises(ValidationError, match=words):
        replace_evidence(evidence=first, upload=upload(), by=field.clerk)
    assert (titles(AnswerEvidence.objects), AnswerEvidence.objects.count()) == (["Delibera", "B"], 2)


def test_what_was_submitted_stays_what_an_integration_brought_may_change(field, clerk):
    application = field.filled()
    old = field.attach(application, "R1")
    field.submit(application)
    ask(field, application, "R1")
    new = field.attach(application, "R1", text_file("nuovo.txt", "Nuovo"))
    for change in (
        lambda: replace_evidence(evidence=old, upload=text_file("x.txt", "X"), by=field.clerk),
        lambda: move_evidence(evidence=old, up=False, by=field.clerk),
        lambda: remove_evidence(evidence=old, by=field.clerk),
    ):
        with pytest.raises(ValidationError, match="già presentato"):
            change()
    order_evidence(
        application=application, requirement=new.answer.requirement, order=[new.pk, old.pk], by=field.clerk
    )
    assert titles(AnswerEvidence.objects) == ["Delibera", "Nuovo"]
    page = clerk.get(url(application, "integration")).content.decode()
    links = [url(application, "application_evidence_replace", row.pk) in page for row in (old, new)]
    assert links == [False, True]
    newer = replace_evidence(evidence=new, upload=text_file("migliore.txt", "Migliore"), by=field.clerk)
    assert (newer.integration, newer.order) == (new.integration, new.order)
    answer_integration(application=application, by=field.clerk)
    with pytest.raises(TransitionConflict):
        replace_evidence(evidence=newer, upload=text_file("tardi.txt", "Tardi"), by=field.clerk)


def test_another_order_is_no_answer_to_an_integration(field):
    """Only what the round added can be moved, so the documents that stood there look as before."""
    application = field.filled()
    rows = [field.attach(application, "R1", text_file(f"{n}.txt", f"Testo {n}")) for n in range(2)]
    before = answer_as_data(assess(application).items[0])
    field.submit(application)
    ask(field, application, "R1")
    row = rows[0].answer.requirement
    assert order_evidence(application=application, requirement=row, order=[rows[1].pk], by=field.clerk) == []
    assert answer_as_data(assess(Application.objects.get()).items[0]) == before


def test_order_by_hand_and_one_step(field, clerk):
    application = field.start()
    first, second, third = (field.attach(application, "R1", text_file(f"{n}.txt", f"Testo {n}")) for n in "abc")
    address = url(application, "application_evidence_order", keys(application)["R1"])
    answer = clerk.post(address, {"item": [third.pk, first.pk, 99999]})
    assert answer.json() == {"order": [third.pk, first.pk, second.pk], "message": "Ordine salvato."}
    clerk.post(url(application, "application_evidence_move", second.pk), {"direction": "up"})
    assert titles(AnswerEvidence.objects) == ["C", "B", "A"]
    clerk.post(url(application, "application_evidence_move", third.pk), {"direction": "up"})
    assert titles(AnswerEvidence.objects) == ["C", "B", "A"]
    assert clerk.post(address, {"item": "x"}).status_code == 400
    field.say(application, R1=True, R2=True, R3=True)
    field.submit(application)
    assert clerk.post(address, {"item": [first.pk]}).status_code == 409


def test_document_of_another_application_is_neither_replaced_nor_moved(field, clerk):
    own = field.start()
    other = Field(category__slug="altra", category__name="Altra")
    foreign = other.attach(other.start(), "R1")
    for name in ("replace", "move", "remove"):
        assert clerk.post(url(own, f"application_evidence_{name}", foreign.pk)).status_code == 404
    replace_evidence(evidence=foreign, upload=text_file("n.txt", "N"), by=other.clerk)
    assert clerk.get(url(own, "application_evidence_version", foreign.pk)).status_code == 404


# --- At the same moment ----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_people_of_one_organisation_send_at_the_same_moment():
    field = Field()
    application = field.start()
    people, data = (field.clerk, field.mayor), (b"Il testo del primo.", b"Il testo del secondo.")
    uploads = [
        start_upload(place(application), name=f"{n}.txt", size=len(text), by=person)
        for n, (person, text) in enumerate(zip(people, data, strict=True))
    ]
    jobs = list(zip(uploads, people, data, strict=True))
    together(
        *[lambda u=u, p=p, t=t: add_part(u, place(application), offset=0, content=t, by=p) for u, p, t in jobs]
    )
    outcomes = together(*[lambda u=u, p=p: finish_upload(u, place(application), by=p) for u, p, _t in jobs])
    assert [type(outcome) for outcome in outcomes] == [UploadInProgress] * 2
    rows = AnswerEvidence.objects.order_by("order")
    assert sorted(content(row.document) for row in rows) == sorted(data)
    assert [row.order for row in rows] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_replaced_by_two_at_once_it_has_one_successor():
    field = Field()
    evidence = field.attach(field.start(), "R1")
    outcomes = together(
        *[
            lambda text=text: replace_evidence(evidence=evidence, upload=text_file("n.txt", text), by=field.clerk)
            for text in ("Uno", "Due")
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AnswerEvidence", "TransitionConflict"]
    assert AnswerEvidence.objects.current().count() == 1
    with pytest.raises(TransitionConflict):
        replace_evidence(evidence=evidence, upload=text_file("t.txt", "Tre"), by=field.clerk)
