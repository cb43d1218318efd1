"""The pages of assessment and decision."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from certifications import letters
from certifications.models import (
    Application,
    AssessmentRound,
    Assessor,
    Assignment,
    Certificate,
    Decision,
    Judgement,
    LetterTemplate,
    RefusalNotice,
    SiteVisit,
)
from tests.certifications.assessing import Office
from tests.factories.applications import AnswerFactory, RequirementFactory, SchemeVersionFactory
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db
ACT = {
    "act-kind": "determination",
    "act-number": "12",
    "act-date": timezone.localdate().isoformat(),
    "act-body": "D",
}


@pytest.fixture
def office():
    return Office()


@pytest.fixture(autouse=True)
def _plain_letters(monkeypatch):
    monkeypatch.setattr(letters, "render_pdf", lambda template, data: b"%PDF-1.7 letter")


def address(name, *args):
    return reverse(f"certifications:{name}", args=args)


def page(client, name, *args, status=200):
    response = client.get(address(name, *args))
    assert response.status_code == status
    return response.content.decode()


def fetched(client, name, *args):
    """The status of a download, read to its end."""
    response = client.get(address(name, *args))
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def photo():
    content = io.BytesIO()
    Image.new("RGB", (4, 4), "green").save(content, "PNG")
    return SimpleUploadedFile("ingresso.png", content.getvalue())


def test_page_before_the_declaration_shows_only_names(office, client_as):
    application = office.assessing()
    AnswerFactory(application=application, note="Il nostro segreto")
    assignment = office.assign(application)
    html = page(client_as(assignment.assessor.user), "assessment", assignment.pk)
    assert application.organisation.name in html
    for hidden in ("Il nostro segreto", application.public_id, "R1", application.version.label):
        assert hidden not in html


def test_declared_conflict_closes_the_page_for_good(office, client_as):
    application = office.assessing()
    AnswerFactory(application=application, note="Il nostro segreto")
    assignment = office.assign(application)
    client = client_as(assignment.assessor.user)
    response = client.post(address("assessment", assignment.pk), {"has_conflict": "yes", "text": ""})
    assert "Scrivi di che cosa si tratta" in response.content.decode()
    client.post(address("assessment", assignment.pk), {"has_conflict": "yes", "text": "Parente"})
    html = page(client, "assessment", assignment.pk)
    assert "Il nostro segreto" not in html
    assert "resta chiusa per te" in html
    for name in ("assessment_submit", "visit_new"):
        assert client.get(address(name, assignment.pk)).status_code == 403


def test_assessor_works_saves_and_submits(office, client_as):
    application = office.assessing()
    answer = AnswerFactory(application=application, note="Delibera del piano")
    assignment = office.working(application)
    client = client_as(assignment.assessor.user)
    assert "Delibera del piano" in page(client, "assessment", assignment.pk)
    requirements = list(application.version.requirements.all())
    data = {"base": "1", "opinion": "favourable", "opinion_text": "Va bene."}
    for requirement in requirements:
        data[f"r{requirement.pk}-outcome"] = "met"
        data[f"r{requirement.pk}-note"] = ""
    half = {**data, f"r{requirements[0].pk}-outcome": ""}
    client.post(address("assessment", assignment.pk), half)
    assert Judgement.objects.filter(outcome="met").count() == 2
    html = page(client, "assessment_submit", assignment.pk)
    assert "Manca il giudizio" in html
    response = client.post(address("assessment", assignment.pk), {**data, "go": "submit"})
    assert response.url == address("assessment_submit", assignment.pk)
    client.post(response.url)
    assert Assignment.objects.get().state == "submitted"
    assert answer.note in page(client, "assessment", assignment.pk)


def test_autosave_keeps_what_is_right_and_names_what_is_not(office, client_as):
    version = SchemeVersionFactory(scheme__administration=office.trento)
    ranged = RequirementFactory(version=version, code="R1", points_min=0, points_max=5)
    fixed = RequirementFactory(version=version, code="R2")
    version.state = "published"
    version.save()
    assignment = office.working(office.assessing(version=version))
    response = client_as(assignment.assessor.user).post(
        address("assessment", assignment.pk),
        {
            f"r{ranged.pk}-outcome": "met",
            f"r{ranged.pk}-points": "99",
            f"r{fixed.pk}-outcome": "not_met",
            f"r{fixed.pk}-note": "Manca",
        },
        headers={"X-Autosave": "1"},
    )
    answer = json.loads(response.content)
    assert answer["saved"] is True
    assert "R1" in answer["message"]
    assert answer["progress"] == 50
    found = {j.requirement.code: (j.outcome, j.points, j.note) for j in Judgement.objects.all()}
    assert found == {"R1": ("met", None, ""), "R2": ("not_met", None, "Manca")}


def test_autosave_after_the_end_keeps_the_text_on_the_page(office, client_as):
    assignment = office.submitted(office.assessing())
    response = client_as(assignment.assessor.user).post(
        address("assessment", assignment.pk), {}, headers={"X-Autosave": "1"}
    )
    assert (response.status_code, json.loads(response.content)["saved"]) == (409, False)


def test_visit_with_photos_is_written_and_completed(office, client_as):
    assignment = office.working(office.assessing())
    client = client_as(assignment.assessor.user)
    data = {"on": timezone.localdate().isoformat(), "place": "Municipio", "findings": "Fasciatoio presente"}
    client.post(address("visit_new", assignment.pk), {**data, "documents": [photo(), photo()]})
    visit = SiteVisit.objects.get()
    assert visit.documents.count() == 2
    client.post(address("visit", assignment.pk, visit.pk), {**data, "place": "Scuola"})
    visit.refresh_from_db()
    assert (visit.place, visit.documents.count()) == ("Scuola", 2)
    document = visit.documents.first()
    assert fetched(client, "own_visit_document", assignment.pk, document.pk) == 200
    other = office.working(office.assessing(version=office.version(scheme__slug="b", scheme__name="B")))
    assert fetched(client_as(other.assessor.user), "own_visit_document", other.pk, document.pk) == 404


def test_bad_file_of_a_visit_is_refused_and_the_text_kept(office, client_as):
    assignment = office.working(office.assessing())
    data = {
        "on": timezone.localdate().isoformat(),
        "place": "Municipio",
        "findings": "Testo lungo",
        "documents": SimpleUploadedFile("virus.exe", b"MZ\x00\x01"),
    }
    response = client_as(assignment.assessor.user).post(address("visit_new", assignment.pk), data)
    assert "Testo lungo" in response.content.decode()
    assert not SiteVisit.objects.exists()


def test_officer_starts_assigns_withdraws_and_closes(office, client_as):
    application = office.file()
    client = client_as(office.officer)
    client.post(address("start_assessment", application.public_id))
    assert AssessmentRound.objects.get().application == application
    assessor = office.assessor()
    html = page(client, "assign", application.public_id)
    assert "aperte: 0" in html
    client.post(address("assign", application.public_id), {"assessor": assessor.pk})
    assignment = Assignment.objects.get()
    client.post(address("withdraw_assignment", application.public_id, assignment.pk), {"comment": "Malattia"})
    assert Assignment.objects.get().state == "withdrawn"
    office.submitted(Application.objects.get(), assessor=office.assessor())
    client.post(address("close_assessment", application.public_id), {"summary": "Tutto bene"})
    assert Application.objects.get().state == "assessed"
    assert "Tutto bene" in page(client, "file_assessment", application.public_id)


def test_manager_awards_on_the_page(office, client_as):
    application = office.assessed()
    client = client_as(office.manager)
    assert "Assegna la certificazione" in page(client, "file_decision", application.public_id)
    response = client.post(address("award", application.public_id), {**ACT, "act-number": "", "reasons": "Sì"})
    assert "Sì" in response.content.decode()
    assert not Decision.objects.exists()
    client.post(address("award", application.public_id), {**ACT, "reasons": ""})
    assert Certificate.objects.get().number in page(client, "file_decision", application.public_id)
    assert fetched(client, "file_letter", application.public_id) == 200
    assert client.get(address("award", application.public_id)).status_code == 409


def test_notice_observations_and_refusal_on_the_pages(office, client_as):
    application = office.assessed()
    member = OrganisationMemberFactory(organisation=application.organisation).user
    office_client, own = client_as(office.officer), client_as(member)
    assert own.get(address("observations", application.public_id)).status_code == 404
    office_client.post(address("notice", application.public_id), {"reasons": "Manca il piano."})
    assert "Manca il piano." in page(own, "observations", application.public_id)
    own.post(
        address("observations", application.public_id),
        {"text": "Eccolo.", "documents": SimpleUploadedFile("piano.txt", b"Il piano degli interventi.")},
    )
    notice = RefusalNotice.objects.get()
    document = notice.documents.get()
    assert "Eccolo." in page(office_client, "file_decision", application.public_id)
    for client, name in ((own, "observation_document"), (office_client, "notice_document")):
        assert fetched(client, name, application.public_id, document.pk) == 200
    manager = client_as(office.manager)
    manager.post(address("refuse", application.public_id), {**ACT, "reasons": "Il piano non basta."})
    assert "Il piano non basta." in page(own, "outcome", application.public_id)
    assert fetched(own, "outcome_letter", application.public_id) == 200
    late = own.post(address("observations", application.public_id), {"text": "Ancora una cosa"})
    assert (late.status_code, "Ancora una cosa" in late.content.decode()) == (409, True)


def test_batch_is_checked_before_it_is_decided(office, client_as):
    version = office.version()
    good, bad = office.assessed(version), office.assessed(version)
    Application.objects.filter(pk=bad.pk).update(officer=office.manager)
    client = client_as(office.manager)
    both = {"file": [good.public_id, bad.public_id], "outcome": "awarded", "reasons": ""}
    html = client.post(address("decisions"), {**both, "go": "check"}).content.decode()
    assert "1 domanda non si può decidere così" in html
    client.post(address("decisions"), {**both, **ACT, "go": "decide"})
    assert not Decision.objects.exists()
    one = {**both, "file": [good.public_id]}
    assert "inserisci l'atto" in client.post(
        address("decisions"), {**one, "go": "check"}
    ).content.decode().replace("&#x27;", "'")
    client.post(address("decisions"), {**one, **ACT, "go": "decide"})
    assert Decision.objects.get().application == good


def test_assignments_from_a_file_are_tried_first(office, client_as):
    application, assessor = office.assessing(), office.assessor()
    client = client_as(office.officer)
    rows = (
        f"pratica;valutatore;entro il\n{application.public_id};{assessor.user.email};\nxxxx;nessuno@x.example;\n"
    )
    response = client.post(address("assignments"), {"file": SimpleUploadedFile("a.csv", rows.encode())})
    html = response.content.decode()
    assert "1 riga non si può assegnare" in html
    assert not Assignment.objects.exists()
    good = rows.rsplit("xxxx", 1)[0]
    response = client.post(address("assignments"), {"file": SimpleUploadedFile("a.csv", good.encode())})
    client.post(address("assignments"), {"rows": response.context["kept"]})
    assert Assignment.objects.get().assessor == assessor
    for junk in ("", "[", "[[1]]", "{}", '[["a", {}]]', "[" * 5000):
        assert client.post(address("assignments"), {"rows": junk}).status_code == 200


def test_table_with_more_assessors_than_a_file_takes_says_so_at_the_row(office, client_as):
    application = office.assessing(needed=1)
    people = [office.assessor(), office.assessor()]
    rows = "pratica;valutatore\n" + "".join(f"{application.public_id};{a.user.email}\n" for a in people)
    client = client_as(office.officer)
    response = client.post(address("assignments"), {"file": SimpleUploadedFile("a.csv", rows.encode())})
    problems = [row.problem for row in response.context["rows"]]
    assert problems[0] == ""
    assert problems[1].startswith("La domanda ha già tutti i valutatori che servono")


def test_table_of_waiting_files_can_be_filled_in(office, client_as):
    application = office.assessing()
    response = client_as(office.officer).get(address("assignments_csv"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].startswith(f"{application.public_id};")


def test_register_of_assessors_is_kept_on_its_pages(office, client_as):
    from familynet.accounts.roles import Role

    person = office.person(Role.ASSESSOR)
    client = client_as(office.officer)
    assert f"Iscrivi {person}" in page(client, "assessors")
    today = timezone.localdate().isoformat()
    client.post(address("assessor_new"), {"user": person.pk, "task": "assessor", "valid_from": today})
    assessor = Assessor.objects.get()
    assert assessor.origin == "internal"
    client.post(address("assessor", assessor.pk), {"task": "evaluator", "body": "Studio"})
    client.post(address("assessor_end", assessor.pk), {"on": today})
    assessor.refresh_from_db()
    assert (assessor.task, str(assessor.valid_to)) == ("evaluator", today)
    client.post(address("assessor_invite"), {"full_name": "Eva", "email": "eva@studio.example"})
    assert "Eva" in page(client, "assessors")


def test_agreement_is_shown_with_words(office, client_as):
    version = office.version()
    for _n in range(3):
        application = office.assessing(blind=True, version=version)
        office.submitted(application, outcomes=["met", "met", "not_met"])
        office.submitted(application, outcomes=["met", "not_met", "not_met"])
    client = client_as(office.manager)
    assert version.label in page(client, "agreements")
    html = page(client, "agreement", version.pk)
    assert "3 domande" in html
    assert "tutti uguali" in html
    assert "accordo debole" in html


def test_letter_is_worded_previewed_and_kept_in_versions(office, client_as):
    client = client_as(office.manager)
    data = {"subject": "Oggetto {marchio}", "body": "Gentile {organizzazione}", "appeals": "Ricorsi"}
    response = client.post(address("letter", "awarded", "tutti"), {**data, "go": "preview"})
    assert "Gentile Comune di Esempio" in response.content.decode()
    assert not LetterTemplate.objects.exists()
    pdf = client.post(address("letter", "awarded", "tutti"), {**data, "go": "pdf"})
    assert pdf.content.startswith(b"%PDF")
    bad = client.post(address("letter", "awarded", "tutti"), {**data, "body": "{sconosciuto}", "go": "save"})
    assert "{sconosciuto}" in bad.content.decode()
    for body in ("Uno", "Due"):
        client.post(address("letter", "awarded", "tutti"), {**data, "body": body, "go": "save"})
    assert LetterTemplate.objects.count() == 2
    assert LetterTemplate.objects.current().get().body == "Due"


def test_previews_of_a_letter_are_refused_when_too_many_and_keep_the_text(office, client_as, monkeypatch):
    monkeypatch.setattr("certifications.views.letters.is_too_frequent", lambda *args, **kwargs: True)
    client = client_as(office.manager)
    data = {"subject": "Oggetto", "body": "Il nostro testo", "appeals": "Ricorsi"}
    response = client.post(address("letter", "awarded", "tutti"), {**data, "go": "pdf"})
    assert response.status_code == 429
    assert "Hai chiesto molte anteprime" in response.content.decode()
    assert "Il nostro testo" in response.content.decode()
    assert client.post(address("letter", "awarded", "tutti"), {**data, "go": "preview"}).status_code == 200


def test_previews_of_a_letter_are_counted(office, client_as):
    client = client_as(office.manager)
    data = {"subject": "Oggetto", "body": "Testo", "appeals": "Ricorsi", "go": "pdf"}
    codes = [client.post(address("letter", "awarded", "tutti"), data).status_code for _n in range(31)]
    assert (set(codes[:30]), codes[30]) == ({200}, 429)


def test_assignments_file_without_its_columns_is_told_which(office, client_as):
    rows = SimpleUploadedFile("a.csv", b"codice;valutatore\nx;y\n")
    html = client_as(office.officer).post(address("assignments"), {"file": rows}).text
    assert "Nella prima riga mancano le colonne: pratica." in html
