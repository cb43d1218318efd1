"""The whole exchange, played through by officials of two administrations: from an upload to a confirmed adoption.

Trento writes and publishes a practice, Piemonte validates it for the shared library, visits, adapts and adopts it;
both sides confirm, everybody reads how it went. Everything is done on the pages; only the jobs run at once.
"""

import datetime
import json

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from familynet.accounts.roles import Role
from practices.models import ExchangeEvent, Practice, Transfer
from tests.browser.person import Person
from tests.browser.texts import SECTIONS, word_file
from tests.factories.practices import PolicyAreaFactory, TargetGroupFactory
from tests.factories.reviews import make_criteria, make_exchange, make_person
from tests.kernel.workers import work_once

TITLE = "Casette per cambiare i neonati"
SUMMARY = "Punti di sosta per chi ha bimbi piccoli. Sono nei parchi e in piazza. Li usa chi passa, gratis."
RARE = "zanfardino"
CAST = {
    "writer": (Role.PRACTICE_EDITOR, "trento"),
    "validator": (Role.PRACTICE_VALIDATOR, "trento"),
    "committee": (Role.PROTOCOL_COMMITTEE, "trento"),
    "adopter": (Role.PRACTICE_EDITOR, "piemonte"),
    "judge": (Role.PRACTICE_VALIDATOR, "piemonte"),
    "reader": None,
}


@pytest.fixture
def cast(new_visit, db):
    """name → Person, each in a window of their own; the two administrations have a protocol."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")
    make_exchange()
    make_criteria()
    PolicyAreaFactory()
    TargetGroupFactory()
    looked_at = set()
    return {name: Person(new_visit(), looked_at, who and make_person(*who)) for name, who in CAST.items()}


def test_practice_goes_from_an_upload_to_a_confirmed_adoption(cast, documents):
    practice = write(cast["writer"])
    publish(cast["writer"], cast["validator"], practice)
    share(cast["validator"], cast["judge"], cast["reader"], practice)
    work_once(TEST_DOCUMENTS=str(documents))
    find(cast["reader"])
    talk(cast["adopter"], cast["writer"], practice)
    transfer = ask(cast["adopter"], cast["writer"], practice)
    visit(cast["writer"], cast["adopter"])
    meet(cast["adopter"], cast["writer"], transfer)
    adapt(cast["adopter"], transfer)
    confirm(cast["committee"], cast["judge"], cast["adopter"], transfer)
    read(cast["reader"], practice, transfer)
    renew(cast["writer"], cast["validator"], cast["reader"], practice)


def write(writer):
    """The draft with all its sections, clear enough, and a document."""
    writer.open("/scrivania/buone-pratiche/nuova/").fill(title=TITLE).press("Crea la bozza")
    practice = Practice.objects.get()
    base = f"{practice.work_url}modifica/"
    writer.open(base + "in-breve/").fill(summary=SUMMARY, policy_area={"index": 1}, target_groups=True)
    writer.sees("Per pubblicare serve almeno 40: va bene.").press("Salva e continua")
    writer.open(base + "dove-e-quando/").fill(scope="whole", started_on="2020-03-01", is_ongoing=True)
    writer.press("Salva e continua")
    for section, values in SECTIONS.items():
        writer.open(f"{base}{section}/").fill(**values).press("Salva e continua")
    writer.open(base + "documenti/")
    upload = word_file(text=f"Ogni casetta ha un {RARE} di legno, che la ditta del paese controlla ogni mese.")
    writer.main.locator("input[type=file]").set_input_files(upload)
    expect(writer.main.locator(".fn-kept-files > li")).to_have_count(1)
    writer.look()
    writer.fill(sources="Deliberazione comunale del 2020.").press("Salva e torna al riepilogo")
    return practice


def step(person, path, label):
    """A step of a workflow: its link on the page of the record, then the page that says what will happen."""
    return person.open(path).follow(label).press(label)


def judge(person, decision, comment, **values):
    """The form of a validator, on the page that is open."""
    for part in person.main.locator("details.practice-judge-part:not([open]) > summary").all():
        part.click()
    return person.fill(decision=decision, comment=comment, **values).press("Conferma la decisione")


def publish(writer, validator, practice):
    """Changes are asked for and answered; then the practice is published with its grades."""
    step(writer, practice.work_url, "Invia alla validazione")
    validator.waits("Buone pratiche da validare")
    judge(validator, "request_changes", "Manca chi paga.", **{"comments-costi-e-risorse": "Chi paga la casetta?"})

    writer.waits("Buone pratiche da modificare").sees("Manca chi paga.").follow("Costi e risorse")
    writer.sees("Chi paga la casetta?").fill(costs="Una casetta costa circa 5.000 euro, e la paga il Comune.")
    writer.press("Salva e continua")
    writer.open(practice.work_url).follow("Rispondi ai commenti")
    writer.main.locator("textarea").fill("Il Comune: ora è scritto.")
    writer.press("Salva le risposte")
    step(writer, practice.work_url, "Invia alla validazione")

    grades = {f"evidence-{name}": "2" for name in ("effectiveness", "transferability", "enduring")}
    reasons = {f"{name}_reason": "Lo dice lo studio del 2023." for name in grades}
    validator.open(practice.review_url).sees("Il Comune: ora è scritto.")
    judge(validator, "publish", "Ora è completa.", **grades, **reasons)
    practice.refresh_from_db()
    assert practice.state == Practice.State.PUBLISHED


def share(validator, judge_of_others, reader, practice):
    """The other side validates it as well: its badge is on the page that everybody reads."""
    reader.open(practice.get_absolute_url()).sees("Evidenza: migliore pratica")
    expect(reader.main.get_by_text("Validata da entrambe")).to_have_count(0)
    step(validator, practice.work_url, "Proponi alla biblioteca comune")
    judge_of_others.told(f"Da validare insieme: {TITLE}")
    judge_of_others.open("/scrivania/buone-pratiche/da-validare-insieme/").follow(TITLE)
    judge_of_others.waits("Buone pratiche da validare insieme")
    judge(judge_of_others, "validate", "Vale anche da noi.")
    reader.open(practice.get_absolute_url()).sees("Validata da entrambe", exact=True)


def find(reader):
    """The word stands in the document only: the search shows the passage, and the way to the file."""
    reader.open(f"/buone-pratiche/?q={RARE}")
    expect(reader.main.locator(".practice-document-hit mark")).to_have_text(RARE)
    assert reader.download("Scheda")[0] == "scheda.docx"
    reader.follow(TITLE)
    expect(reader.main.get_by_text("ufficio@famiglia.example")).to_have_count(0)
    expect(reader.main.get_by_text("Domande e risposte")).to_have_count(0)


def talk(adopter, writer, practice):
    """Follow, ask, answer; who asked is told on the site."""
    adopter.open(practice.get_absolute_url()).press("Segui questa pratica")
    adopter.follow("Fai la prima domanda").fill(text="Chi pulisce la casetta d'inverno?").press("Invia la domanda")
    writer.told("domanda").sees("Chi pulisce la casetta d'inverno?").follow("Rispondi a")
    writer.fill(text="Il bar della piazza, con un accordo.").press("Invia la risposta")
    adopter.told("rispost").sees("Il bar della piazza, con un accordo.")
    adopter.press("Questa risposta mi è servita").sees("È servita a chi ha chiesto")


def ask(adopter, writer, practice):
    """ "We want this too"; the other side names a person to talk to."""
    adopter.open(practice.get_absolute_url()).follow("La vogliamo anche noi")
    adopter.fill(need="Nei parchi di Torino mancano posti così.").press("Invia la richiesta")
    transfer = Transfer.objects.get()
    assert adopter.path == transfer.get_absolute_url()
    writer.waits("Richieste di pratiche a cui rispondere").follow("Rispondi e indica un contatto")
    writer.fill(
        answer="Volentieri: venite a vederle.", contact_name="Ufficio famiglia", contact_email="u@tn.example"
    )
    writer.press("Rispondi e indica un contatto")
    adopter.open(transfer.get_absolute_url()).sees("u@tn.example")
    return transfer


def visit(host, guest):
    """The study visit as an event: planned, tied to the practice, published, joined, in the calendar."""
    start = timezone.localtime().replace(hour=10, minute=0) + datetime.timedelta(days=20)
    host.open("/scrivania/eventi/nuovo/").fill(
        title="Visita alle casette",
        summary="Si vedono tre casette e si parla con chi le cura.",
        kind="study_visit",
        audience="officials",
        starts_at=f"{start:%Y-%m-%dT%H:%M}",
        ends_at=f"{start + datetime.timedelta(hours=4):%Y-%m-%dT%H:%M}",
        mode="place",
        address="Trento, piazza Dante",
    )
    host.press("Salva la bozza")
    event = ExchangeEvent.objects.get()
    box = host.main.locator('[name="practice"]')
    box.press_sequentially("casette")
    host.main.locator("[role=option]", has_text=TITLE).click()
    expect(box).to_have_value(TITLE)
    host.press("Collega").follow("Pubblica").press("Pubblica")

    guest.told("Visita alle casette").follow("Iscriviti").press("Iscrivimi").sees("Sei iscritto e hai un posto.")
    name, content = guest.download("Aggiungi al tuo calendario")
    assert name.endswith(".ics")
    assert b"SUMMARY:Visita alle casette" in content.replace(b"\r\n ", b"")
    guest.open("/scrivania/le-mie-iscrizioni/").sees("Visita alle casette")
    host.open(event.work_url).follow("Apri l'elenco").sees(guest.user.full_name)


def meet(adopter, owner, transfer):
    """The meeting of the transfer: agenda and participants before, what came out of it after."""
    adopter.open(transfer.get_absolute_url()).follow("Programma un incontro o una visita")
    adopter.fill(
        kind="visit",
        date=f"{timezone.localdate():%Y-%m-%d}",
        place="Trento, piazza Dante",
        agenda="Le casette, i costi, gli accordi.",
        participants="Giulia Ospite\nMarco Guida",
    )
    adopter.press("Metti in programma")
    owner.told("In programma: Visita di studio").sees("Le casette, i costi, gli accordi.")
    owner.follow("Scrivi che cosa è emerso").fill(report="Si può fare con una casetta più piccola.")
    owner.press("Salva il resoconto").sees("Giulia Ospite, Marco Guida")
    adopter.told("Resoconto: Visita di studio").sees("Si può fare con una casetta più piccola.")


def adapt(adopter, transfer):
    """What is kept, changed and dropped, then the act of adoption."""
    step(adopter, transfer.get_absolute_url(), "Comincia l'adattamento")
    adopter.follow("Scrivi che cosa conservi, cambi o togli")
    adopter.fill(aspect="solution", kind="kept", text="La casetta di legno.").press("Salva e scrivine un'altra")
    adopter.fill(
        aspect="costs", kind="changed", text="Casette più piccole.", why="I parchi di Torino sono stretti."
    )
    adopter.press("Salva e scrivine un'altra")
    adopter.fill(aspect="resources", kind="dropped", text="L'accordo con i bar.", why="Pulisce già l'azienda.")
    adopter.press("Salva", exact=True).follow("Registra l'atto di adozione")
    adopter.fill(
        act__kind={"label": "Deliberazione"},
        act__body="Giunta regionale",
        act__number="12-345",
        act__date=f"{timezone.localdate():%Y-%m-%d}",
        act__subject="Casette nei parchi",
        changes="Casette più piccole, nei parchi della città.",
    )
    adopter.press("Registra l'atto di adozione").sees("Da confermare")


def confirm(for_owner, for_adopter, declarer, transfer):
    """One person for each side, never who declared it."""
    declarer.open(transfer.get_absolute_url())
    expect(declarer.main.get_by_role("link", name="Conferma l'adozione")).to_have_count(0)
    for person in (for_owner, for_adopter):
        person.waits("Adozioni da confermare").sees("Casette più piccole").press("Conferma l'adozione").sees(
            f"confermata da {person.user}"
        )
    transfer.refresh_from_db()
    assert transfer.state == Transfer.State.ADOPTED


def read(reader, practice, transfer):
    """The adoption is public: its act, what changed, the lineage as a drawing and as a list, the provenance."""
    reader.open(practice.get_absolute_url()).sees("1 adozione confermata").follow("Tutte le adozioni di questa")
    reader.sees(transfer.number).sees("12-345").sees("I parchi di Torino sono stretti.").sees(
        "Pulisce già l'azienda."
    )
    drawing = reader.main.get_by_role("img", name="Gli adattamenti di questa pratica")
    expect(drawing).to_be_visible()
    expect(drawing).to_contain_text("Piemonte")
    expect(reader.main.locator(".transfer-tree")).to_contain_text("Regione Piemonte")
    for private in ("u@tn.example", "Giulia Ospite", "Si può fare con una casetta più piccola."):
        expect(reader.main.get_by_text(private)).to_have_count(0)
    name, content = reader.download("Provenienza secondo W3C PROV")
    assert name.endswith(".jsonld")
    assert json.loads(content)["@graph"]
    assert f"adozioni/{transfer.year}/{transfer.sequence}/" in content.decode()
    reader.open("/adozioni/").follow(transfer.number).sees("Regione Piemonte")


def renew(writer, validator, reader, practice):
    """A new version is written while the one before stays; then it takes its place, and both can be read."""
    writer.open(practice.work_url).follow("Modifica", exact=True).press("Apri la nuova versione")
    copy = Practice.objects.get(revision_of=practice)
    writer.follow("Risultati").fill(results="In cinque anni le casette sono diventate 40.").press(
        "Salva e continua"
    )
    reader.open(practice.get_absolute_url()).sees("In due anni le casette sono passate da 3 a 12.")
    expect(reader.main.get_by_text("sono diventate 40")).to_have_count(0)

    writer.open(copy.work_url).follow("Invia alla validazione").fill(change_note="Nuovi risultati.")
    writer.press("Invia alla validazione")
    validator.open(copy.review_url)
    judge(validator, "publish", "Risultati aggiornati.")
    reader.open(practice.get_absolute_url()).sees("sono diventate 40").follow("Tutte le versioni")
    reader.sees("Nuovi risultati.").follow("con la versione 1").sees("Risultati")
    reader.open(f"{practice.get_absolute_url()}versioni/1/").sees("In due anni le casette sono passate da 3 a 12.")
    assert reader.page.context.cookies() == []
