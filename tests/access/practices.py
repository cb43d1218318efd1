from tests.access.rows import PUBLIC, Row
from tests.factories.practices import PracticeDocumentFactory, PracticeFactory

WRITERS = {"piemonte:practice_editor": 200}
VALIDATORS = {"piemonte:practice_validator": 200, "piemonte:*": 403}
JUDGES = {"piemonte:practice_validator": 302, "piemonte:*": 403}
OWN = {"piemonte:*": 200}
TEXT = {"title": "Uno sportello", "summary": "Che cosa fa."}


def slug(**state):
    return lambda world: {"slug": PracticeFactory(**state).slug}


def uuid(**state):
    return lambda world: {"uuid": PracticeFactory(**state).uuid}


def step(name, **state):
    return lambda world: {"uuid": PracticeFactory(**state).uuid, "name": name}


def section(**state):
    return lambda world: {"uuid": PracticeFactory(**state).uuid, "section_name": "in-breve"}


def item(**state):
    def kwargs(world):
        item = PracticeDocumentFactory(practice=PracticeFactory(**state))
        return {"uuid": item.practice.uuid, "pk": item.pk}

    return kwargs


def download(**state):
    def kwargs(world):
        item = PracticeDocumentFactory(practice=PracticeFactory(**state))
        return {"slug": item.practice.slug, "uuid": item.document.uuid}

    return kwargs


ROWS = {
    "practices:list": PUBLIC,
    "practices:detail": [
        Row(slug(published=True), anonymous=200, default=200),
        Row(slug(archived=True), anonymous=200, default=200),
        Row(slug(), anonymous=404, expect=WRITERS),
        Row(slug(submitted=True), anonymous=404, expect=OWN),
        Row(slug(rejected=True), anonymous=404, expect=OWN),
    ],
    "practices:document": [
        Row(download(published=True), anonymous=200, default=200),
        Row(download(), anonymous=404, expect=WRITERS),
        Row(download(submitted=True), anonymous=404, expect=OWN),
    ],
    "practices:work": Row(default=200, expect={"organisation:*": 403, "*-guest:*": 403}),
    "practices:create": [
        Row(default=403, expect={"*:practice_editor": 200}),
        Row(
            default=403,
            expect={"piemonte:practice_editor": 302, "trento:practice_editor": 200},  # not for the other side
            method="post",
            data=lambda world: {"title": "Uno sportello", "administration": world.piemonte.pk},
        ),
    ],
    "practices:work_detail": [
        Row(uuid(), expect=WRITERS),
        Row(uuid(submitted=True), expect=OWN),
        Row(uuid(published=True), expect=OWN),
    ],
    "practices:preview": [Row(uuid(), expect=WRITERS), Row(uuid(submitted=True), expect=OWN)],
    "practices:review": [
        Row(uuid(submitted=True), expect=VALIDATORS),
        Row(
            uuid(submitted=True),
            expect=JUDGES,
            method="post",
            data={"decision": "reject", "comment": "Manca il risultato."},
        ),
    ],
    "practices:edit": [
        Row(section(), expect=WRITERS),
        Row(section(changes_requested=True), expect=WRITERS | {"piemonte:*": 403}),
        Row(section(published=True), expect={"piemonte:practice_editor": 409, "piemonte:*": 403}),
        Row(section(), expect={"piemonte:practice_editor": 302}, method="post", data=TEXT),
        Row(
            section(published=True),
            expect={"piemonte:practice_editor": 409, "piemonte:*": 403},
            method="post",
            data=TEXT,
        ),
    ],
    "practices:describe_document": [
        Row(item(), expect=WRITERS),
        Row(
            item(),
            expect={"piemonte:practice_editor": 302},
            method="post",
            data={"title": "Regolamento", "language": "it"},
        ),
    ],
    "practices:move_document": Row(item(), expect={"piemonte:practice_editor": 302}, method="post"),
    "practices:remove_document": [
        Row(item(), expect=WRITERS),
        Row(item(), expect={"piemonte:practice_editor": 302}, method="post"),
    ],
    "practices:read_document": Row(item(), expect={"piemonte:practice_editor": 302}, method="post"),
    "practices:transition": [
        Row(step("submit"), expect=WRITERS),
        Row(step("withdraw", submitted=True), expect={"piemonte:*": 403}),
        Row(step("publish", submitted=True), expect=JUDGES),
        Row(step("request_changes", submitted=True), expect=JUDGES),
        Row(step("reject", submitted=True), expect=JUDGES),
        Row(step("archive", published=True), expect=VALIDATORS),
        Row(step("republish", archived=True), expect=VALIDATORS),
        Row(step("nothing", published=True), default=404),
        Row(step("submit"), expect={"piemonte:practice_editor": 302}, method="post"),
        Row(
            step("publish", submitted=True),
            expect={"piemonte:practice_validator": 302, "piemonte:*": 403},
            method="post",
        ),
    ],
}
