"""Plain Italian, uploads and what is kept of a lost session."""

from django.contrib.contenttypes.models import ContentType

from familynet.kernel.uploads import UploadInProgress
from practices.models import DocumentRevision, Practice
from tests.access.rows import Row
from tests.factories.practices import DocumentFactory, PracticeDocumentFactory, PracticeFactory

WRITERS = {"piemonte:practice_editor": 200}
OFFICIALS = {"organisation:*": 403, "*-guest:*": 403}


def uuid(**state):
    return lambda world: {"uuid": PracticeFactory(**state).uuid}


def item(world):
    found = PracticeDocumentFactory()
    return {"uuid": found.practice.uuid, "pk": found.pk}


def upload(world):
    """Of the editor of Piemonte: nobody else finds it."""
    practice, sender = PracticeFactory(), world.people["piemonte:practice_editor"]
    target = {"content_type": ContentType.objects.get_for_model(Practice), "object_id": practice.pk}
    found = UploadInProgress.objects.create(**target, sender=sender, name="a.txt", size=5)
    return {"uuid": practice.uuid, "upload": found.uuid}


def version(**state):
    def kwargs(world):
        practice, old, new = PracticeFactory(**state), DocumentFactory(), DocumentFactory()
        by = world.people["piemonte:practice_editor"]
        DocumentRevision.objects.create(practice=practice, document=old, successor=new, replaced_by=by)
        return {"uuid": practice.uuid, "document": old.uuid}

    return kwargs


ROWS = {
    "practices:clarity": Row(default=200, expect=OFFICIALS),
    "practices:clarity_csv": Row(default=200, expect=OFFICIALS),
    "practices:measure": [
        Row(uuid(), expect=WRITERS, method="post", data={"field": "summary", "text": "Il nido apre."}),
        Row(uuid(submitted=True), expect={"piemonte:*": 200}, method="post", data={"field": "summary"}),
        Row(uuid(), default=405),
    ],
    "practices:start_upload": [
        Row(
            uuid(),
            expect={"piemonte:practice_editor": 201},
            method="post",
            data={"name": "a.txt", "size": "5"},
        ),
        Row(uuid(submitted=True), expect={"piemonte:practice_editor": 422, "piemonte:*": 403}, method="post"),
    ],
    "practices:upload_part": [
        Row(upload, expect=WRITERS),
        Row(upload, expect={"piemonte:practice_editor": 409}, method="post", data={"x": "y"}),
    ],
    "practices:cancel_upload": Row(upload, expect=WRITERS, method="post"),
    "practices:order_documents": Row(uuid(), expect=WRITERS, method="post"),
    "practices:replace_document": [Row(item, expect=WRITERS), Row(item, expect=WRITERS, method="post")],
    "practices:earlier_version": [
        Row(version(), expect=WRITERS),
        Row(version(published=True), expect=WRITERS | {"piemonte:*": 403}),
    ],
}
