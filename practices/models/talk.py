"""Questions and answers on a practice, between officials of the administrations that exchange practices."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.protocols.permissions import exchange_partners
from practices.models.practice import Practice

TALK_LENGTH = 4_000


def exchange_circle(user: Any) -> frozenset[int]:
    """Keys of the administrations about whose practices the user takes part in the talk: own and partners'."""
    if not user.is_authenticated:
        return frozenset()
    own = user.administrations_with(Capability.PRACTICE_VIEW)
    return own.union(*(exchange_partners(pk) for pk in sorted(own)))


class Contribution(models.Model):
    """What questions and answers share: a text of one official, who may be hidden by moderation, never deleted.

    `administration` is the one the author spoke for. `mentioned` are the people who were named and told.
    Personal data: author, moderator, the people mentioned; read by officials of the exchange only.
    """

    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("testo"))
    mentioned = models.ManyToManyField(User, related_name="+", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hidden_reason = models.CharField(_("motivo"), max_length=500, blank=True)

    # Set by the view: the text as this reader sees it, and what the reader may do.
    shown: Any

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="%(class)s_has_text",
                violation_error_message=_("Scrivi un testo."),
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None, hidden_reason="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_reason="")),
                name="%(class)s_hidden_with_reason",
                violation_error_message=_("Scrivi il motivo per cui nascondi il testo."),
            ),
        ]

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: Any) -> "QuestionQuerySet":
        """Officials of the administration that owns the practice and of its partners, while it is public."""
        return self.filter(
            practice__state__in=Practice.PUBLIC_STATES, practice__administration__in=exchange_circle(user)
        )

    def unanswered(self) -> "QuestionQuerySet":
        return self.filter(state=Question.State.OPEN, hidden_at=None)


class Question(Contribution):
    """A question about a public practice. Never shown outside the exchange, in no feed, export or search.

    Personal data: see Contribution.
    """

    class State(models.TextChoices):
        OPEN = "open", _("In attesa di risposta")
        ANSWERED = "answered", _("Con risposta")
        CLOSED = "closed", _("Chiusa")

    STATE_TONES = {State.OPEN: "warning", State.ANSWERED: "info", State.CLOSED: "success"}

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="questions")
    section = models.CharField(_("sezione"), max_length=40, blank=True)
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.OPEN)
    updated_at = models.DateTimeField(auto_now=True)

    objects = QuestionQuerySet.as_manager()

    class Meta(Contribution.Meta):
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["practice", "state", "-created_at"], name="question_by_practice"),
            models.Index(
                fields=["practice"], condition=Q(state="open", hidden_at=None), name="question_unanswered"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """Its place on the page of questions, whatever page of the list it is on; `practice` must be loaded."""
        page = reverse("practices:questions", kwargs={"slug": self.practice.slug})
        return f"{page}?domanda={self.pk}#q{self.pk}"


class Answer(Contribution):
    """An answer to a question. At most one of each question is the one that helped.

    Personal data: see Contribution.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    is_accepted = models.BooleanField(default=False)

    class Meta(Contribution.Meta):
        ordering = ["created_at", "pk"]
        constraints = [
            *Contribution.Meta.constraints,
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(is_accepted=True),
                name="answer_accepted_once",
                violation_error_message=_("È già stata scelta un'altra risposta."),
            ),
        ]
        indexes = [models.Index(fields=["question", "created_at"], name="answer_by_question")]

    def __str__(self) -> str:
        return self.text[:80]
