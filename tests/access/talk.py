"""Questions and answers: Piemonte asks about its own practice; Trento comes in through a protocol only."""

from familynet.protocols.models import ProtocolArea
from tests.access.rows import Row
from tests.factories.accounts import AdministrationFactory
from tests.factories.practices import PracticeFactory
from tests.factories.protocols import ProtocolAreaFactory, ProtocolFactory
from tests.factories.talk import AnswerFactory, FollowFactory, QuestionFactory

TALKERS = {"piemonte:auditor": 403, "piemonte:*": 200}
MOVERS = {"piemonte:auditor": 403, "piemonte:*": 302}


def slug(**state):
    return lambda world: {"slug": PracticeFactory(**state).slug}


def shared(world):
    """A practice of a third administration, which has a protocol with Trento only."""
    third = AdministrationFactory()
    protocol = ProtocolFactory(parties=[world.trento, third])
    ProtocolAreaFactory(protocol=protocol, code=ProtocolArea.Code.GOOD_PRACTICES)
    return {"slug": PracticeFactory(published=True, administration=third).slug}


def question(author=None, **fields):
    def kwargs(world):
        asked = QuestionFactory(**fields, **({"author": world.people[author]} if author else {}))
        return {"slug": asked.practice.slug, "pk": asked.pk}

    return kwargs


def move(name, author=None, **fields):
    return lambda world: question(author, **fields)(world) | {"name": name}


def answer(author=None, asker=None):
    def kwargs(world):
        fields = {"author": world.people[author]} if author else {}
        if asker:
            fields["question__author"] = world.people[asker]
        given = AnswerFactory(**fields)
        return {"slug": given.question.practice.slug, "pk": given.pk}

    return kwargs


def followed(world):
    return {"pk": FollowFactory(user=world.people["organisation:contact"]).pk}


EDITOR, VALIDATOR = "piemonte:practice_editor", "piemonte:practice_validator"
ONLY_AUTHOR = {EDITOR: 200, "piemonte:*": 403}
ONLY_VALIDATOR = {VALIDATOR: 200, "piemonte:*": 403}
TEXT = {"text": "Quanto tempo ci vuole?"}

ROWS = {
    "practices:questions": [
        Row(slug(published=True), expect={"piemonte:*": 200}),
        Row(slug(archived=True), expect={"piemonte:*": 200}),
        Row(slug(submitted=True)),
        Row(shared, expect={"trento:*": 200}),
        Row(slug(published=True), expect=MOVERS, method="post", data=TEXT),
        Row(shared, expect={"trento:auditor": 403, "trento:*": 302}, method="post", data=TEXT),
    ],
    "practices:talk_people": [
        Row(slug(published=True), expect={"piemonte:*": 200}),
        Row(slug(submitted=True)),
    ],
    "practices:answer_question": [
        Row(question(), expect=TALKERS),
        Row(question(), expect=MOVERS, method="post", data=TEXT),
    ],
    "practices:edit_question": [
        Row(question(EDITOR), expect=ONLY_AUTHOR),
        Row(question(EDITOR), expect={EDITOR: 302, "piemonte:*": 403}, method="post", data=TEXT),
    ],
    "practices:edit_answer": [
        Row(answer(EDITOR), expect=ONLY_AUTHOR),
        Row(answer(EDITOR), expect={EDITOR: 302, "piemonte:*": 403}, method="post", data=TEXT),
    ],
    "practices:hide_question": [
        Row(question(), expect=ONLY_VALIDATOR),
        Row(question(), expect={VALIDATOR: 302, "piemonte:*": 403}, method="post", data={"reason": "Nomi."}),
    ],
    "practices:hide_answer": [
        Row(answer(), expect=ONLY_VALIDATOR),
        Row(answer(), expect={VALIDATOR: 302, "piemonte:*": 403}, method="post", data={"reason": "Nomi."}),
    ],
    "practices:accept_answer": Row(answer(asker=EDITOR), expect={EDITOR: 302, "piemonte:*": 403}, method="post"),
    "practices:move_question": [
        Row(move("close", EDITOR), expect={EDITOR: 302, VALIDATOR: 302, "piemonte:*": 403}, method="post"),
        Row(
            move("reopen", EDITOR, state="closed"),
            expect={EDITOR: 302, VALIDATOR: 302, "piemonte:*": 403},
            method="post",
        ),
        Row(move("answer"), method="post"),
    ],
    "practices:follow_practice": [
        Row(slug(published=True), default=302, method="post"),
        Row(slug(submitted=True), method="post"),
        Row(slug(published=True), default=405),
    ],
    "practices:follows": Row(default=200),
    "practices:follow": [
        Row(lambda world: {"kind": "province"}, default=200, method="post", data={"province-province": "??"}),
        Row(lambda world: {"kind": "nothing"}, method="post"),
    ],
    "practices:unfollow": Row(followed, expect={"organisation:contact": 302}, method="post"),
}
