"""No practice comes from itself; what the drawing and the list of a lineage say."""

import itertools
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from familynet.accounts.models import User
from familynet.accounts.roles import Role
from familynet.kernel.workflow import TransitionConflict
from practices import actions
from practices.actions.adaptations import constraint_of
from practices.lineage import lineage_of
from practices.models import Practice, Transfer
from tests.factories.practices import PracticeFactory
from tests.factories.transfers import TransferFactory
from tests.kernel.threads import together
from tests.practices.transfer_cast import asker, exchange

__all__ = ["asker", "exchange"]
pytestmark = pytest.mark.django_db


def adapted(source, result, **fields):
    """`result` came from `source`, through a confirmed adoption."""
    return TransferFactory(
        practice=source,
        adopter=result.administration,
        resulting_practice=result,
        **{"evaluated": True, **fields},
    )


def chain(*titles):
    """Practices of Piemonte and Trento in turn, each adapted from the one before."""
    made = [
        PracticeFactory(published=True, title=title, trento=bool(number % 2))
        for number, title in enumerate(titles)
    ]
    for source, result in itertools.pairwise(made):
        adapted(source, result)
    return made


def test_circle_of_two_is_refused_with_a_sentence(official, piemonte):
    first, second = chain("Prima", "Seconda")
    back = TransferFactory(practice=second, adopter=piemonte, adapting=True)
    editor = official(Role.PRACTICE_EDITOR, piemonte)
    with pytest.raises(ValidationError) as caught:
        actions.tie_adaptation(back, practice=first, by=editor)
    assert "Sarebbe un circolo" in caught.value.message_dict["practice"][0]
    assert Transfer.objects.get(pk=back.pk).resulting_practice is None


def test_long_circle_is_refused_by_the_database(piemonte):
    made = chain("A", "B", "C", "D")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        adapted(made[-1], made[0])
    assert constraint_of(caught.value) == "transfer_no_circle"


def test_dropped_adaptation_still_counts_as_origin(piemonte):
    first, second = PracticeFactory(published=True), PracticeFactory(published=True, trento=True)
    TransferFactory(practice=first, resulting_practice=second, dropped=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        adapted(second, first)


def test_practice_is_not_its_own_adaptation(official, piemonte):
    practice = PracticeFactory(published=True)
    transfer = TransferFactory(practice=practice, internal=True, adapting=True)
    with pytest.raises(ValidationError):
        actions.tie_adaptation(transfer, practice=practice, by=official(Role.PRACTICE_EDITOR, piemonte))


def test_two_sources_of_one_adaptation_are_no_circle():
    first, second = PracticeFactory.create_batch(2, published=True)
    result = PracticeFactory(published=True, trento=True)
    adapted(first, result)
    adapted(second, result)
    assert result.adapted_through.count() == 2


@pytest.mark.parametrize("field", ["owner", "resulting_practice"])
def test_database_keeps_the_sides_apart(field, trento):
    """The owner is the practice's administration; the adaptation belongs to the adopter."""
    transfer = TransferFactory(adapting=True)
    wrong = trento if field == "owner" else PracticeFactory(published=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(pk=transfer.pk).update(**{field: wrong})


@pytest.mark.django_db(transaction=True)
def test_two_transactions_do_not_close_a_circle_together(trento, piemonte):
    """Each alone is fine: A → B and B → A. Both hold their change open until the other one has begun."""
    first, second = PracticeFactory(published=True), PracticeFactory(published=True, trento=True)
    there = TransferFactory(practice=first, adapting=True)
    back = TransferFactory(practice=second, adopter=piemonte, adapting=True)
    begun = threading.Barrier(2)

    def tie(transfer, result):
        with transaction.atomic():
            connection.ensure_connection()
            begun.wait(10)
            Transfer.objects.filter(pk=transfer.pk).update(resulting_practice=result)
            return "tied"

    outcomes = together(lambda: tie(there, second), lambda: tie(back, first))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IntegrityError", "str"]
    assert Transfer.objects.exclude(resulting_practice=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_draft_of_the_adaptation_is_made_once(exchange, trento, asker):
    transfer = TransferFactory(adapting=True)
    tries = [
        lambda: actions.write_adaptation(Transfer.objects.get(pk=transfer.pk), by=User.objects.get(pk=asker.pk))
        for _n in range(2)
    ]
    outcomes = together(*tries)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Practice", "TransitionConflict"]
    assert Practice.objects.filter(administration=trento).count() == 1


def test_draft_starts_from_the_text_and_belongs_to_the_adopter(asker, trento):
    source = PracticeFactory(published=True, title="x" * 100)
    transfer = TransferFactory(practice=source, adapting=True)
    draft = actions.write_adaptation(transfer, by=asker)
    assert (draft.administration, draft.state, draft.author) == (trento, "draft", asker)
    assert draft.title.endswith(" (adattamento)")
    assert len(draft.title) == 100
    assert (draft.solution, draft.policy_area) == (source.solution, source.policy_area)
    assert (draft.contact_email, draft.started_on, draft.territory_label) == ("", None, "")
    assert list(draft.target_groups.all()) == list(source.target_groups.all())
    assert list(draft.adapted_through.all()) == [transfer]


def test_draft_is_written_by_the_adopter_while_it_adapts(official, piemonte, asker):
    with pytest.raises(PermissionDenied):
        actions.write_adaptation(TransferFactory(adapting=True), by=official(Role.PRACTICE_EDITOR, piemonte))
    with pytest.raises(TransitionConflict):
        actions.write_adaptation(TransferFactory(), by=asker)


def test_adaptation_of_a_foreign_administration_is_refused(asker):
    with pytest.raises(ValidationError, match="amministrazione che adotta"):
        actions.tie_adaptation(TransferFactory(adapting=True), practice=PracticeFactory(published=True), by=asker)


# --- The picture ---------------------------------------------------------------------------------


def boxes(lineage):
    return {node.title: (node.depth, node.row) for node in lineage.nodes}


def test_practice_without_adoptions_has_no_lineage():
    practice = PracticeFactory(published=True)
    TransferFactory(practice=practice, declared=True)
    assert lineage_of(practice) is None


def test_chain_reads_the_same_from_each_of_its_practices():
    made = chain("A", "B", "C")
    for practice in made:
        lineage = lineage_of(practice)
        assert boxes(lineage) == {"A": (0, 0), "B": (1, 0), "C": (2, 0)}
        assert [root.title for root in lineage.roots] == ["A"]
        assert [node.title for node in lineage.nodes if node.is_here] == [practice.title]
        assert len(lineage.edges) == 2


def test_branches_stand_in_rows_of_their_own_and_never_on_each_other():
    (root,) = chain("Radice")
    for number in range(3):
        adapted(root, PracticeFactory(published=True, trento=True, title=f"Ramo {number}"))
    alone = TransferFactory(practice=root, internal=True, adopted=True)
    lineage = lineage_of(root)
    places = [(node.depth, node.row) for node in lineage.nodes]
    assert len(set(places)) == len(places) == 5
    assert str(alone.organisation) in boxes(lineage)
    assert all(node.y + node.height <= lineage.height for node in lineage.nodes)
    assert all(node.x + node.width <= lineage.width for node in lineage.nodes)


def test_adaptation_of_two_practices_stands_once_in_the_drawing_and_twice_in_the_list():
    first, second = (PracticeFactory(published=True, title=title) for title in ("Uno", "Due"))
    result = PracticeFactory(published=True, trento=True, title="Insieme")
    adapted(first, result)
    adapted(second, result)
    lineage = lineage_of(result)
    assert sorted(boxes(lineage)) == ["Due", "Insieme", "Uno"]
    assert len(lineage.edges) == 2
    assert [[child.title for child in root.children] for root in lineage.roots] == [["Insieme"], ["Insieme"]]


def test_unpublished_adaptation_is_shown_as_an_adoption_only():
    source = PracticeFactory(published=True)
    draft = PracticeFactory(trento=True, title="Bozza segreta")
    transfer = adapted(source, draft)
    lineage = lineage_of(source)
    assert "Bozza segreta" not in boxes(lineage)
    assert [node.transfer for node in lineage.nodes if node.is_adoption] == [transfer]


def test_long_title_is_cut_to_what_the_box_holds():
    source = PracticeFactory(published=True, title="Parola " * 14)
    adapted(source, PracticeFactory(published=True, trento=True))
    lines = lineage_of(source).nodes[0].lines
    assert len(lines) == 2
    assert all(len(text) <= 27 for _y, text in lines)


@pytest.mark.parametrize("rows", [1, 30])
def test_lineage_takes_two_queries(django_assert_num_queries, rows):
    (root,) = chain("Radice")
    for _number in range(rows):
        adapted(root, PracticeFactory(published=True, trento=True))
    with django_assert_num_queries(2):
        assert len(lineage_of(root).nodes) == rows + 1
