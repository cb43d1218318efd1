"""What the officials of the journeys write: the sections of a practice, and a document."""

import io

from docx import Document as WordDocument

SECTIONS = {
    "problema-e-soluzione": {
        "problem": "Le famiglie con neonati non trovano un posto dove cambiarli.",
        "solution": "Una piccola casa di legno con fasciatoio e scaldabiberon.",
    },
    "costi-e-risorse": {"costs": "Una casetta costa circa 5.000 euro."},
    "risultati": {"results": "In due anni le casette sono passate da 3 a 12."},
    "lezioni-e-trasferibilita": {
        "lessons": "Serve qualcuno che tenga pulito ogni giorno.",
        "transferability": "Basta uno spazio pubblico con acqua e luce.",
    },
    "contatti": {"contact_name": "Ufficio famiglia", "contact_email": "ufficio@famiglia.example"},
}


def word_file(name="scheda.docx", text="Scheda tecnica della casetta."):
    """A document of Word as Playwright hands it to a file field."""
    content = io.BytesIO()
    document = WordDocument()
    document.add_paragraph(text)
    document.save(content)
    return {
        "name": name,
        "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "buffer": content.getvalue(),
    }
