"""Collections: lists of practices that a person or an administration keeps, with notes, and shares."""

import itertools
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from django.db.models import Deferrable, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.protocols.permissions import exchange_partners
from practices.models.practice import Practice

COLLECTION_TITLE_LENGTH = 120
NOTE_LENGTH = 1000


class CollectionQuerySet(models.QuerySet["Collection"]):
    def public(self) -> "CollectionQuerySet":
        """What everybody reads."""
        return self.filter(visibility=Collection.Visibility.PUBLIC, closed_at=None)

    def visible_to(self, user: Any) -> "CollectionQuerySet":
        """Public ones for everybody; one's own always; the others as far as they are shared with officials."""
        seen = Q(visibility=Collection.Visibility.PUBLIC, closed_at=None)
        if not user.is_authenticated or not user.is_official:
            return self.filter(seen)
        V = Collection.Visibility
        at_home = user.administrations_with(Capability.PRACTICE_VIEW)
        with_us = {partner for own in at_home for partner in exchange_partners(own)}
        shared = _of(at_home) & Q(visibility__in=[V.ADMINISTRATION, V.PARTNERS])
        shared |= _of(with_us) & Q(visibility=V.PARTNERS)
        return self.filter(seen | Q(shared, closed_at=None) | _kept_by(user))

    def editable_by(self, user: Any) -> "CollectionQuerySet":
        """The person's own, and those of the administrations for which the person writes practices."""
        return self.filter(_kept_by(user), closed_at=None)

    def kept_by(self, user: Any) -> "CollectionQuerySet":
        """The same with the closed ones."""
        return self.filter(_kept_by(user))

    def with_numbers(self) -> "CollectionQuerySet":
        """Each with `number`, how many practices it has, and whose it is."""
        whose = self.select_related("owner", "owner__administration", "administration")
        return whose.annotate(number=models.Count("items")).order_by("-updated_at", "-pk")


def _of(administrations: Iterable[int]) -> Q:
    """Of one of these administrations, or of a person who works there."""
    return Q(administration__in=administrations) | Q(owner__administration__in=administrations)


def _kept_by(user: Any) -> Q:
    return Q(owner=user) | Q(administration__in=user.administrations_with(Capability.PRACTICE_WRITE))


class Collection(models.Model):
    """A named list of public practices, of one person or of one administration.

    Only an administration's collection can be public; the public page never names a person. The address
    (`slug`) is given at the first publication and stays.
    Personal data: the owner of a personal collection, shown to officials with whom it is shared.
    """

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("Riservata a chi la cura")
        ADMINISTRATION = "administration", _("Persone dell'amministrazione")
        PARTNERS = "partners", _("Persone delle amministrazioni del protocollo")
        PUBLIC = "public", _("Pubblica")

    VISIBILITY_TONES = {
        Visibility.PRIVATE: "neutral",
        Visibility.ADMINISTRATION: "info",
        Visibility.PARTNERS: "info",
        Visibility.PUBLIC: "success",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=140, unique=True, null=True, blank=True)
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="practice_collections"
    )
    administration = models.ForeignKey(
        Administration, null=True, blank=True, on_delete=models.PROTECT, related_name="practice_collections"
    )
    title = models.CharField(_("titolo"), max_length=COLLECTION_TITLE_LENGTH)
    description = models.TextField(_("descrizione"), blank=True)
    visibility = models.CharField(_("chi la vede"), max_length=20, choices=Visibility, default=Visibility.PRIVATE)
    closed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CollectionQuerySet.as_manager()
    number: int  # set by with_numbers()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True, administration__isnull=False)
                | Q(owner__isnull=False, administration__isnull=True),
                name="collection_of_one_owner",
                violation_error_message=_("Una raccolta è di una persona oppure di un'amministrazione."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="collection_has_title",
                violation_error_message=_("Scrivi un titolo."),
            ),
            models.CheckConstraint(
                condition=~Q(visibility="public") | Q(administration__isnull=False, slug__isnull=False),
                name="collection_public_of_administration",
                violation_error_message=_("Solo la raccolta di un'amministrazione può essere pubblica."),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-updated_at"], name="collection_by_owner"),
            models.Index(fields=["administration", "visibility", "-updated_at"], name="collection_by_body"),
            models.Index(
                fields=["-updated_at", "-id"],
                condition=Q(visibility="public", closed_at=None),
                name="collection_public_list",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page when there is one, else the work page."""
        if self.is_public and self.slug:
            return reverse("practices:collection", kwargs={"slug": self.slug})
        return self.work_url

    @property
    def work_url(self) -> str:
        return reverse("practices:collection_work", kwargs={"uuid": self.uuid})

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC and self.closed_at is None

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def body(self) -> Administration | None:
        """The administration that keeps it, or for which its owner works."""
        return self.administration or (self.owner.administration if self.owner else None)

    @property
    def tone(self) -> str:
        return str(self.VISIBILITY_TONES[self.Visibility(self.visibility)])


class CollectionItem(models.Model):
    """A practice in a collection, with the note of who keeps it. Personal data: none of its own."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items", db_index=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="collection_items")
    note = models.TextField(_("nota"), blank=True)
    position = models.PositiveIntegerField()
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "practice"],
                name="collection_practice_once",
                violation_error_message=_("La pratica è già nella raccolta."),
            ),
            models.UniqueConstraint(
                fields=["collection", "position"],
                name="collection_item_own_place",
                deferrable=Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection}: {self.practice}"


def free_collection_slug(title: str) -> str:
    """A free address made of the title; in a transaction it stays free for the caller."""
    base = slugify(title)[:110].strip("-") or "raccolta"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"collection-slug:{base}"])
    taken = set(Collection.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)
