"""What the invented company wrote in its Family Audit: an activity for each field, two years of numbers."""

EVALUATOR = ("valutatrice@familyaudit.example", "Lucia Gasser")
PEOPLE = (
    ("direzione@officine.example", "Enrico Galliano", "legal_representative"),
    ("referente@officine.example", "Marina Bruno", "contact"),
)
COUNCIL = ("consiglio@familyaudit.example", "Bruno Rizzoli")

# Field → title, times, description, women, men.
ACTIVITIES = {
    "orari": (
        "Banca delle ore",
        "Da gennaio",
        "Le ore in più si recuperano entro l'anno, anche a giornate.",
        18,
        41,
    ),
    "processi": (
        "Riunioni solo tra le 9.30 e le 16",
        "Da marzo",
        "Nessuna riunione fuori da questa fascia.",
        22,
        60,
    ),
    "luoghi": (
        "Due giorni di lavoro agile",
        "Da maggio",
        "Per chi lavora in ufficio, con un accordo scritto.",
        16,
        12,
    ),
    "management": (
        "Formazione di chi coordina",
        "Ogni autunno",
        "Otto ore l'anno su turni e conciliazione.",
        3,
        9,
    ),
    "sviluppo": (
        "Rientro accompagnato dopo un congedo",
        "Sempre",
        "Un colloquio prima e uno dopo il rientro.",
        4,
        3,
    ),
    "strumenti": (
        "Bacheca delle misure",
        "Ogni mese",
        "Una pagina nella rete interna e un foglio in mensa.",
        24,
        76,
    ),
    "servizi": ("Convenzione con il nido", "Da settembre", "Otto posti a tariffa ridotta.", 5, 7),
    "contributi": ("Contributo per i centri estivi", "Estate", "Fino a 300 euro per figlio.", 9, 14),
    "orientamento": (
        "Sportello sui servizi del territorio",
        "Ogni mese",
        "Con il centro per le famiglie.",
        11,
        13,
    ),
    "responsabilita-sociale": (
        "Una giornata di volontariato",
        "Ottobre",
        "Pagata, con associazioni del posto.",
        7,
        15,
    ),
    "servizi-ict": (
        "Richiesta ferie dal telefono",
        "Da febbraio",
        "Si chiede e si risponde in due giorni.",
        24,
        76,
    ),
}
UPDATE = "Avviata come previsto: la usano più persone dell'anno prima."
REPORT = (
    "La visita conferma le attività del piano. Chi lavora in officina conosce poco le misure: servono parole più "
    "semplici e momenti di incontro durante i turni."
)
RECOMMENDATIONS = (
    "Spiegare le misure anche a chi lavora su turni.",
    "Coinvolgere il delegato sindacale nel gruppo di lavoro interno.",
)
# Code → (women, men) or a single number, one line for each year.
YEARS = (
    {
        "personale": (24, 78),
        "flessibilita": (19, 56),
        "banca-ore": (12, 36),
        "part-time": (11, 3),
        "telelavoro": (1, 0),
        "orario-flessibile": (14, 20),
        "lavoro-agile": (9, 6),
        "malattia": "5.6",
        "straordinario": "30.0",
    },
    {
        "personale": (24, 76),
        "flessibilita": (21, 59),
        "banca-ore": (18, 41),
        "part-time": (12, 4),
        "telelavoro": (3, 2),
        "orario-flessibile": (17, 26),
        "lavoro-agile": (16, 12),
        "malattia": "4.3",
        "straordinario": "23.2",
    },
)
