"""Practice: a good practice of one administration."""

import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import ExtractYear
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.kernel.search import CONFIG, Fold
from familynet.territories.models import Municipality
from practices.models.queries import PracticeQuerySet
from practices.models.searched import HeadingText, Searchable, SearchedText
from practices.models.taxonomy import PolicyArea, TargetGroup
from practices.plain_language import measure

# Migrations know these by this module.
__all__ = ["HeadingText", "Practice", "PracticeQuerySet", "Searchable", "SearchedText"]

TITLE_LENGTH = 100
SUMMARY_LENGTH = 400
CHANGE_NOTE_LENGTH = 300
ROOT_STATES = ("draft", "submitted", "changes_requested", "rejected", "published", "archived")
COPY_STATES = ("draft", "submitted", "changes_requested", "rejected", "incorporated", "discarded")


class Practice(models.Model):
    """A good practice of one administration, from the first draft to the archive.

    `province_codes`, `target_codes` and `territory_label` are derived when the text is saved (actions),
    so that the public list counts and shows them without joins. A draft may be incomplete: what must be
    there to submit is in sections.py. A published one is changed in a working copy (`revision_of`), which
    is never public; each publication is frozen as a PracticeVersion (docs/decisions/0013). `is_joint`,
    `evidence`, `review_on` and `clarity` (plain_language.py) are written by the actions of the same names.
    Personal data: author and editors; name, office, e-mail and telephone of the contact, which only
    signed-in officials see.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bozza")
        SUBMITTED = "submitted", _("Inviata")
        CHANGES_REQUESTED = "changes_requested", _("Da modificare")
        PUBLISHED = "published", _("Pubblicata")
        REJECTED = "rejected", _("Respinta")
        ARCHIVED = "archived", _("Archiviata")
        INCORPORATED = "incorporated", _("Confluita in una nuova versione")
        DISCARDED = "discarded", _("Abbandonata")

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("Buona pratica")
        LESSON = "lesson", _("Esperienza che non ha funzionato")

    STATE_TONES = {
        State.DRAFT: "neutral",
        State.SUBMITTED: "info",
        State.CHANGES_REQUESTED: "warning",
        State.PUBLISHED: "success",
        State.REJECTED: "danger",
        State.ARCHIVED: "neutral",
        State.INCORPORATED: "neutral",
        State.DISCARDED: "neutral",
    }
    PUBLIC_STATES = (State.PUBLISHED, State.ARCHIVED)
    EDITABLE_STATES = (State.DRAFT, State.CHANGES_REQUESTED)
    # What a working copy has become: nothing happens to it any more.
    CLOSED_STATES = (State.INCORPORATED, State.DISCARDED)

    class Scope(models.TextChoices):
        WHOLE = "whole", _("Tutto il territorio dell'amministrazione")
        MUNICIPALITIES = "municipalities", _("Uno o più Comuni")
        AREA = "area", _("Un'altra area, per esempio una valle o un distretto")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="practices")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="practices")
    editors = models.ManyToManyField(User, related_name="+", blank=True)
    edited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("stato"), max_length=20, choices=State, default=State.DRAFT)
    kind = models.CharField(_("tipo"), max_length=10, choices=Kind, default=Kind.PRACTICE)
    revision_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="revisions"
    )
    change_note = models.CharField(_("che cosa è cambiato"), max_length=CHANGE_NOTE_LENGTH, blank=True)
    is_joint = models.BooleanField(default=False, help_text="both sides validated the current version")
    evidence = models.CharField(_("livello di evidenza"), max_length=20, blank=True)
    review_on = models.DateField(_("da confermare entro il"), null=True, blank=True)

    title = models.CharField(_("titolo"), max_length=TITLE_LENGTH)
    summary = models.CharField(_("in breve"), max_length=SUMMARY_LENGTH, blank=True)
    policy_area = models.ForeignKey(
        PolicyArea, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("area di intervento")
    )
    target_groups = models.ManyToManyField(TargetGroup, blank=True, verbose_name=_("destinatari"))
    problem = models.TextField(_("il problema"), blank=True)
    solution = models.TextField(_("che cosa si fa"), blank=True)

    scope = models.CharField(_("territorio"), max_length=20, choices=Scope, blank=True)
    municipalities = models.ManyToManyField(Municipality, blank=True, related_name="+", verbose_name=_("Comuni"))
    area_name = models.CharField(_("nome dell'area"), max_length=120, blank=True)
    province_codes = ArrayField(
        models.CharField(max_length=2), verbose_name=_("province"), default=list, blank=True
    )
    territory_label = models.CharField(max_length=200, blank=True)
    started_on = models.DateField(_("dal"), null=True, blank=True)
    ended_on = models.DateField(_("al"), null=True, blank=True)
    is_ongoing = models.BooleanField(_("ancora in corso"), default=False)

    total_cost = models.DecimalField(
        _("costo totale in euro"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    costs = models.TextField(_("i costi"), blank=True)
    funding = models.TextField(_("chi paga"), blank=True)
    resources = models.TextField(_("persone, spazi e competenze"), blank=True)
    results = models.TextField(_("i risultati"), blank=True)
    indicators = models.JSONField(_("indicatori"), default=list, blank=True)
    lessons = models.TextField(_("lezioni e insuccessi"), blank=True)
    transferability = models.TextField(_("che cosa serve per rifarla altrove"), blank=True)
    sources = models.TextField(_("fonti e collegamenti"), blank=True)

    contact_name = models.CharField(_("persona di contatto"), max_length=120, blank=True)
    contact_office = models.CharField(_("ufficio"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telefono"), max_length=40, blank=True)

    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="first publication")
    archived_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    target_codes = ArrayField(models.SlugField(max_length=40), default=list, blank=True)
    year = models.GeneratedField(
        expression=ExtractYear("started_on"), output_field=models.SmallIntegerField(), db_persist=True
    )
    folded_title = models.GeneratedField(
        expression=Fold(F("title")), output_field=models.CharField(max_length=TITLE_LENGTH * 2), db_persist=True
    )
    folded_text = models.GeneratedField(
        expression=Fold(Func(F("title"), Value(" "), F("summary"), template="%(expressions)s", arg_joiner=" || ")),
        output_field=models.TextField(),
        db_persist=True,
    )
    clarity = models.DecimalField(
        _("chiarezza"),
        max_digits=6,
        decimal_places=1,
        null=True,
        editable=False,
        help_text="Gulpease of the summary",
    )
    search_vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=CONFIG)
        + SearchVector("summary", "territory_label", weight="B", config=CONFIG)
        + SearchVector("problem", "solution", "results", weight="C", config=CONFIG)
        + SearchVector("lessons", "transferability", "resources", "costs", "funding", weight="D", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PracticeQuerySet.as_manager()

    # Set by search.mark(): the texts of a card in parts, with the hits marked.
    title_parts: list[Any]
    summary_parts: list[Any]
    passage_parts: list[Any]
    document_hit: Any

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="practice_has_title",
                violation_error_message=_("Scrivi un titolo."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"]) | Q(submitted_at__isnull=False),
                name="practice_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "archived"], published_at__isnull=False)
                | (~Q(state__in=["published", "archived"]) & Q(published_at=None)),
                name="practice_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(revision_of=None, state__in=ROOT_STATES)
                | Q(revision_of__isnull=False, state__in=COPY_STATES),
                name="practice_copy_is_never_public",
            ),
            models.UniqueConstraint(
                fields=["revision_of"],
                condition=Q(state__in=["draft", "submitted", "changes_requested"]),
                name="practice_one_open_copy",
                violation_error_message=_("C'è già una nuova versione in lavorazione: continua quella."),
            ),
            models.CheckConstraint(
                condition=Q(state="archived", archived_at__isnull=False)
                | (~Q(state="archived") & Q(archived_at=None)),
                name="practice_archived_has_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | (Q(ended_on__gte=F("started_on")) & Q(is_ongoing=False)),
                name="practice_whole_period",
                violation_error_message=_("La fine viene prima dell'inizio, o la pratica è ancora in corso."),
            ),
            models.CheckConstraint(
                condition=Q(total_cost=None) | Q(total_cost__gte=0),
                name="practice_cost_not_negative",
                violation_error_message=_("Il costo non può essere negativo."),
            ),
            models.CheckConstraint(
                condition=Exact(
                    Func(F("indicators"), function="JSONB_TYPEOF", output_field=models.CharField()), Value("array")
                ),
                name="practice_indicators_list",
            ),
        ]
        indexes = [
            # The public list: newest first, and every facet counted by an index-only scan.
            models.Index(
                fields=["-published_at", "-id"],
                include=[
                    *("policy_area", "administration", "year", "province_codes", "target_codes"),
                    *("kind", "is_joint", "evidence"),
                ],
                condition=Q(state="published"),
                name="practice_public_list",
            ),
            models.Index(
                fields=["folded_title", "id"], condition=Q(state="published"), name="practice_public_title"
            ),
            models.Index(
                fields=["policy_area", "-published_at"],
                condition=Q(state="published"),
                name="practice_public_area",
            ),
            models.Index(fields=["administration", "state", "-updated_at"], name="practice_work_list"),
            models.Index(fields=["author", "state"], name="practice_by_author"),
            models.Index(fields=["review_on"], condition=Q(state="published"), name="practice_by_review_date"),
            # Only what is found stands in it, so that writing a draft does not touch it.
            GinIndex(
                SearchedText(F("search_vector")), condition=Q(state="published"), name="practice_searched_text"
            ),
            GinIndex(
                HeadingText(F("title"), F("summary")),
                condition=Q(state="published"),
                name="practice_heading_text",
            ),
            GinIndex(OpClass(F("folded_text"), name="gin_trgm_ops"), name="practice_similar_text"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Whoever writes the summary, its clarity is measured with it."""
        if update_fields is None or "summary" in update_fields:
            self.clarity = measure(self.summary).index
            update_fields = update_fields if update_fields is None else {*update_fields, "clarity"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self) -> str:
        """The public page; for officials of the administration also before it is public."""
        return reverse("practices:detail", kwargs={"slug": self.slug})

    @property
    def work_url(self) -> str:
        """The work page: sections, state, history."""
        return reverse("practices:work_detail", kwargs={"uuid": self.uuid})

    @property
    def review_url(self) -> str:
        """Where a validator reads and judges."""
        return reverse("practices:review", kwargs={"uuid": self.uuid})

    @property
    def is_public(self) -> bool:
        return self.state in self.PUBLIC_STATES

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE_STATES

    @property
    def root(self) -> "Practice":
        """The practice itself: what a working copy is a copy of, or this one."""
        return self.revision_of or self

    @property
    def is_copy(self) -> bool:
        """A working copy of a published practice."""
        return self.revision_of_id is not None

    @property
    def is_lesson(self) -> bool:
        return self.kind == self.Kind.LESSON

    @property
    def period(self) -> str:
        """When it took place, in years; empty when nobody said."""
        if self.started_on is None:
            return ""
        start = str(self.started_on.year)
        if self.is_ongoing:
            return gettext("dal %(start)s, in corso") % {"start": start}
        ends_later = self.ended_on is not None and self.ended_on.year != self.started_on.year
        return f"{start}–{self.ended_on:%Y}" if ends_later else start

    @property
    def is_stale(self) -> bool:
        """Published, and nobody has confirmed in time that it is still valid."""
        due = self.review_on is not None and self.review_on < timezone.localdate()
        return due and self.state == self.State.PUBLISHED

    @cached_property
    def writer_ids(self) -> frozenset[int]:
        """Who wrote: the author and everyone who saved text. None of them may judge it."""
        return frozenset(editor.pk for editor in self.editors.all()) | {self.author_id}

    @property
    def last_writer(self) -> User:
        return self.edited_by or self.author
