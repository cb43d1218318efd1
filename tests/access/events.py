from tests.access.rows import PUBLIC, Row
from tests.factories.events import EventFactory, MaterialFactory, RegistrationFactory
from tests.factories.practices import DocumentFactory, PracticeFactory

PLANNERS = {"piemonte:practice_editor": 200, "piemonte:practice_validator": 200}
PLANNERS_MOVE = {"piemonte:practice_editor": 302, "piemonte:practice_validator": 302}
ANY_PLANNER = {"*:practice_editor": 200, "*:practice_validator": 200}
OFFICIALS_ONLY = {"trento:*": 200, "piemonte:*": 200}


def slug(**state):
    return lambda world: {"slug": EventFactory(**state).slug}


def uuid(**state):
    return lambda world: {"uuid": EventFactory(**state).uuid}


def step(name, **state):
    return lambda world: {"uuid": EventFactory(**state).uuid, "name": name}


def material(*names, **state):
    def kwargs(world):
        item = MaterialFactory(event=EventFactory(**state))
        known = {"slug": item.event.slug, "uuid": item.document.uuid}
        return known if names == ("slug",) else {"uuid": item.event.uuid, "pk": item.pk}

    return kwargs


def closed(**state):
    return lambda world: {"slug": EventFactory(closed=True, minutes_document=DocumentFactory(), **state).slug}


def linked(world):
    event, practice = EventFactory(), PracticeFactory(published=True)
    event.practices.add(practice)
    return {"uuid": event.uuid, "pk": practice.pk}


def person(name, **state):
    def kwargs(world):
        one = RegistrationFactory(event=EventFactory(**state))
        return {"uuid": one.event.uuid, "registration": one.uuid, "name": name}

    return kwargs


def token(world):
    return {"token": RegistrationFactory(pending=True).token}


ROWS = {
    "events:list": PUBLIC,
    "events:feed": PUBLIC,
    "events:private_feed": Row(lambda world: {"token": "sconosciuto"}, anonymous=404),
    "events:registration": [
        Row(token, anonymous=200, default=200),
        Row(lambda world: {"token": "falso"}, anonymous=404),
        Row(token, anonymous=403, default=403, method="post"),
    ],
    "events:detail": [
        Row(slug(), anonymous=200, default=200),
        Row(slug(cancelled=True), anonymous=200, default=200),
        Row(slug(officials=True), anonymous=404, expect=OFFICIALS_ONLY),
        Row(slug(draft=True), anonymous=404, expect=PLANNERS),
        Row(slug(state="discarded", published_at=None), anonymous=404, expect=PLANNERS),
    ],
    "events:ics": [
        Row(slug(), anonymous=200, default=200),
        Row(slug(officials=True), anonymous=404, expect=OFFICIALS_ONLY),
        Row(slug(draft=True), anonymous=404, expect=PLANNERS),
    ],
    "events:ask": [
        Row(slug(), anonymous=200, default=200),
        Row(slug(officials=True), anonymous=404),
        # Without the headers of a browser the form is refused to everybody.
        Row(slug(), anonymous=403, default=403, method="post"),
    ],
    "events:join": [
        Row(slug(), default=200),
        Row(slug(officials=True), expect=OFFICIALS_ONLY),
        Row(slug(draft=True), expect={"piemonte:practice_editor": 403, "piemonte:practice_validator": 403}),
        Row(slug(), default=302, method="post", data={"step": "join"}),
        Row(
            slug(officials=True), expect={"trento:*": 302, "piemonte:*": 302}, method="post", data={"step": "join"}
        ),
    ],
    "events:material": [
        Row(material("slug"), anonymous=200, default=200),
        Row(material("slug", officials=True), anonymous=404, expect=OFFICIALS_ONLY),
        Row(material("slug", draft=True), anonymous=404, expect=PLANNERS),
    ],
    "events:minutes": [
        Row(closed(), anonymous=200, default=200),
        Row(closed(officials=True), anonymous=404, expect=OFFICIALS_ONLY),
        Row(slug(held=True), anonymous=404),
    ],
    "events:work": Row(default=403, expect=ANY_PLANNER),
    "events:create": [
        Row(default=403, expect=ANY_PLANNER),
        Row(
            default=403,
            expect={"*:practice_editor": 422, "*:practice_validator": 422},
            method="post",
            data={"x": "1"},
        ),
    ],
    "events:mine": Row(default=200),
    "events:calendar_key": [
        Row(default=403, expect=OFFICIALS_ONLY, method="post"),
        Row(default=405),
    ],
    "events:suggest_practice": Row(default=403, expect=ANY_PLANNER),
    "events:work_detail": [Row(uuid(), expect=PLANNERS), Row(uuid(draft=True), expect=PLANNERS)],
    "events:edit": [
        Row(uuid(draft=True), expect=PLANNERS),
        Row(uuid(), expect=PLANNERS),
        Row(uuid(held=True), expect={"piemonte:practice_editor": 409, "piemonte:practice_validator": 409}),
        Row(
            uuid(),
            expect={"piemonte:practice_editor": 422, "piemonte:practice_validator": 422},
            method="post",
            data={"x": "1"},
        ),
    ],
    "events:link_practice": Row(
        uuid(), expect={"piemonte:practice_editor": 422, "piemonte:practice_validator": 422}, method="post"
    ),
    "events:unlink_practice": Row(linked, expect=PLANNERS_MOVE, method="post"),
    "events:add_material": Row(
        uuid(), expect={"piemonte:practice_editor": 422, "piemonte:practice_validator": 422}, method="post"
    ),
    "events:move_material": Row(material(), expect=PLANNERS_MOVE, method="post"),
    "events:remove_material": [
        Row(material(), expect=PLANNERS),
        Row(material(), expect=PLANNERS_MOVE, method="post"),
    ],
    "events:participants": [
        Row(uuid(), expect=PLANNERS),
        Row(
            uuid(),
            expect=PLANNERS_MOVE,
            method="post",
            data={"name": "Anna", "email": "anna@example.org"},
        ),
    ],
    "events:participants_csv": Row(uuid(), expect=PLANNERS),
    "events:participant_step": [
        Row(person("cancel"), expect=PLANNERS),
        Row(person("nothing"), default=404),
        Row(person("cancel"), expect=PLANNERS_MOVE, method="post"),
        Row(person("attend", held=True), expect=PLANNERS_MOVE, method="post"),
    ],
    "events:close": [
        Row(uuid(held=True), expect=PLANNERS),
        Row(uuid(), expect={"piemonte:practice_editor": 409, "piemonte:practice_validator": 409}),
        Row(uuid(held=True), expect=PLANNERS_MOVE, method="post", data={"minutes": "Si è deciso."}),
    ],
    "events:step": [
        Row(step("publish", draft=True), expect=PLANNERS),
        Row(step("nothing"), default=404),
        Row(step("cancel"), expect=PLANNERS),
        Row(step("publish", draft=True), expect=PLANNERS_MOVE, method="post"),
        Row(step("discard", draft=True), expect=PLANNERS_MOVE, method="post"),
        Row(step("cancel"), expect=PLANNERS_MOVE, method="post", data={"comment": "Neve."}),
        Row(step("reopen", closed=True), expect=PLANNERS_MOVE, method="post", data={"comment": "Un errore."}),
        Row(
            step("publish"),
            expect={"piemonte:practice_editor": 409, "piemonte:practice_validator": 409},
            method="post",
        ),
    ],
}
