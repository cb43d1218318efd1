from tests.access.rows import PUBLIC, Row
from tests.factories.collections import CollectionFactory, CollectionItemFactory
from tests.factories.practices import PracticeFactory

OUTSIDERS = {"organisation:*": 403, "*-guest:*": 403}
EVERY_OFFICIAL = OUTSIDERS | {"*": 200}
KEEPERS = {"piemonte:practice_editor": 200}
WRITERS = {"piemonte:practice_editor": 302}


def shared(visibility="administration", **fields):
    """A collection of Piemonte with one practice."""

    def kwargs(world):
        return {
            "uuid": CollectionItemFactory(
                collection=CollectionFactory(visibility=visibility, **fields)
            ).collection.uuid
        }

    return kwargs


def item(visibility="administration"):
    def kwargs(world):
        made = CollectionItemFactory(collection__visibility=visibility)
        return {"uuid": made.collection.uuid, "pk": made.pk}

    return kwargs


def public(**fields):
    def kwargs(world):
        return {"slug": CollectionItemFactory(collection=CollectionFactory(public=True, **fields)).collection.slug}

    return kwargs


def practice(**state):
    return lambda world: {"uuid": PracticeFactory(**state).uuid}


ROWS = {
    "practices:collections": PUBLIC,
    "practices:collection": [
        Row(public(), anonymous=200, default=200),
        Row(public(closed=True), anonymous=404, default=404),
    ],
    "practices:collection_pdf": Row(public(), anonymous=200, default=200),
    "practices:collection_package": Row(public(), anonymous=200, default=200),
    "practices:collections_work": Row(expect=EVERY_OFFICIAL),
    "practices:collection_new": [
        Row(expect=EVERY_OFFICIAL),
        Row(method="post", data={"title": "Mia"}, expect=OUTSIDERS | {"*": 302}),
    ],
    "practices:collection_add": [
        Row(practice(published=True), expect=EVERY_OFFICIAL),
        Row(practice(submitted=True), expect=OUTSIDERS),
        Row(
            practice(published=True),
            method="post",
            data={"collection": "new", "title": "Mia"},
            expect=OUTSIDERS | {"*": 302},
        ),
    ],
    "practices:collection_work": [
        Row(shared(), expect={"piemonte:*": 200}),
        Row(shared("private"), expect=KEEPERS),
        Row(shared("private", personal=True)),
        Row(shared(closed=True), expect=KEEPERS),
        Row(shared("public", slug="una"), expect=EVERY_OFFICIAL),
    ],
    "practices:collection_edit": [
        Row(shared(), expect=KEEPERS | {"piemonte:*": 403}),
        Row(shared(), method="post", data={"title": "Altra"}, expect=WRITERS | {"piemonte:*": 403}),
    ],
    "practices:collection_share": [
        Row(shared(), expect=KEEPERS | {"piemonte:*": 403}),
        Row(shared(), method="post", data={"visibility": "partners"}, expect=WRITERS | {"piemonte:*": 403}),
    ],
    "practices:collection_close": [
        Row(shared(), expect=KEEPERS | {"piemonte:*": 403}),
        Row(shared(), method="post", expect=WRITERS | {"piemonte:*": 403}),
    ],
    "practices:collection_reopen": Row(shared(closed=True), method="post", expect=WRITERS),
    "practices:collection_work_pdf": Row(shared(), expect={"piemonte:*": 200}),
    "practices:collection_work_package": Row(shared(), expect={"piemonte:*": 200}),
    "practices:collection_note": [
        Row(item(), expect=KEEPERS | {"piemonte:*": 403}),
        Row(item(), method="post", expect=KEEPERS | {"piemonte:*": 403}),
    ],
    "practices:collection_move": Row(item(), method="post", expect=WRITERS | {"piemonte:*": 403}),
    "practices:collection_remove": [
        Row(item(), expect=KEEPERS | {"piemonte:*": 403}),
        Row(item(), method="post", expect=WRITERS | {"piemonte:*": 403}),
    ],
}
