"""Dry run: what each row would do, with its line and its reason; nothing is written."""

import pytest
from django.core.exceptions import ValidationError

from certifications.actions import apply_plan, plan_file
from certifications.importing.plan import fingerprint
from certifications.models import Certificate, ImportRow
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry
from familynet.organisations.models import Organisation
from tests.certifications.registers import HEADER, ROWS, csv_file, make_field, xlsx_file

pytestmark = pytest.mark.django_db
Outcome = ImportRow.Outcome


@pytest.fixture
def field(db):
    return make_field()


def outcomes(plans):
    return [(plan.row.line, plan.outcome) for plan in plans]


def dry(file, administration=None):
    return plan_file(file, administration=administration)[0]


def test_dry_run_writes_nothing(field):
    before = Act.objects.count(), HistoryEntry.objects.count()
    plans = dry(csv_file())
    assert outcomes(plans) == [(line, Outcome.NEW) for line in range(2, 8)]
    assert (Certificate.objects.count(), Organisation.objects.count()) == (0, 0)
    assert (Act.objects.count(), HistoryEntry.objects.count()) == before


@pytest.mark.parametrize(
    "file",
    [
        csv_file(),
        csv_file(encoding="utf-8-sig"),
        csv_file(encoding="cp1252"),
        csv_file(encoding="utf-16"),
        csv_file([r.replace(";", ",") for r in ROWS], header=HEADER.replace(";", ",")),
        xlsx_file(),
    ],
    ids=["utf-8", "bom", "cp1252", "utf-16", "comma", "xlsx"],
)
def test_every_format_gives_the_same_certificates(field, file):
    assert apply_plan(dry(file), by=None, source="registro") == 6
    found = Certificate.objects.order_by("organisation__name").values_list(
        "organisation__name", "scheme__slug", "category__slug", "state", "act__number", "award_date", "score"
    )
    assert [(n, s, c, st, a, d and str(d), p and int(p)) for n, s, c, st, a, d, p in found] == [
        ("CISA Consorzio Intercomunale", "family-in-italia", None, "valid", None, None, None),
        ("Comune di Castelrovo", "family-in-italia", "comuni", "valid", None, None, None),
        ("Comune di Mondolì", "family-in-italia", "comuni", "valid", "1173", "2021-07-05", None),
        ("Comune di Pian dell'Orso", "family-in-trentino", "comuni", "valid", "", "2025-04-28", 72),
        ("Comune di Roccabella", "family-in-trentino", "comuni", "valid", "152", "2013-05-30", None),
        ("Comune di Valscura", "family-in-italia", "comuni", "revoked", "88", "2019-02-01", None),
    ]


def test_second_import_changes_nothing(field):
    apply_plan(dry(csv_file()), by=None, source="registro")
    history = HistoryEntry.objects.count()
    for file in (csv_file(), xlsx_file()):
        plans = dry(file)
        assert {plan.outcome for plan in plans} == {Outcome.UNCHANGED}
        assert apply_plan(plans, by=None, source="registro") == 0
    assert (Certificate.objects.count(), HistoryEntry.objects.count()) == (6, history)


def test_organisations_lie_where_their_comune_lies(field):
    apply_plan(dry(csv_file()), by=None, source="registro")
    found = Organisation.objects.order_by("name").values_list("kind", "administration__slug")
    assert list(found) == [
        ("consortium", "piemonte"),
        ("municipality", "piemonte"),
        ("municipality", "piemonte"),
        ("municipality", "trento"),
        ("municipality", "trento"),
        ("municipality", "piemonte"),
    ]
    assert set(Certificate.objects.values_list("administration__slug", "seat_administration__slug")) == {
        ("trento", "trento"),
        ("trento", "piemonte"),
    }


WRONG = [
    ("Comune di X;X;Q999;CN;Family in Italia;certificato;;;;;", "codice catastale «Q999» sconosciuto"),
    ("Ente;Altrove;;CN;Family in Italia;certificato;;;;;", "comune «Altrove» sconosciuto"),
    ("Ente;Valscura;Z003;CN;Family in Italia;certificato;;;;;", "il codice catastale Z003 è di Castelrovo"),
    ("Ente;Valscura;Z005;CN;Family in Marte;certificato;;;;;", "marchio «Family in Marte» sconosciuto"),
    ("Ente;Valscura;Z005;CN;Family in Italia;forse;;;;;", "stato «forse» sconosciuto"),
    ("Ente;Valscura;Z005;CN;Family in Italia;;;;;;", "manca lo stato"),
    (
        "Ente;Valscura;Z005;CN;Family in Italia;certificato;1;31/02/2020;;;",
        "data dell'atto «31/02/2020» non corretta",
    ),
    ("Ente;Valscura;Z005;CN;Family in Italia;certificato;1;2/3/20;;;", "data dell'atto «2/3/20» non corretta"),
    ("Ente;Valscura;Z005;CN;Family in Italia;certificato;1;01/01/2199;;;", "nel futuro"),
    ("Ente;Valscura;Z005;CN;Family in Italia;certificato;1;;molti;;", "punteggio «molti» non è un numero"),
    ("Ente;Valscura;Z005;CN;Family in Italia;certificato;1;;-3;;", "punteggio «-3» non valido"),
    ("Ente;Valscura;Z005;CN;Family in Italia;revocato;1;01/02/2020;;01/02/2019;", "la revoca viene prima"),
    ("Ente;Valscura;Z005;CN;Family in Italia;revocato;1;01/02/2020;;;", "manca la data in cui"),
    ("Ente;Valscura;Z005;CN;Family in Italia;certificato;1;;;01/02/2019;", "lo stato non è «revocato»"),
    (";Valscura;Z005;CN;Family in Italia;certificato;1;;;;", "manca la denominazione"),
    ('=HYPERLINK("x");Valscura;Z005;CN;Family in Italia;certificato;1;;;;', "la denominazione è una formula"),
    ("Comune di Roma;Valscura;Z005;CN;Family in Italia;certificato;1;;;;", "il Comune della denominazione non è"),
    ("Ente;Valscura;Z005;CN;Family in Italia;certificato;1;;;;;;altro", "più celle dell'intestazione"),
]


@pytest.mark.parametrize(("row", "reason"), WRONG, ids=[reason for _row, reason in WRONG])
def test_wrong_row_is_reported_with_its_line(field, row, reason):
    plans = dry(csv_file([ROWS[0], row.replace('"', "''"), ROWS[2]]))
    assert outcomes(plans) == [(2, Outcome.NEW), (3, Outcome.ERROR), (4, Outcome.NEW)]
    assert reason in plans[1].reason


def test_duplicate_line_names_the_first_one(field):
    plans = dry(csv_file([ROWS[0], ROWS[1], ROWS[0]]))
    assert outcomes(plans) == [(2, Outcome.NEW), (3, Outcome.NEW), (4, Outcome.ERROR)]
    assert plans[2].reason == "doppione della riga 2"


def test_missing_act_is_noted_and_never_invented(field):
    reasons = [plan.reason for plan in dry(csv_file())]
    assert reasons[2] == "nuova organizzazione; atto non indicato nella fonte"
    assert reasons[1] == "nuova organizzazione; atto senza numero"
    plan = dry(csv_file(["Ente;Valscura;Z005;CN;Family in Italia;certificato;77;;;;"]))[0]
    assert (plan.outcome, plan.reason) == (Outcome.NEW, "nuova organizzazione; atto senza data")


def test_line_numbers_count_line_breaks_in_cells(field):
    rows = [ROWS[0] + '"prima\nseconda"', "Ente;Altrove;;CN;Family in Italia;certificato;;;;;"]
    assert outcomes(dry(csv_file(rows))) == [(2, Outcome.NEW), (4, Outcome.ERROR)]


def test_columns_in_any_order_and_unknown_ones_are_named(field):
    header = "Colore;stato;MARCHIO;Codice catastale;nome organizzazione;Codice fiscale;Categoria;N. registrazione"
    row = "blu;certificata;family in trentino;Z001;Hotel Alpe;;Esercizi alberghieri;12/2019"
    plans, unknown, _table = plan_file(csv_file([row], header=header), administration=None)
    assert unknown == ["Colore"]
    apply_plan(plans, by=None, source="registro")
    certificate = Certificate.objects.get()
    assert (certificate.category.slug, certificate.number) == ("esercizi-alberghieri", "12/2019")
    assert certificate.organisation.kind == Organisation.Kind.HOSPITALITY


def test_changed_row_says_what_changes_and_empty_cells_take_nothing(field):
    apply_plan(dry(csv_file()), by=None, source="registro")
    rows = [
        "Comune di Roccabella;Roccabella;Z001;TN;Family in Trentino;certificato;;;60,5;;",
        "Comune di Castelrovo;Castelrovo;Z003;CN;Family in Italia;revocato;9;01/02/2022;;10/10/2023;",
    ]
    plans = dry(csv_file(rows))
    assert [plan.reason for plan in plans] == [
        "punteggio: – → 60.5; atto non indicato nella fonte",
        "stato: Valida → Revocata; numero dell'atto: – → 9; data dell'atto: – → 01/02/2022; "
        "data di cessazione: – → 10/10/2023",
    ]
    assert apply_plan(plans, by=None, source="registro") == 2
    kept = Certificate.objects.get(organisation__municipality__cadastral_code="Z001")
    assert (kept.act.number, str(kept.score), kept.award_date.year) == ("152", "60.50", 2013)
    revoked = Certificate.objects.get(organisation__name="Comune di Castelrovo")
    assert (revoked.state, str(revoked.ended_on), revoked.act.number) == ("revoked", "2023-10-10", "9")
    assert list(revoked.status_changes.values_list("from_state", "to_state")) == [
        ("", "valid"),
        ("valid", "revoked"),
    ]
    assert {plan.outcome for plan in dry(csv_file(rows))} == {Outcome.UNCHANGED}


def test_ended_certificate_is_not_opened_by_an_import(field):
    apply_plan(dry(csv_file()), by=None, source="registro")
    row = ROWS[5].replace("revocato", "certificato").replace("15/03/2022", "")
    assert (
        dry(csv_file([row]))[0].reason
        == "la certificazione risulta già cessata: serve un nuovo atto di assegnazione"
    )


def test_organisation_is_found_by_codice_fiscale_before_its_name(field):
    header = f"{HEADER};CodiceFiscale"
    apply_plan(dry(csv_file([f"{ROWS[4]};00514490010"], header=header)), by=None, source="registro")
    renamed = ROWS[4].replace("CISA Consorzio Intercomunale", "C.I.S.A.") + ";514490010"
    plan = dry(csv_file([renamed], header=header))[0]
    assert plan.organisation.name == "CISA Consorzio Intercomunale"
    other = f"{ROWS[4]};80087670016"
    assert dry(csv_file([other], header=header))[0].reason.startswith("la scheda ha un altro codice fiscale")


def test_two_marks_of_one_new_organisation_make_one_record(field):
    rows = [
        "Museo Alto;Roccabella;Z001;TN;Family in Trentino;certificato;1;01/02/2020;;;",
        "Museo Alto;Roccabella;Z001;TN;Family Audit;certificato;2;01/02/2020;;;",
    ]
    apply_plan(dry(csv_file(rows)), by=None, source="registro")
    assert (Organisation.objects.count(), Certificate.objects.count()) == (1, 2)


def test_scheme_of_another_administration_is_refused(field, piemonte):
    assert dry(csv_file(), piemonte)[0].reason == "il marchio «Family in Trentino» è di un'altra amministrazione"


def test_fingerprint_follows_the_data(field):
    before = fingerprint(dry(csv_file()))
    assert fingerprint(dry(csv_file())) == before
    apply_plan(dry(csv_file(ROWS[:1])), by=None, source="registro")
    assert fingerprint(dry(csv_file())) != before


def test_misread_accents_are_repaired_or_refused(field):
    for wrong in ("Mondolì".encode("cp1252").decode("cp1251"), "Mondolì".encode().decode("cp1252")):
        file = csv_file([ROWS[3].replace("Mondolì", wrong)])
        plans, _unknown, table = plan_file(file, administration=None)
        assert (table.repaired, plans[0].row.name) == (True, "Comune di Mondolì")
    for wrong in ("Mondol\ufffd", "Жилище Mondolì"):
        with pytest.raises(ValidationError):
            dry(csv_file([ROWS[3].replace("Mondolì", wrong, 1)]))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Il file è vuoto."),
        (b"PK\x03\x04 not a sheet", "Il file non è un foglio XLSX leggibile."),
        (b"solo una colonna\nuno", "La prima riga non ha colonne separate"),
        (HEADER.encode(), "Il file non ha righe oltre all'intestazione."),
        (b"NomeOrganizzazione;Comune\nA;B", "Mancano le colonne: marchio, stato."),
        (b"Stato;Stato;Marchio\nA;B;C", "La colonna «Stato» c'è due volte."),
        (b'NomeOrganizzazione;Comune;Marchio;Stato\n"A;B;C;D', "Alla riga 2 le virgolette non sono chiuse"),
    ],
)
def test_unreadable_file_is_refused_with_a_sentence(field, content, sentence):
    import io

    with pytest.raises(ValidationError) as refused:
        dry(io.BytesIO(content))
    assert sentence in refused.value.messages[0]


def test_many_rows_cost_the_same_queries_to_plan(field, django_assert_num_queries):
    for file in (
        csv_file(),
        csv_file([f"Ente {n};Valscura;Z005;CN;Family in Italia;certificato;;;;;" for n in range(30)]),
    ):
        with django_assert_num_queries(6):
            dry(file)
