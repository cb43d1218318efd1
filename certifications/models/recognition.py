"""Mutual recognition: which requirement of one disciplinare corresponds to which of another."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certifications.engine.recognition import Relation
from certifications.models.versions import Requirement, SchemeVersion
from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act


class RequirementMapQuerySet(models.QuerySet["RequirementMap"]):
    def public(self) -> "RequirementMapQuerySet":
        return self.exclude(state=RequirementMap.State.DRAFT)

    def visible_to(self, user: Any) -> "RequirementMapQuerySet":
        """What is public, and the drafts of the administration that recognises."""
        if not user.is_authenticated:
            return self.public()
        mine = user.administrations_with(Capability.SCHEME_VIEW)
        return self.filter(~Q(state=RequirementMap.State.DRAFT) | Q(administration__in=mine))

    def with_versions(self) -> "RequirementMapQuerySet":
        return self.select_related(
            "act",
            "administration",
            "from_version__scheme",
            "from_version__category",
            "to_version__scheme",
            "to_version__category",
        )


class RequirementMap(models.Model):
    """What the owner of `to_version` recognises of `from_version`, requirement by requirement, by its act.

    Personal data: who drafted it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bozza")
        PUBLISHED = "published", _("In vigore")
        CLOSED = "closed", _("Non più in vigore")

    STATE_TONES = {State.DRAFT: "neutral", State.PUBLISHED: "success", State.CLOSED: "neutral"}

    from_version = models.ForeignKey(
        SchemeVersion,
        on_delete=models.PROTECT,
        related_name="maps_from",
        verbose_name=_("disciplinare riconosciuto"),
    )
    to_version = models.ForeignKey(
        SchemeVersion,
        on_delete=models.PROTECT,
        related_name="maps_to",
        verbose_name=_("disciplinare che riconosce"),
    )
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="requirement_maps")
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.DRAFT)
    note = models.TextField(_("nota"), blank=True)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RequirementMapQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_version", "to_version"],
                condition=~Q(state="closed"),
                name="requirement_map_once",
                violation_error_message=_("C'è già una tabella di corrispondenza tra questi disciplinari."),
            ),
            models.CheckConstraint(
                condition=~Q(from_version=F("to_version")),
                name="requirement_map_between_two",
                violation_error_message=_("Scegli due disciplinari diversi."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(act__isnull=False),
                name="requirement_map_published_by_act",
                violation_error_message=_("Una tabella in vigore ha il suo atto."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_version} → {self.to_version}"


class RequirementMatch(models.Model):
    """One requirement asked for and the one that covers it. Personal data: none."""

    RELATIONS = [
        (Relation.EXACT.value, _("Uguale")),
        (Relation.BROADER.value, _("Chiede meno: chi soddisfa l'altro lo soddisfa")),
        (Relation.CLOSE.value, _("Simile: da controllare")),
        (Relation.NONE.value, _("Nessuna corrispondenza")),
    ]

    map = models.ForeignKey(RequirementMap, on_delete=models.CASCADE, related_name="matches")
    target = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Requirement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(_("corrispondenza"), max_length=10, choices=RELATIONS, default=Relation.NONE.value)
    note = models.CharField(_("nota"), max_length=300, blank=True)

    class Meta:
        ordering = ["target__section__order", "target__order", "pk"]
        verbose_name_plural = "requirement matches"
        constraints = [
            models.UniqueConstraint(fields=["map", "target"], name="requirement_match_once"),
            models.CheckConstraint(
                condition=Q(relation="none", source=None) | (~Q(relation="none") & Q(source__isnull=False)),
                name="requirement_match_has_source",
                violation_error_message=_("Indica il requisito corrispondente, oppure «Nessuna corrispondenza»."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.relation} {self.source_id}"
