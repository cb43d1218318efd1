"""Second versions, rounds with comments and answers, and what the two sides say of each other's practices."""

import datetime

from django.utils import timezone

from familynet.accounts.models import User
from familynet.portal.demo.content.judgements import (
    AFTER,
    BEFORE,
    NEW_VERSIONS,
    STALE,
    JointStep,
    NewVersion,
)
from familynet.portal.demo.steps.cast import Cast
from practices.actions import (
    answer_comment,
    judge_version,
    open_revision,
    propose_version,
    publish_practice,
    request_changes,
    save_draft,
    submit_practice,
)
from practices.models import Practice, PracticeVersion, SectionComment

OTHER_SIDE = {"trento": "piemonte", "piemonte": "trento"}


def make_reviews(cast: Cast) -> None:
    """Proposals before and after the second versions; one practice is left past its date."""
    for step in BEFORE:
        _jointly(step, cast)
    for version in NEW_VERSIONS:
        _second_version(version, cast)
    for step in AFTER:
        _jointly(step, cast)
    # The clock of the demo has no past: the date is set by hand.
    past = timezone.localdate() - datetime.timedelta(days=45)
    Practice.objects.published().filter(title=STALE).update(review_on=past)


def _jointly(step: JointStep, cast: Cast) -> None:
    """Propose the current version, unless it went to the other side by itself, and let it judge."""
    version = _current(step.title)
    if version.state == PracticeVersion.State.OWN:
        propose_version(version, by=_fresh(cast, "redazione", step.administration))
    if not step.decision:
        return
    mailbox = "comitato" if step.by_committee else "validazione"
    judge = _fresh(cast, mailbox, OTHER_SIDE[step.administration])
    version = _current(step.title)
    judge_version(version, step.decision, by=judge, comment=step.assessment, comments=step.comments)


def _second_version(new: NewVersion, cast: Cast) -> None:
    """The working copy: written, sent back with comments, answered, published."""
    author = _fresh(cast, "redazione", new.administration)
    validator = _fresh(cast, "validazione", new.administration)
    copy = open_revision(_current(new.title).practice, by=author)
    copy = save_draft(copy, values=dict(new.values), by=author)
    _answer_all(copy, "Scritto nella sezione.", author)
    submit_practice(copy, change_note=new.change_note, by=author)
    request_changes(copy, comment=new.first_assessment, comments=new.comments, by=validator)
    _answer_all(copy, new.answer, author)
    submit_practice(copy, change_note=new.change_note, by=author)
    publish_practice(copy, comment=new.last_assessment, by=validator)


def _answer_all(copy: Practice, answer: str, by: User) -> None:
    for comment in SectionComment.objects.asked_of(copy).unanswered():
        answer_comment(comment, practice=copy, answer=answer, by=by)


def _current(title: str) -> PracticeVersion:
    versions = PracticeVersion.objects.select_related("practice__administration", "practice__author")
    return versions.get(practice__title=title, is_current=True)


def _fresh(cast: Cast, mailbox: str, administration: str) -> User:
    """The person as the database has it now: roles are read once per object."""
    return User.objects.get(pk=cast.person(mailbox, administration).pk)
