"""The kinds of part that the editor of a draft knows: their forms, words and pages."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from certifications.forms import (
    AreaForm,
    BandForm,
    CycleForm,
    FeeForm,
    FieldForm,
    IndicatorForm,
    LevelForm,
    PhaseForm,
    PlanRuleForm,
    RequirementForm,
    SectionForm,
    ServiceForm,
)
from certifications.models import (
    Cycle,
    FeeRule,
    Indicator,
    Level,
    PassBand,
    PhaseTemplate,
    PlanArea,
    PlanField,
    PlanRule,
    Requirement,
    RequirementSection,
    SchemeService,
)


@dataclass(frozen=True)
class PartKind:
    """A kind of part as the editor knows it.

    `page` is the page of the draft that shows it. `within` is the field that names the part it stands in, which
    the address can choose; `needs` is the kind of that part, of which there must be one, and what to say else.
    """

    model: Any
    form: Any
    new: str | Promise
    change: str | Promise
    remove: str | Promise
    template: str = "certifications/schemes/form.html"
    page: str = "version_work"
    within: str = ""
    needs: tuple[str, str | Promise] = ("", "")


CONDITIONED = "certifications/schemes/condition_form.html"
PARTS = {
    "aree": PartKind(
        RequirementSection,
        SectionForm,
        gettext_lazy("Nuova area"),
        gettext_lazy("Cambia l'area"),
        gettext_lazy("Togli l'area con i suoi requisiti"),
    ),
    "requisiti": PartKind(
        Requirement,
        RequirementForm,
        gettext_lazy("Nuovo requisito"),
        gettext_lazy("Cambia il requisito"),
        gettext_lazy("Togli il requisito"),
        CONDITIONED,
        within="section",
        needs=("aree", gettext_lazy("Prima aggiungi un'area: ogni requisito sta in un'area.")),
    ),
    "classi": PartKind(
        PassBand,
        BandForm,
        gettext_lazy("Nuova classe"),
        gettext_lazy("Cambia la classe"),
        gettext_lazy("Togli la classe"),
        CONDITIONED,
    ),
    "servizi": PartKind(
        SchemeService,
        ServiceForm,
        gettext_lazy("Nuovo servizio"),
        gettext_lazy("Cambia il servizio"),
        gettext_lazy("Togli il servizio"),
    ),
    "livelli": PartKind(
        Level,
        LevelForm,
        gettext_lazy("Nuovo livello"),
        gettext_lazy("Cambia il livello"),
        gettext_lazy("Togli il livello"),
        page="version_way",
    ),
    "cicli": PartKind(
        Cycle,
        CycleForm,
        gettext_lazy("Nuovo ciclo"),
        gettext_lazy("Cambia il ciclo"),
        gettext_lazy("Togli il ciclo con le sue fasi e le sue quote"),
        page="version_way",
    ),
    "fasi": PartKind(
        PhaseTemplate,
        PhaseForm,
        gettext_lazy("Nuova fase"),
        gettext_lazy("Cambia la fase"),
        gettext_lazy("Togli la fase"),
        page="version_way",
        within="cycle",
        needs=("cicli", gettext_lazy("Prima aggiungi un ciclo: ogni fase sta in un ciclo.")),
    ),
    "quote": PartKind(
        FeeRule,
        FeeForm,
        gettext_lazy("Nuova quota"),
        gettext_lazy("Cambia la quota"),
        gettext_lazy("Togli la quota"),
        page="version_way",
    ),
    "macro-aree": PartKind(
        PlanArea,
        AreaForm,
        gettext_lazy("Nuova macro area"),
        gettext_lazy("Cambia la macro area"),
        gettext_lazy("Togli la macro area con i suoi campi"),
        page="version_plan",
    ),
    "campi": PartKind(
        PlanField,
        FieldForm,
        gettext_lazy("Nuovo campo"),
        gettext_lazy("Cambia il campo"),
        gettext_lazy("Togli il campo"),
        page="version_plan",
        within="area",
        needs=("macro-aree", gettext_lazy("Prima aggiungi una macro area: ogni campo sta in una macro area.")),
    ),
    "contenuto-minimo": PartKind(
        PlanRule,
        PlanRuleForm,
        gettext_lazy("Nuovo contenuto minimo"),
        gettext_lazy("Cambia il contenuto minimo"),
        gettext_lazy("Togli il contenuto minimo"),
        page="version_plan",
    ),
    "indicatori": PartKind(
        Indicator,
        IndicatorForm,
        gettext_lazy("Nuovo indicatore"),
        gettext_lazy("Cambia l'indicatore"),
        gettext_lazy("Togli l'indicatore"),
        page="version_indicators",
    ),
}
