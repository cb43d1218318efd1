"""The two administrations, each with its own voice.

From public sources: names, IPA and fiscal codes, offices, the PEC of Trento, web sites. The mailboxes of
the offices are examples. The accessibility declaration stays empty: only the administration can file it
with AgID, and nobody invents one.
"""

from typing import Any

_NOTICE = """
**Avviso dimostrativo: questo è un sito di prova. Non inserire dati personali veri.**

Nel sito vero qui ci sono i recapiti del titolare, cioè {name}, e i tempi di conservazione. Li decide
l'amministrazione.

Per provare il sito si tengono nome, e-mail e ruolo di chi accede, e ciò che scrive o carica. Si cancella tutto
quando la prova ricomincia. Nessun dato va ad altri siti.
""".strip()

TRENTO_OFFICE = (
    "UMSE sviluppo e supporto alle politiche di coesione sociale – Ufficio Family Audit, marchi e certificazioni"
)
# The name of 2022; the present one is not confirmed by public sources.
PIEMONTE_OFFICE = "Settore Politiche per i bambini e la famiglia (nome del 2022, da confermare)"


def _voice(name: str, office: str, domain: str, **fields: Any) -> dict[str, Any]:
    """The fields that every administration has, with example mailboxes of its domain."""
    return {
        "name": name,
        "office": office,
        "email_domain": domain,
        "email": f"famiglia@{domain}",
        "dpo_email": f"rpd@{domain}",
        "privacy_notice": _NOTICE.format(name=name),
        "signature": f"{name}\n{office}\nMessaggio di prova del portale FamilyNet",
        **fields,
    }


# IPA code → fields; the region and the province by ISTAT code.
ADMINISTRATIONS: dict[str, dict[str, Any]] = {
    "p_TN": _voice(
        "Provincia autonoma di Trento",
        TRENTO_OFFICE,
        "trento.example",
        slug="trento",
        short_name="Trento",
        region="04",
        province="022",
        emblem="familynet/img/emblem-trento.svg",
        fiscal_code="00337460224",
        pec="umse.coesionesociale@pec.provincia.tn.it",
        website="https://www.trentinofamiglia.it/",
        order=1,
    ),
    "r_piemon": _voice(
        "Regione Piemonte",
        PIEMONTE_OFFICE,
        "piemonte.example",
        slug="piemonte",
        short_name="Piemonte",
        region="01",
        province=None,
        emblem="familynet/img/emblem-piemonte.svg",
        fiscal_code="80087670016",
        pec="pec-di-esempio@piemonte.example",
        website="https://www.regione.piemonte.it/",
        order=2,
    ),
}
