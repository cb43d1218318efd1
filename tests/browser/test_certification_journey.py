"""A certification, played through: a comune of Piemonte applies to Trento, is certified, renews two years later.

The office asks for an integration; two assess without seeing each other; Piemonte reads the file and gives its
opinion; the manager sends the notice before a refusal, reads the observations and awards with an act. Then the
conditions are met, the certificate is suspended and reinstated, and renewed; at the end the office takes the whole
file away as a package. Everything is done on the pages; only the days and what they bring move by hand.
After each step a reader without an account looks at what is public.
"""

import datetime
import json

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from certifications.actions import ensure_schemes
from certifications.actions import schemes as seeds
from certifications.models import Application, Assessor, Certificate, Requirement
from familynet.accounts.roles import Role
from tests.browser.person import Cast, Person
from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory
from tests.factories.protocols import ProtocolAreaFactory, ProtocolFactory
from tests.factories.reviews import make_person
from tests.kernel.bags import validate

START = datetime.datetime(2027, 3, 1, 8, tzinfo=datetime.UTC)
COMUNE = "Comune di Castelrovo"
FIRST, LATER = ("1", "2", "3", "4", "5"), ("6", "7", "8", "9", "10")
OFFICIALS = {
    "officer": (Role.CERTIFICATION_OFFICER, "trento"),
    "manager": (Role.CERTIFICATION_MANAGER, "trento"),
    "inner": (Role.ASSESSOR, "trento"),
    "companion": (Role.CERTIFICATION_OFFICER, "piemonte"),
}
# What nobody outside the offices may read before the decision, and nobody outside the parties ever.
ADVICE = "Il piano parla anche con la Regione."
SECRETS = ("Piano solido", "Relazione di Vera", "Sintesi riservata", "Vera Interna", "Ester Esterna")


@pytest.fixture
def family_in_italia(monkeypatch):
    """Family in Italia as public sources describe it, but every file is assessed by two."""
    known = next(scheme for scheme in seeds.known_schemes() if scheme["slug"] == "family-in-italia")
    copy = json.loads(json.dumps(known))
    copy["versions"][0] |= {"blind_percent": 100, "assessors_needed": 2}
    monkeypatch.setattr(seeds, "known_schemes", lambda: [copy])


@pytest.fixture
def clock():
    """The day; the site runs in a thread of this process and has the same."""
    with time_machine.travel(START) as traveller:
        yield traveller


@pytest.fixture
def people(family_in_italia, clock, db):
    """name → user of everybody who has an account; the protocol of 2022 goes on, the scheme is there."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")
    trento = AdministrationFactory(trento=True)
    ensure_schemes(administration=trento)
    ProtocolAreaFactory(protocol=ProtocolFactory(ends_on=datetime.date(2040, 1, 1)))
    comune = OrganisationFactory(kind="municipality", name=COMUNE, slug="comune-di-castelrovo")
    members = {"mayor": "legal_representative", "clerk": "contact"}
    found = {
        name: OrganisationMemberFactory(organisation=comune, role=role).user for name, role in members.items()
    }
    found |= {name: make_person(*who) for name, who in OFFICIALS.items()}
    found["outer"] = RoleAssignmentFactory(
        user=UserFactory(full_name="Ester Esterna"), role=Role.EXTERNAL_ASSESSOR, administration=trento
    ).user
    found["inner"].full_name = "Vera Interna"
    found["inner"].save(update_fields=["full_name"])
    return found


@pytest.fixture
def cast(people, new_visit, clock):
    return Cast(people, new_visit, clock)


def test_comune_of_piemonte_is_certified_by_trento_and_renews(cast):
    register(cast["officer"])
    apply(cast["clerk"], cast["mayor"])
    application = Application.objects.get()
    take(cast["officer"], application)
    accompany(cast["companion"])
    integrate(cast["officer"], cast["clerk"], application)
    hand_out(cast["officer"], cast["companion"], application)
    assess(cast["inner"], "Piano solido", "Relazione di Vera")
    assess(cast["outer"], "Va bene", "Parere di Ester")
    keep_secret(cast["reader"], cast["clerk"], cast["companion"], application)
    advise(cast["companion"], cast["officer"], cast["clerk"], application)
    close(cast["officer"], application)
    notify_before_refusal(cast["manager"], cast["clerk"])
    cast.travel(datetime.date(2027, 3, 8))
    award(cast["manager"], cast["mayor"])
    certificate = Certificate.objects.get()
    read_award(cast["reader"], cast["companion"], certificate)

    cast.travel(datetime.date(2028, 2, 1))
    meet_conditions(cast["clerk"], cast["officer"], certificate)
    sees_register(cast["reader"], certificate, "Valida", "10 di 10 soddisfatti")
    cast.travel(datetime.date(2028, 5, 2))
    suspend(cast["manager"], cast["mayor"], cast["reader"], certificate)
    cast.travel(datetime.date(2028, 10, 2))
    renew(cast, certificate)
    take_away(cast["officer"], application)


def register(officer):
    """Both assessors are entered from the page that the menu leads to."""
    officer.open("/scrivania/")
    officer._leave(officer.page.get_by_role("link", name="Valutatori", exact=True))
    for name in ("Vera Interna", "Ester Esterna"):
        officer.follow(f"Iscrivi {name}").press("Iscrivi")
    assert list(Assessor.objects.order_by("pk").values_list("origin", flat=True)) == ["internal", "external"]


def paper(name="delibera.txt", text="La Giunta delibera."):
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def key(code):
    return Requirement.objects.get(code=code).pk


def attach(person, code, **file):
    """A document to one answer; with the script it goes at once, without it when the section is saved."""
    place = person.main.locator(f"#r{key(code)}")
    place.locator("input[type=file]").set_input_files(paper(**file))
    if person.visit.javascript:
        expect(place.locator(".fn-kept-files[data-order]")).to_contain_text(file.get("name", "delibera.txt"))


def apply(clerk, mayor):
    """From the public page of the mark to the receipt: the contact fills in, the legal representative submits."""
    begin(clerk)
    fill_first_section(clerk)
    mayor.waits("Domande da completare")
    submit(mayor)
    assert mayor.download("Scarica la ricevuta (PDF/A)")[1].startswith(b"%PDF")
    clerk.told("Domanda presentata").sees("delibera-5.txt")


def begin(person):
    person.open("/certificazioni/").follow("Family in Italia").sees("Comune amico della famiglia")
    person.follow("Chiedi la certificazione").press("Guarda se si può chiedere").sees("Si può chiedere")
    person.press("Comincia la domanda").sees("La bozza è pronta")


def fill_first_section(person):
    """Facts and the five requirements that are asked now, each with its document."""
    person.follow("Dati dell'organizzazione").press("Salva e continua").sees("Alla domanda")
    for code in FIRST:
        person.fill(**{f"met-{key(code)}": "yes", f"note-{key(code)}": f"Lo mostra la delibera {code}."})
        attach(person, code, name=f"delibera-{code}.txt", text=f"Delibera {code}")
    person.press("Salva e continua")


def submit(person):
    person.follow("Controlla e presenta").fill(capacity="legal_representative")
    for box in person.main.locator('[name^="text-"]').all():
        box.check()
    person.press("Presenta la domanda").sees("Domanda presentata: ecco la ricevuta.")


def take(officer, application):
    """The file is taken, and its protocol number noted."""
    officer.waits("Pratiche da prendere in carico").sees(COMUNE)
    officer.follow("Prendi in carico").press("Prendi in carico").sees("Avviata l'istruttoria")
    officer.follow("Corrispondenza").follow("Registra il numero").fill(number="PAT-2027-118").press("Registra")
    officer.sees("PAT-2027-118").follow("Risposte").sees("Lo mostra la delibera 4.")


def accompany(companion):
    """Piemonte finds the file of its comune, reads it and can change nothing."""
    companion.open("/scrivania/pratiche/?elenco=accompagnate").follow(COMUNE).sees("Provincia autonoma di Trento")
    for button in ("Chiedi integrazioni", "Cambia responsabile", "Passa alla valutazione"):
        expect(companion.main.get_by_role("link", name=button)).to_have_count(0)
    companion.follow("Risposte").sees("Lo mostra la delibera 4.")


def integrate(officer, clerk, application):
    """A question about one requirement; only that one reopens, and the term goes on with the answer."""
    officer.waits("Pratiche da istruire").follow("Chiedi integrazioni")
    officer.fill(**{f"q{key('4')}": "Manca la delibera che approva il piano."}).press("Invia la richiesta")
    officer.sees("Richiesta inviata")
    clerk.told("Integrazioni richieste").sees("Manca la delibera che approva il piano.")
    clerk.waits("Integrazioni da inviare")
    prefix = f"r{key('4')}"
    clerk.fill(**{f"{prefix}-reply": "Ecco la delibera n. 9."})
    attach(clerk, "4", name="piano-approvato.txt", text="Approvato.")
    clerk.press("Invia le integrazioni").sees("Integrazioni inviate")
    officer.told("Integrazioni arrivate").follow("Integrazioni", exact=True).sees("Ecco la delibera n. 9.")


def hand_out(officer, companion, application):
    """The lot asks for two; each is told. The accompanying side does not see who they are."""
    officer.follow("Valutazione", exact=True).press("Passa alla valutazione").sees("due persone indipendenti")
    officer.waits("Valutazioni da assegnare")
    for name in ("Vera Interna", "Ester Esterna"):
        officer.follow("Assegna a una persona")
        officer.main.get_by_label(name).check()
        officer.press("Assegna", exact=True).sees(name)
    companion.open(f"/scrivania/pratiche/{application.public_id}/")
    expect(companion.main.get_by_role("link", name="Valutazione", exact=True)).to_have_count(0)


def assess(assessor, note, opinion):
    """Declared free of conflicts first: before that only names are seen."""
    assessor.waits("Domande da valutare")
    expect(assessor.main.get_by_text("Lo mostra la delibera 4.")).to_have_count(0)
    assessor.fill(has_conflict="no").press("Conferma la dichiarazione").sees("Lo mostra la delibera 4.")
    for code in FIRST:
        assessor.fill(**{f"r{key(code)}-outcome": "met", f"r{key(code)}-note": note})
    assessor.fill(opinion="favourable", opinion_text=opinion).press("Salva e vai alla consegna")
    assessor.press("Consegna la valutazione").sees("Valutazione consegnata. Grazie.")


def keep_secret(reader, clerk, companion, application):
    """Neither applicant nor reader nor the accompanying side finds anything of the assessments."""
    reader.open("/registro/")
    expect(reader.main.get_by_text(COMUNE)).to_have_count(0)
    own, file = f"/scrivania/domande/{application.public_id}/", f"/scrivania/pratiche/{application.public_id}/"
    for person, path in ((clerk, own), (clerk, f"{own}procedimento/"), (companion, file)):
        person.open(path)
        for words in SECRETS:
            expect(person.main.get_by_text(words)).to_have_count(0)
    for person, path in ((companion, "valutazione/"), (companion, "decisione/"), (clerk, "valutazione/")):
        response = person.visit.go(file + path)
        assert response.status == 403, path


def advise(companion, officer, clerk, application):
    """Piemonte says what it thinks, with its protocol number: the office is told, the applicant reads it later."""
    file, own = (f"/scrivania/{place}/{application.public_id}/" for place in ("pratiche", "domande"))
    companion.open(file).follow("Parere", exact=True)
    companion.fill(outcome="with_notes", text=ADVICE, protocol_number="RP-77", protocol_date="2027-03-01")
    companion.press("Registra il parere").sees("Favorevole con osservazioni").sees(ADVICE)
    officer.told("Parere di Regione Piemonte").sees(ADVICE).sees("RP-77, 01/03/2027")
    expect(clerk.open(f"{own}procedimento/").main.get_by_text(ADVICE)).to_have_count(0)
    assert clerk.visit.go(f"{file}parere/").status == 403


def close(officer, application):
    officer.told("Valutazione consegnata").sees("Pareri a confronto").sees("Relazione di Vera")
    officer.waits("Valutazioni da chiudere")
    officer.follow("Chiudi la valutazione").fill(summary="Sintesi riservata: due pareri favorevoli.")
    officer.press("Chiudi la valutazione").sees("la domanda aspetta la decisione")


def notify_before_refusal(manager, clerk):
    """The manager doubts, so the applicant is heard before the decision."""
    manager.told("Da decidere").sees("Sintesi riservata").follow("Invia il preavviso di rigetto")
    manager.fill(reasons="Il piano non dice chi lo segue.").press("Invia il preavviso di rigetto")
    manager.sees("in attesa di osservazioni")
    clerk.told("Preavviso di rigetto").sees("Il piano non dice chi lo segue.")
    clerk.waits("Preavvisi a cui rispondere")
    clerk.fill(text="Lo segue l'ufficio sociale, pagina 3.").press("Invia le osservazioni")
    clerk.sees("Osservazioni inviate")


def enter_act(person, number, *, prefix="", **values):
    """The act behind a decision of today."""
    act = {"number": number, "date": f"{timezone.localdate():%Y-%m-%d}"}
    return person.fill(**{f"{prefix}{name}": value for name, value in act.items()}, **values)


def award(manager, mayor):
    """The number of the register follows from the act; the applicant reads decision and letter, nothing else."""
    manager.told("Osservazioni al preavviso").sees("Lo segue l'ufficio sociale, pagina 3.")
    manager.waits("Pratiche da decidere").follow("Decisione", exact=True).sees(ADVICE)
    manager.follow("Assegna la certificazione")
    enter_act(manager, "1173", prefix="act-").press("Assegna la certificazione").sees("Certificazione assegnata.")
    manager.sees("1/2027")
    mayor.told("Assegnata").sees("1173").sees("1/2027").sees("08/03/2029")
    name, content = mayor.download("Lettera di decisione")
    assert name.endswith(".pdf")
    assert content.startswith(b"%PDF")
    for words in ("Sintesi riservata", "Vera Interna", "Ester Esterna"):
        expect(mayor.main.get_by_text(words)).to_have_count(0)


def sees_register(reader, certificate, state, *sentences):
    """The public register has it in this state, and the page of the certificate says the rest."""
    reader.open("/registro/").follow(COMUNE).sees(state, exact=True).follow("Family in Italia")
    reader.sees(state, exact=True)
    for sentence in sentences:
        reader.sees(sentence)
    for words in (*SECRETS, "Parere di Ester", "Il piano non dice chi lo segue."):
        expect(reader.main.get_by_text(words)).to_have_count(0)


def read_award(reader, companion, certificate):
    assert (certificate.number, certificate.valid_to) == ("1/2027", datetime.date(2029, 3, 8))
    sees_register(
        reader, certificate, "Valida", "1/2027", "1173", "5 di 10 soddisfatti, il prossimo entro il 08/03/2029"
    )
    companion.open("/scrivania/pratiche/?elenco=accompagnate&stato=awarded").follow(COMUNE)
    companion.follow("Decisione", exact=True).sees("1173")


def meet_conditions(clerk, officer, certificate):
    """Evidence for each; the first comes back once because something is missing."""
    send_evidence(clerk, "6")
    check(officer, outcome="send_back", reason="Manca la firma del sindaco.")
    clerk.told("Requisito 6 da completare").sees("Manca la firma del sindaco.")
    send_evidence(clerk, "6", name="prova-6-firmata.txt")
    check(officer, outcome="meet")
    for code in LATER[1:]:
        send_evidence(clerk, code)
        check(officer, outcome="meet")
    clerk.told("Requisito 10 soddisfatto").open("/scrivania/certificati/").follow("Family in Italia")
    clerk.sees("10 di 10 soddisfatti")


def send_evidence(clerk, code, name=""):
    name, text = name or f"prova-{code}.txt", Requirement.objects.get(code=code).text
    clerk.waits("Requisiti delle nostre certificazioni").follow(text)
    clerk.fill(note=f"Fatto: si veda il documento {code}.")
    clerk.main.locator("input[type=file]").set_input_files(paper(name, f"Contenuto di {name}"))
    expect(clerk.main.locator(".fn-kept-files[data-order]")).to_contain_text(name)
    clerk.press("Invia all'ufficio").sees("L'ufficio sta controllando")


def check(officer, **values):
    officer.waits("Requisiti da controllare").fill(**values).press("Registra il controllo")
    officer.sees("Il controllo è registrato")


def suspend(manager, mayor, reader, certificate):
    """Each change with its act; the register shows it the same day, the reason stays between the parties."""
    work = f"/scrivania/registro/{certificate.public_id}/"
    manager.open("/scrivania/registro/").follow(COMUNE).follow("Sospendi")
    enter_act(manager, "212", comment="Il logo è usato fuori dal manuale.").press("Sospendi").sees("212")
    sees_register(reader, certificate, "Sospesa", "212")
    expect(reader.main.get_by_text("Il logo è usato")).to_have_count(0)
    mayor.open("/scrivania/certificati/").follow("Family in Italia").sees("Il logo è usato fuori dal manuale.")
    manager.open(work).follow("Togli la sospensione")
    enter_act(manager, "260").press("Togli la sospensione").sees("260")
    sees_register(reader, certificate, "Valida", "212", "260", "10 di 10 soddisfatti")


def renew(cast, certificate):
    """Asked for from the page of the certificate, with last time's answers; the same number, two years more."""
    clerk, officer, manager = cast["clerk"], cast["officer"], cast["manager"]
    clerk.waits("Certificazioni da rinnovare").follow("Chiedi il rinnovo")
    clerk.sees("Si può chiedere").press("Comincia la domanda").follow("Alla domanda").sees("delibera-1.txt")
    clerk.press("Salva e continua")
    cast["mayor"].waits("Domande da completare")
    submit(cast["mayor"])
    officer.waits("Pratiche da prendere in carico").sees("Rinnovo")
    officer.follow("Prendi in carico").press("Prendi in carico").follow("Passa alla decisione senza valutazione")
    officer.fill(reason="Le prove sono quelle di due anni fa.").press("Passa alla decisione senza valutazione")
    manager.waits("Pratiche da decidere").follow("Decisione", exact=True).follow("Assegna la certificazione")
    enter_act(manager, "777", prefix="act-").press("Assegna la certificazione").sees("1/2027")
    cast["mayor"].told("rinnovata fino al 08/03/2031")
    certificate.refresh_from_db()
    assert (certificate.number, certificate.valid_to) == ("1/2027", datetime.date(2031, 3, 8))
    sees_register(cast["reader"], certificate, "Valida", "1/2027", "777", "10 di 10 soddisfatti")
    assert cast["reader"].page.context.cookies() == []


def take_away(officer, application):
    """The package of the first file: every file has its digest, and what was said on the way is in it."""
    officer.open(f"/scrivania/pratiche/{application.public_id}/").follow("Fascicolo", exact=True)
    name, content = officer.download("Scarica il fascicolo")
    info, payload = validate(content)
    assert name == f"fascicolo-{application.public_id}.zip"
    assert application.public_id in info.values()
    documents = set(payload.values())
    assert documents >= {f"Delibera {code}".encode() for code in FIRST} | {b"Approvato."}
    index = payload["data/indice.html"].decode()
    for words in (ADVICE, "Manca la delibera che approva il piano.", "Sintesi riservata", "1173", "PAT-2027-118"):
        assert words in index


def test_applicant_needs_neither_a_wide_screen_nor_a_script(people, new_visit):
    mayor = Person(new_visit("narrow-nojs"), set(), people["mayor"])
    begin(mayor)
    fill_first_section(mayor)
    mayor.open(f"/scrivania/domande/{Application.objects.get().public_id}/")
    submit(mayor)
    mayor.sees("SHA-256").sees("delibera-5.txt")
    assert mayor.download("Scarica la domanda (PDF/A)")[1].startswith(b"%PDF")
    assert Application.objects.get().receipt.files
