"""Registers to import in the tests: six comuni of the two territories, made for the purpose."""

import io

from openpyxl import Workbook

from certifications.actions import ensure_schemes
from tests.factories.accounts import AdministrationFactory
from tests.factories.territories import MunicipalityFactory, ProvinceFactory

HEADER = (
    "NomeOrganizzazione;Comune;CodiceCatastale;Provincia;Marchio;Stato;N_det_assegnazione;"
    "Data_det_assegnazione;Punteggio;Data_det_revoca;Note"
)
ROWS = [
    "Comune di Roccabella;Roccabella;Z001;TN;Family in Trentino;certificato;152;30/05/2013;;;",
    "Comune di Pian dell'Orso;Pian dell'Orso;Z002;TN;Family in Trentino;certificato;;28/04/2025;72;;minimo 58",
    "Comune di Castelrovo;Castelrovo;Z003;CN;Family in Italia;certificato;;;;;protocollo 2022",
    "Comune di Mondolì;Mondolì;Z004;CN;Family in Italia;certificato;1173;05/07/2021;;;",
    "CISA Consorzio Intercomunale;Castelrovo;Z003;CN;Family in Italia;certificato;;;;;marzo 2022",
    "Comune di Valscura;Valscura;Z005;CN;Family in Italia;revocato;88;01/02/2019;;15/03/2022;",
]
PLACES = [
    ("Roccabella", "Z001", True),
    ("Pian dell'Orso", "Z002", True),
    ("Castelrovo", "Z003", False),
    ("Mondolì", "Z004", False),
    ("Valscura", "Z005", False),
]


def make_field():
    """Both administrations, the comuni of the file, the known schemes; returns Trento."""
    trento = AdministrationFactory(trento=True)
    AdministrationFactory(piemonte=True)
    for name, code, in_trento in PLACES:
        province = ProvinceFactory(trento=True) if in_trento else ProvinceFactory()
        MunicipalityFactory(name=name, cadastral_code=code, province=province)
    ensure_schemes(administration=trento)
    return trento


def csv_file(rows=ROWS, *, header=HEADER, encoding="utf-8"):
    return io.BytesIO("\r\n".join([header, *rows, ""]).encode(encoding))


def xlsx_file(rows=ROWS, *, header=HEADER):
    book = Workbook()
    for row in (header, *rows):
        book.active.append([cell or None for cell in row.split(";")])
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    return content
