"""The whole file as a package, and the copy for who asked for access."""

import datetime
import hashlib
import json
import tracemalloc
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from certifications.actions import release_file
from certifications.actions.retention import _clear
from certifications.dossier import items_of, read_file, released_payloads, whole_payloads
from certifications.dossier.masking import OMITTED, mask
from certifications.models import FileRelease
from familynet.accounts.roles import Role
from familynet.kernel.bagit import bag
from familynet.kernel.history import HistoryEntry
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.dossier import CODE, MAIL, NAMES, NOTES, PHONE, TYPED, whole_file
from tests.factories.organisations import OrganisationFactory
from tests.kernel.bags import validate
from tests.papers import words_of

REQUEST = {"request_reference": "PAT/2026/123", "requested_on": datetime.date(2026, 5, 4), "reason": "Interesse."}
ALWAYS = ("dati/disciplinare.json", "dati/disciplinare.pdf", "dati/pratica.json", "indice.html")
SECRETS = [*NAMES, *[name.split()[-1] for name in NAMES], CODE, MAIL, PHONE, "posta.example", "347 123"]


@pytest.fixture
def application(db):
    return whole_file()


@pytest.fixture
def officer(application):
    return holder(application, Role.CERTIFICATION_OFFICER)


def holder(application, role):
    user = UserFactory(administration=application.administration, full_name="Fulvia Ropelato")
    RoleAssignmentFactory(user=user, role=role, administration=application.administration)
    return user


def payload(stream):
    return validate(b"".join(stream))[1]


def whole(application):
    return payload(bag("f", whole_payloads(read_file(application)), info=[], on=datetime.date(2026, 1, 1)))


def given_out(release):
    return payload(bag("c", released_payloads(release), info=[], on=datetime.date(2026, 1, 1)))


def give(application, by, items=(), **fields):
    return release_file(application=application, by=by, items=items, **{**REQUEST, **fields})


def assert_no_secrets(files, *more):
    for path, content in files.items():
        text = path + (words_of(content) if path.endswith(".pdf") else content.decode())
        for secret in (*SECRETS, *more):
            assert secret.casefold() not in text.casefold(), f"{secret} in {path}"


# --- Whole ---------------------------------------------------------------------------------------


def test_whole_package_holds_every_document_and_every_text(application):
    files = whole(application)
    everything = b"\n".join(c for path, c in files.items() if not path.endswith(".pdf")).decode()
    for place, note in NOTES.items():
        assert note.split()[0] in everything, place
    folders = [path.split("/")[2] for path in sorted(files) if path.startswith("data/documenti/")]
    assert folders == ["decisione", "domanda", "domanda", "domanda", "requisiti"]
    for name in ("domanda", "disciplinare", "risposte", "integrazioni", "valutazioni", "preavvisi", "decisione"):
        assert json.loads(files[f"data/dati/{name}.json"])
    assert application.version.label in words_of(files["data/dati/disciplinare.pdf"])
    assert not any("percorso" in path for path in files)


def test_history_in_the_package_can_be_checked_without_us(application):
    entries = json.loads(whole(application)["data/dati/storia.json"])["entries"]
    assert [entry["label"] for entry in entries] == ["Respinta"]
    for entry in entries:
        text = json.dumps(entry["hashed"], sort_keys=True, ensure_ascii=False)
        assert hashlib.sha256(text.encode()).hexdigest() == entry["hash"]
        assert entry["hashed"]["previous"] == entry["previous_hash"]


def test_index_is_a_page_that_loads_nothing(application):
    page = whole(application)["data/indice.html"].decode()
    for words in ("<!doctype html>", "Conflitti di interessi", "Ludovica Quintavalle", "SHA-256"):
        assert words in page
    for loading in ("<script", "<link", "<img", "src="):
        assert loading not in page


def test_names_of_uploads_cannot_leave_the_folder_or_speak_html(db):
    application = whole_file()
    evidence = application.answers.get().evidence.get()
    evidence.document.name = "../../<script>alert(1)</script>.txt"
    evidence.document.save(update_fields=["name"])
    files = whole(application)
    assert all(path.startswith("data/") and ".." not in path.split("/") for path in files)
    assert "<script" not in files["data/indice.html"].decode()


QUERIES = 43


@pytest.mark.parametrize("number", [1, 40])
def test_reading_takes_a_fixed_number_of_queries(db, number, django_assert_num_queries):
    application = whole_file(evidence=number)
    read_file(application)  # what Django keeps of its content types is warm from here on
    application = type(application).objects.get(pk=application.pk)
    with django_assert_num_queries(QUERIES):
        whole_payloads(read_file(application))


def test_two_hundred_documents_are_never_in_memory_together(db):
    application = whole_file(evidence=200)
    answer = application.answers.get()
    assert answer.evidence.count() == 200
    megabyte = b"x" * 1_000_000
    for row in answer.evidence.select_related("document"):
        with row.document.file.open("wb") as file:
            file.write(megabyte)
        row.document.size, row.document.sha256 = len(megabyte), hashlib.sha256(megabyte).hexdigest()
        row.document.save(update_fields=["size", "sha256"])
    stream = bag("f", whole_payloads(read_file(application)), info=[], on=datetime.date(2026, 1, 1))
    tracemalloc.start()
    length = sum(len(chunk) for chunk in iter(stream))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert length > 200_000_000
    assert peak < 20_000_000


# --- Redacted ------------------------------------------------------------------------------------


def test_copy_without_ticks_holds_no_person_and_no_typed_word(application, officer):
    files = given_out(give(application, officer))
    assert_no_secrets(files, *TYPED, "Fulvia Ropelato", "Interesse")
    assert sorted(files) == [f"data/{name}" for name in ALWAYS]
    page = files["data/indice.html"].decode()
    for words in ("Sfavorevole", "Non soddisfatto", "Respinta", "n. 77", "R1"):
        assert words in page


def test_everything_ticked_still_names_nobody_in_texts(application, officer):
    contents = read_file(application)
    texts = [item.key for item in items_of(contents) if item.text]
    files = given_out(give(application, officer, texts))
    never = ("segreto-conflitto", "segreto-delega", "segreto-presenti", "segreto-commento", "segreto-oggetto")
    assert_no_secrets(files, *never)
    page = files["data/indice.html"].decode()
    for place in ("nota", "messaggio", "domanda", "risposta", "parere", "giudizio", "sopralluogo", "decisione"):
        assert f"segreto-{place} di [chi ha presentato la domanda], {OMITTED}" in page
    assert "sig.ra [chi ha presentato la domanda]" in page


def test_ticked_document_is_given_as_it_is_under_a_name_of_ours(application, officer):
    row = application.answers.get().evidence.get()
    files = given_out(give(application, officer, [f"evidence-{row.pk}"]))
    with row.document.file.open("rb") as file:
        assert files["data/documenti/001.txt"] == file.read()
    others = {path: content for path, content in files.items() if path != "data/documenti/001.txt"}
    assert_no_secrets(others, *TYPED)


def test_papers_that_name_people_cannot_be_ticked(application):
    keys = {item.document for item in items_of(read_file(application))}
    papers = (application.declaration.delegation, application.receipt.document)
    assert keys.isdisjoint(papers)
    assert application.receipt.application_document not in keys


def test_assessments_stay_inside_before_the_decision(db):
    application = whole_file(decided=False)
    groups = {item.group for item in items_of(read_file(application))}
    assert "Valutazione" not in groups
    files = given_out(give(application, holder(application, Role.CERTIFICATION_OFFICER)))
    page = files["data/indice.html"].decode()
    assert "Sfavorevole" not in page
    assert "12,5" not in page


def test_sole_trader_is_not_named(db):
    application = whole_file()
    owner = OrganisationFactory(name="Quintavalle Ludovica", fiscal_code="RSSMRA85T10A562S", kind="company")
    type(application).objects.filter(pk=application.pk).update(organisation=owner)
    application.refresh_from_db()
    files = given_out(give(application, holder(application, Role.CERTIFICATION_OFFICER)))
    assert_no_secrets(files, "RSSMRA85T10A562S")
    assert "Impresa individuale" in files["data/indice.html"].decode()


def test_sole_trader_is_not_named_in_ticked_texts(db):
    application = whole_file()
    owner = OrganisationFactory(name="Zanfei Ottone", fiscal_code="RSSMRA85T10A562S", kind="company")
    type(application).objects.filter(pk=application.pk).update(organisation=owner)
    application.refresh_from_db()
    answer = application.answers.get()
    application.answers.update(note="La ditta Zanfei Ottone; ne risponde Ottone Zanfei.")
    by = holder(application, Role.CERTIFICATION_OFFICER)
    files = given_out(give(application, by, [f"note-{answer.pk}"]))
    assert_no_secrets(files, "Zanfei")
    assert "La ditta [impresa individuale]" in files["data/indice.html"].decode()


def test_document_taken_back_before_it_was_sent_is_in_no_package(application, officer):
    row = application.answers.get().evidence.get()
    key = f"evidence-{row.pk}"
    assert key in {item.key for item in items_of(read_file(application))}
    type(row).objects.filter(pk=row.pk).update(removed_at=timezone.now())
    assert application.submitted_at < timezone.now()
    assert row.document.sha256.encode() not in whole(application)["data/dati/risposte.json"]
    assert not any("/requisiti/" in path for path in whole(application))
    with pytest.raises(ValidationError, match="cambiata nel frattempo"):
        give(application, officer, [key])


def test_release_is_recorded_with_request_and_reason(application, officer):
    row = application.answers.get().evidence.get()
    release = give(application, officer, [f"evidence-{row.pk}"])
    entry = HistoryEntry.objects.of(application).first()
    assert (entry.verb, entry.actor, entry.data["request"]) == ("release", officer, "PAT/2026/123")
    assert entry.data["items"] == release.items == [f"evidence-{row.pk}"]
    assert [file["title"] for file in release.files][-1] == "R1, documento 1"


def test_release_stays_as_it_was_given(application, officer):
    release = give(application, officer, [f"note-{application.answers.get().pk}"])
    before = given_out(release)
    application.answers.update(note="Tutt'altro", met=False)
    assert given_out(FileRelease.objects.get(pk=release.pk)) == before


def test_texts_of_copies_go_with_those_of_the_file(application, officer):
    release = give(application, officer)
    _clear(application.pk)
    release.refresh_from_db()
    assert all("text" not in row and row["sha256"] for row in release.files)
    assert given_out(release) == {}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"items": ["evidence-999999"]}, "items"),
        ({"requested_on": datetime.date(2999, 1, 1)}, "requested_on"),
        ({"reason": "  "}, "reason"),
        ({"request_reference": ""}, "request_reference"),
    ],
)
def test_release_refuses(application, officer, fields, where):
    with pytest.raises(ValidationError) as error:
        give(application, officer, **fields)
    assert where in error.value.message_dict
    assert not FileRelease.objects.exists()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ASSESSOR, Role.AUDIT_COUNCIL, Role.DISTRICT_OFFICER])
def test_only_officers_and_managers_give_copies(application, role):
    with pytest.raises(PermissionDenied):
        give(application, holder(application, role))


# --- Masking -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Rossi Anna Maria", "[ruolo]"),
        ("anna  maria\nrossi", "[ruolo]"),
        ("la dott.ssa Rossi", "la dott.ssa [ruolo]"),
        ("i rossi e i Rossini", "i rossi e i Rossini"),
        ("scrivi a a.b+c@d.e-f.it.", f"scrivi a {OMITTED}."),
        ("tel 0461/49.53.12 e 3471234567", f"tel {OMITTED} e {OMITTED}"),
        ("il 12/05/2024, 1.234,50 euro, n. 12345", "il 12/05/2024, 1.234,50 euro, n. 12345"),
        ("rssmra85t10a562s RSSMRAURTMLARSNL", f"{OMITTED} {OMITTED}"),
        ("IT60 X054 2811 1010 0000 0123 456", OMITTED),
    ],
)
def test_mask(text, masked):
    assert mask(text, {"Anna Maria Rossi": "ruolo"}) == masked


@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_mask_leaves_no_known_name_between_other_words(before, after):
    text = f"{before} Ludovica Quintavalle {after}"
    assert "Ludovica Quintavalle" not in mask(text, {"Ludovica Quintavalle": "ruolo"})


# --- Pages ---------------------------------------------------------------------------------------


def test_journey_from_the_form_to_the_copy(application, officer, client_as):
    browser = client_as(officer)
    url = reverse("certifications:file_release_new", args=[application.public_id])
    answer, row = application.answers.get(), application.answers.get().evidence.get()
    assert "saranno tolti" in browser.get(url).text
    sent = {"request_reference": "PAT/1", "requested_on": "2026-05-04", "items": [f"note-{answer.pk}"]}
    page = browser.post(url, sent).text
    assert 'value="PAT/1"' in page
    assert f'id="item-note-{answer.pk}" checked' in page
    assert f'id="item-evidence-{row.pk}" checked' not in page
    response = browser.post(url, {**sent, "reason": "Ha un interesse diretto."}, follow=True)
    release = FileRelease.objects.get()
    assert "PAT/1" in response.text
    package = browser.get(
        reverse("certifications:file_release_package", args=[application.public_id, release.uuid])
    )
    info, files = validate(b"".join(package.streaming_content))
    assert_no_secrets({"bag-info": json.dumps(info).encode(), **files})


def test_whole_package_is_streamed_with_its_length(application, officer, client_as):
    response = client_as(officer).get(reverse("certifications:file_package", args=[application.public_id]))
    assert isinstance(response.streaming_content, Iterator)
    content = b"".join(response.streaming_content)
    assert int(response["Content-Length"]) == len(content)
    info, _files = validate(content)
    assert info["Source-Organization"] == application.administration.name


def test_copy_of_another_file_is_not_found(application, officer, client_as):
    release = give(application, officer)
    other = ApplicationFactory(version=application.version, state="submitted")
    url = reverse("certifications:file_release_package", args=[other.public_id, release.uuid])
    assert client_as(officer).get(url).status_code == 404


@pytest.mark.parametrize("junk", ["\x00", "note-", "evidence-9" * 400, "<script>"])
def test_junk_ticks_get_a_sentence(application, officer, client_as, junk):
    url = reverse("certifications:file_release_new", args=[application.public_id])
    page = client_as(officer).post(url, {**REQUEST, "items": [junk]})
    assert page.status_code == 200
    assert "La pratica è cambiata nel frattempo" in page.text
    assert not FileRelease.objects.exists()
