"""A published practice is changed in a working copy; the published text stays until the next version."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from practices import actions
from practices.models import Practice, PracticeVersion
from practices.search import find
from tests.factories.practices import PracticeDocumentFactory, PracticeFactory
from tests.factories.reviews import PracticeVersionFactory, make_person
from tests.kernel.threads import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(editor, validator):
    """Published with a document, as version 1."""
    practice = PracticeFactory(author=editor, submitted=True, title="Nido aperto")
    PracticeDocumentFactory(practice=practice, position=1, document__title="Relazione")
    actions.publish_practice(practice, by=validator, comment="Bene.")
    return Practice.objects.get(pk=practice.pk)


def publish_copy(copy, editor, validator, note="Nuovi costi."):
    actions.submit_practice(copy, by=editor, change_note=note)
    actions.publish_practice(copy, by=validator, comment="Bene.")


def test_publication_freezes_version_one_with_its_documents(root, validator):
    version = root.versions.get()
    assert (version.number, version.is_current, version.published_by) == (1, True, validator)
    assert version.content["title"] == "Nido aperto"
    assert version.content["shown"]["policy_area"] == root.policy_area.name
    assert [row.title for row in version.version_documents.all()] == ["Relazione"]
    assert root.review_on is not None


def test_published_text_stays_until_the_next_version_is_published(root, editor, validator):
    copy = actions.open_revision(root, by=editor)
    actions.save_draft(copy, values={"title": "Nido aperto e nuovo", "costs": "Di più."}, by=editor)
    assert Practice.objects.get(pk=root.pk).title == "Nido aperto"
    publish_copy(copy, editor, validator)
    fresh = Practice.objects.get(pk=root.pk)
    assert (fresh.title, fresh.slug, fresh.uuid) == ("Nido aperto e nuovo", root.slug, root.uuid)
    assert fresh.published_at == root.published_at
    copy.refresh_from_db()
    assert (copy.state, copy.published_at) == ("incorporated", None)
    assert list(fresh.versions.values_list("number", "is_current", "change_note")) == [
        (2, True, "Nuovi costi."),
        (1, False, ""),
    ]
    assert [e.verb for e in HistoryEntry.objects.of(fresh).public()] == ["publish_version", "publish"]


def test_documents_of_the_copy_become_those_of_the_practice_and_old_ones_stay_in_their_version(
    root, editor, validator, client_as
):
    copy = actions.open_revision(root, by=editor)
    old = copy.practice_documents.get()
    actions.describe_document(old, title="Relazione vecchia", language="it", by=editor)
    assert root.practice_documents.get().document.title == "Relazione"
    actions.remove_document(old, by=editor)
    actions.add_document(copy, upload=ContentFile(b"Testo nuovo.", name="n.txt"), title="Nuova", by=editor)
    publish_copy(copy, editor, validator)
    assert [row.document.title for row in root.practice_documents.all()] == ["Nuova"]
    first = root.versions.get(number=1).version_documents.get()
    url = reverse("practices:document", kwargs={"slug": root.slug, "uuid": first.document.uuid})
    response = client_as().get(url)
    assert b"".join(response.streaming_content) == b"testo"


def test_copy_is_nowhere_public(root, editor, client_as):
    copy = actions.open_revision(root, by=editor)
    actions.save_draft(copy, values={"summary": "Zafferano segreto"}, by=editor)
    assert list(Practice.objects.public()) == [root]
    assert not Practice.objects.published().filter(find("zafferano").condition).exists()
    assert client_as().get(copy.get_absolute_url()).status_code == 404
    assert client_as(editor).get(copy.get_absolute_url()).status_code == 200


def test_opening_twice_gives_the_same_copy(root, editor, colleague):
    assert actions.open_revision(root, by=editor) == actions.open_revision(root, by=colleague)


def test_second_open_copy_is_refused_by_the_database(root, editor):
    copy = actions.open_revision(root, by=editor)
    copy.pk, copy.slug, copy.uuid = None, "altra", "11111111-1111-4111-8111-111111111111"
    with pytest.raises(IntegrityError, match="practice_one_open_copy"), transaction.atomic():
        copy.save(force_insert=True)


def test_copy_can_never_be_published_as_a_page_of_its_own(root, editor):
    copy = actions.open_revision(root, by=editor)
    with pytest.raises(IntegrityError, match="practice_copy_is_never_public"), transaction.atomic():
        Practice.objects.filter(pk=copy.pk).update(
            state="published", submitted_at="2026-01-01T10:00Z", published_at="2026-01-01T10:00Z"
        )


def test_only_writers_open_a_copy_and_only_of_what_is_published(root, validator, foreigner, editor):
    for stranger in (validator, foreigner):
        with pytest.raises(PermissionDenied):
            actions.open_revision(root, by=stranger)
    with pytest.raises(TransitionConflict):
        actions.open_revision(PracticeFactory(archived=True), by=editor)


def test_new_version_says_what_changed(root, editor):
    copy = actions.open_revision(root, by=editor)
    with pytest.raises(ValidationError) as caught:
        actions.submit_practice(copy, by=editor, change_note=" ")
    assert list(caught.value.message_dict) == ["change_note"]


def test_copy_of_an_archived_practice_waits(root, editor, validator):
    copy = actions.open_revision(root, by=editor)
    actions.submit_practice(copy, by=editor, change_note="Costi.")
    actions.archive_practice(root, comment="Finita.", by=validator)
    with pytest.raises(TransitionConflict):
        actions.publish_practice(copy, by=validator, comment="Bene.")
    copy.refresh_from_db()
    assert copy.state == "submitted"
    assert root.versions.count() == 1


def test_discarded_copy_leaves_the_practice_and_makes_room(root, editor):
    copy = actions.open_revision(root, by=editor)
    actions.discard_revision(copy, by=editor)
    again = actions.open_revision(root, by=editor)
    assert again.pk != copy.pk
    with pytest.raises(PermissionDenied):
        actions.discard_revision(PracticeFactory(author=editor), by=editor)


def test_version_is_frozen_by_the_database(root):
    version = root.versions.get()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        PracticeVersion.objects.filter(pk=version.pk).update(content={})
    with pytest.raises(IntegrityError), transaction.atomic():
        version.version_documents.all().delete()
    bare = PracticeVersionFactory()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        bare.delete()
    PracticeVersion.objects.filter(pk=version.pk).update(is_current=False)


def test_version_pages_hide_the_contact_and_old_ones_stay_out_of_search_engines(
    root, editor, validator, client_as, foreigner
):
    copy = actions.open_revision(root, by=editor)
    actions.save_draft(copy, values={"contact_name": "Nuova Persona", "costs": "Molto di più."}, by=editor)
    publish_copy(copy, editor, validator)
    kwargs = {"slug": root.slug}
    urls = [
        reverse("practices:versions", kwargs=kwargs),
        reverse("practices:version", kwargs={**kwargs, "number": 1}),
        reverse("practices:compare_versions", kwargs={**kwargs, "number": 1, "other": 2}),
    ]
    for url in urls:
        page = client_as().get(url).content.decode()
        assert "Nuova Persona" not in page
        assert "Maria Contatto" not in page
        assert str(validator) not in page
    assert [client_as().get(url).get("X-Robots-Tag") for url in urls[1:]] == ["noindex", "noindex"]
    assert "Nuova" in client_as(foreigner).get(urls[2]).content.decode()
    assert "<ins>Molto di più</ins>" in client_as().get(urls[2]).content.decode()


def test_version_that_is_not_there_and_a_practice_that_is_not_public(root, client_as, editor):
    missing = reverse("practices:version", kwargs={"slug": root.slug, "number": 9})
    pair = reverse("practices:compare_versions", kwargs={"slug": root.slug, "number": 1, "other": 9})
    hidden = reverse("practices:versions", kwargs={"slug": PracticeFactory(author=editor).slug})
    assert [client_as(editor).get(url).status_code for url in (missing, pair, hidden)] == [404, 404, 404]


@pytest.mark.parametrize("rows", [1, 30])
def test_versions_page_asks_the_same_number_of_queries(client_as, rows, django_assert_num_queries):
    practice = PracticeFactory(published=True)
    for number in range(1, rows + 1):
        PracticeVersionFactory(practice=practice, number=number, is_current=number == rows)
    with django_assert_num_queries(3):
        response = client_as().get(reverse("practices:versions", kwargs={"slug": practice.slug}))
    assert response.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_open_a_copy_at_once_get_the_same():
    version = PracticeVersionFactory()

    people = [make_person("practice_editor", "piemonte") for _ in range(4)]
    practices = [Practice.objects.get(pk=version.practice_id) for _ in people]
    calls = [
        lambda practice=practice, by=by: actions.open_revision(practice, by=by)
        for practice, by in zip(practices, people, strict=True)
    ]
    assert {copy.pk for copy in together(*calls)} == {Practice.objects.get(revision_of=version.practice).pk}
