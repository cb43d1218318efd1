"""Collections: who keeps them, who sees them, what stays when two people work on one."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.protocols.models import ProtocolArea
from practices import actions
from practices.models import Collection, CollectionItem
from tests.factories.collections import CollectionFactory, CollectionItemFactory
from tests.factories.organisations import OrganisationMemberFactory
from tests.factories.practices import PracticeFactory
from tests.factories.protocols import ProtocolAreaFactory

pytestmark = pytest.mark.django_db
V = Collection.Visibility


@pytest.fixture
def partners(trento, piemonte):
    """A signed protocol by which both exchange good practices."""
    ProtocolAreaFactory(code=ProtocolArea.Code.GOOD_PRACTICES, protocol__parties=[trento, piemonte])


def verbs(collection):
    return [entry.verb for entry in HistoryEntry.objects.of(collection).order_by("sequence")]


def titles(collection):
    return list(collection.items.values_list("practice__title", flat=True))


def seen(user, collection):
    return Collection.objects.visible_to(user).filter(pk=collection.pk).exists()


def test_practice_goes_into_a_new_collection_of_the_person(editor):
    practice = PracticeFactory(published=True, trento=True)
    item = actions.collect_practice(practice, collection=None, title=" Idee ", note=" Utile ", by=editor)
    assert (item.collection.title, item.collection.owner, item.note) == ("Idee", editor, "Utile")
    assert (item.collection.visibility, verbs(item.collection)) == (V.PRIVATE, ["create", "add_item"])


def test_refused_practice_leaves_no_collection_behind(editor):
    for practice in (PracticeFactory(), PracticeFactory(submitted=True)):
        with pytest.raises(PermissionDenied):
            actions.collect_practice(practice, collection=None, title="Idee", by=editor)
    assert not Collection.objects.exists()


def test_practice_is_in_a_collection_once(editor):
    item = CollectionItemFactory()
    with pytest.raises(ValidationError, match="già in questa raccolta"):
        actions.add_to_collection(item.collection, item.practice, by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectionItemFactory(collection=item.collection, practice=item.practice)


def test_order_and_removal(editor):
    collection = CollectionFactory()
    for title in "ABC":
        actions.add_to_collection(collection, PracticeFactory(published=True, title=title), by=editor)
    first, _second, third = collection.items.all()
    actions.move_item(third, up=True, by=editor)
    actions.move_item(first, up=True, by=editor)
    assert titles(collection) == ["A", "C", "B"]
    actions.remove_from_collection(first, by=editor)
    assert titles(collection) == ["C", "B"]
    for action in (actions.remove_from_collection, lambda item, by: actions.move_item(item, up=True, by=by)):
        with pytest.raises(TransitionConflict):
            action(first, by=editor)


def test_note_of_somebody_else_is_not_written_over(editor, colleague):
    item = CollectionItemFactory(note="Prima")
    actions.annotate_item(item, note="Di lei", base="Prima", by=colleague)
    with pytest.raises(ValidationError, match="Di lei"):
        actions.annotate_item(item, note="Mia", base="Prima", by=editor)
    actions.annotate_item(item, note="Di lei e mia", base="Di lei", by=editor)
    assert CollectionItem.objects.get().note == "Di lei e mia"


def test_note_page_keeps_the_typed_text_and_saves_the_second_time(client_as, editor):
    item = CollectionItemFactory(note="Di lei")
    url = reverse("practices:collection_note", args=[item.collection.uuid, item.pk])
    sent = {f"n{item.pk}-note": "Mia", f"n{item.pk}-base": "Prima"}
    browser = client_as(editor)
    response = browser.post(url, sent)
    assert (response.status_code, "Mia" in response.text, "Di lei" in response.text) == (409, True, True)
    long = browser.post(url, {**sent, f"n{item.pk}-note": "x" * 1001})
    assert (long.status_code, "x" * 1001 in long.text) == (200, True)
    assert browser.post(url, {**sent, f"n{item.pk}-base": "Di lei"}).status_code == 302
    assert CollectionItem.objects.get().note == "Mia"


@pytest.mark.parametrize("visibility", V.values)
def test_who_sees_a_collection_of_an_administration(
    visibility, partners, editor, validator, foreigner, official, trento
):
    collection = CollectionFactory(visibility=visibility, slug="una")
    level = V.values.index(visibility)
    assert seen(editor, collection)
    assert seen(validator, collection) == (level >= 1)
    assert seen(foreigner, collection) == (level >= 2)
    assert Collection.objects.public().exists() == (level == 3)


@pytest.mark.parametrize("visibility", [V.PRIVATE, V.ADMINISTRATION, V.PARTNERS])
def test_who_sees_a_personal_collection(visibility, partners, editor, colleague, foreigner):
    collection = CollectionFactory(personal=True, owner=editor, visibility=visibility)
    level = V.values.index(visibility)
    assert seen(editor, collection)
    assert (seen(colleague, collection), seen(foreigner, collection)) == (level >= 1, level >= 2)
    with pytest.raises(PermissionDenied):
        actions.describe_collection(collection, title="Mia", description="", by=colleague)


def test_without_a_protocol_nobody_else_is_a_partner(editor, foreigner):
    assert not seen(foreigner, CollectionFactory(visibility=V.PARTNERS))


def test_public_needs_an_administration_a_practice_and_a_confirmation(editor):
    personal = CollectionItemFactory(collection__personal=True, collection__owner=editor).collection
    empty, full = CollectionFactory(), CollectionItemFactory(collection__title="Idee").collection
    for collection, confirmed in ((personal, True), (empty, True), (full, False)):
        with pytest.raises(ValidationError):
            actions.share_collection(collection, visibility=V.PUBLIC, by=editor, confirmed=confirmed)
    shared = actions.share_collection(full, visibility=V.PUBLIC, by=editor, confirmed=True)
    assert (shared.slug, shared.is_public) == ("idee", True)
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectionFactory(personal=True, owner=editor, visibility=V.PUBLIC, slug="x")


def test_closed_collection_is_gone_for_everybody_but_its_keepers(editor, validator, client_as):
    collection = CollectionItemFactory(collection__public=True).collection
    url = collection.get_absolute_url()
    actions.close_collection(collection, by=editor)
    assert client_as().get(url).status_code == 404
    assert (seen(editor, collection), seen(validator, collection)) == (True, False)
    with pytest.raises(TransitionConflict):
        actions.describe_collection(collection, title="x", description="", by=editor)
    actions.reopen_collection(collection, by=editor)
    collection.refresh_from_db()
    assert (collection.closed_at, collection.visibility) == (None, V.PRIVATE)


def test_public_page_names_no_person_and_marks_archived_practices(client_as, editor, official, piemonte):
    item = CollectionItemFactory(
        collection__public=True, practice__archived=True, note="<script>alert(1)</script>"
    )
    actions.describe_collection(item.collection, title="Idee", description="*Belle*", by=editor)
    page = client_as().get(item.collection.get_absolute_url()).text
    assert "Archiviata" in page
    assert "<em>Belle</em>" in page
    assert "<script>alert" not in page
    assert editor.full_name not in page
    assert item.practice.contact_email not in page


def test_organisations_people_keep_no_collections(client_as):
    person = OrganisationMemberFactory().user
    with pytest.raises(PermissionDenied):
        actions.create_collection(title="Mia", by=person)
    assert client_as(person).get(reverse("practices:collections_work")).status_code == 403


def test_journey_from_a_practice_to_a_public_collection(client_as, editor):
    practice, browser = PracticeFactory(published=True), client_as(editor)
    add = reverse("practices:collection_add", args=[practice.uuid])
    assert add in browser.get(practice.get_absolute_url()).text
    assert add not in client_as().get(practice.get_absolute_url()).text
    refused = browser.post(add, {"collection": "new", "title": "", "note": "Da tenere"})
    assert "Scrivi il titolo" in refused.text
    assert "Da tenere" in refused.text
    browser.post(
        reverse("practices:collection_new"), {"title": "Nostra", "administration": editor.administration_id}
    )
    ours = Collection.objects.get(title="Nostra")
    assert browser.post(add, {"collection": str(ours.uuid), "note": "Da tenere"}).status_code == 302
    share = reverse("practices:collection_share", args=[ours.uuid])
    assert "Metti la spunta" in browser.post(share, {"visibility": "public"}).text
    assert browser.post(share, {"visibility": "public", "confirmed": "on"}).status_code == 302
    assert "Da tenere" in client_as().get(reverse("practices:collection", args=["nostra"])).text
    assert "Nostra" in client_as().get(reverse("practices:collections")).text


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("name", "number"), [("collection", 4), ("collections", 3), ("collection_work", 14), ("collections_work", 14)]
)
def test_queries_do_not_grow(rows, name, number, client_as, official, piemonte, django_assert_max_num_queries):
    collection = CollectionFactory(public=True, slug="una")
    CollectionItemFactory.create_batch(rows, collection=collection)
    CollectionItemFactory.create_batch(rows - 1, collection__public=True)
    browser = client_as(official(Role.PRACTICE_EDITOR, piemonte))
    kwargs = {"collection": {"slug": "una"}, "collection_work": {"uuid": collection.uuid}}.get(name, {})
    who = client_as() if not name.endswith("work") else browser
    with django_assert_max_num_queries(number):
        address = reverse(f"practices:{name}", kwargs=kwargs)
        assert who.get(address, {"elenco": "amministrazione"}).status_code == 200
