import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from familynet.kernel.history import HistoryEntry
from practices.actions import create_practice, ensure_clear, needs_waiver, publish_practice, save_draft
from practices.clarity_trend import median_chart, quarters, span
from practices.models import ClarityRule, ClarityWaiver, Practice
from tests.factories.practices import PracticeFactory
from tests.factories.writing import HARD, ClarityRuleFactory, ClarityWaiverFactory
from tests.practices.gulpease import independent

pytestmark = pytest.mark.django_db


@pytest.fixture
def hard(editor):
    return PracticeFactory(author=editor, submitted=True, summary=HARD)


def measure_url(practice):
    return reverse("practices:measure", args=[practice.uuid])


# --- Stored ----------------------------------------------------------------------------------


def test_clarity_is_stored_with_the_summary_whoever_writes_it(editor, piemonte):
    practice = create_practice(administration=piemonte, title="Nido", summary="Il nido apre.", by=editor)
    assert Practice.objects.get().clarity == Decimal("155.7")
    save_draft(practice, values={"summary": HARD}, by=editor)
    assert Practice.objects.get().clarity == independent(HARD)[3]
    save_draft(practice, values={"summary": ""}, by=editor)
    assert Practice.objects.get().clarity is None
    practice.summary = "Si apre."
    practice.save(update_fields=["summary"])
    assert Practice.objects.get().clarity == independent("Si apre.")[3]


def test_other_changes_do_not_touch_it(editor):
    practice = PracticeFactory(author=editor, summary=HARD)
    Practice.objects.update(clarity=1)
    save_draft(practice, values={"problem": "Altro."}, by=editor)
    assert Practice.objects.get().clarity == 1


def test_command_finds_and_mends_wrong_values(capsys):
    right, wrong = PracticeFactory(), PracticeFactory()
    Practice.objects.filter(pk=wrong.pk).update(clarity=1)
    with pytest.raises(CommandError, match=f"1 stored values differ, of practices \\[{wrong.pk}\\]"):
        call_command("measure_clarity", check=True)
    call_command("measure_clarity")
    call_command("measure_clarity", check=True)
    assert "0 practices measured again" in capsys.readouterr().out
    assert set(Practice.objects.values_list("clarity", flat=True)) == {right.clarity}


# --- The minimum -----------------------------------------------------------------------------


def test_minimum_is_the_youngest_rule_already_valid(piemonte, trento):
    minimum = ClarityRule.objects.minimum
    assert minimum(piemonte) == 40
    for year, value in ((2024, 50), (2025, 55), (2999, 90)):
        ClarityRuleFactory(minimum=value, valid_from=datetime.date(year, 1, 1))
    assert minimum(piemonte) == 55
    assert minimum(piemonte, datetime.date(2024, 12, 31)) == 50
    assert minimum(piemonte, datetime.date(2023, 12, 31)) == 40
    assert minimum(trento) == 40


def test_hard_summary_is_not_published_without_a_reason(hard, validator):
    with pytest.raises(ValidationError, match="indice di chiarezza di") as caught:
        publish_practice(hard, by=validator, comment="Bene.")
    hard.refresh_from_db()
    assert (list(caught.value.message_dict), hard.state, ClarityWaiver.objects.count()) == (
        ["waiver"],
        "submitted",
        0,
    )


def test_reason_is_kept_with_the_text_and_in_the_history(hard, validator):
    publish_practice(hard, by=validator, comment="Bene.", waiver=" Nomi ufficiali. ")
    given = ClarityWaiver.objects.get()
    assert (given.reason, given.summary, given.given_by, given.minimum) == ("Nomi ufficiali.", HARD, validator, 40)
    assert given.clarity == hard.clarity
    entries = HistoryEntry.objects.of(hard)
    assert [entry.verb for entry in entries] == ["publish", "waive_clarity"]
    assert (entries[1].comment, entries[1].public) == ("Nomi ufficiali.", False)


def test_waiver_holds_for_its_text_only(hard, validator):
    ClarityWaiverFactory(practice=hard)
    assert not needs_waiver(hard)
    assert ensure_clear(hard, by=validator) is None
    hard.summary = HARD + " Ulteriormente complicata."
    assert needs_waiver(hard)


def test_who_may_not_judge_waives_nothing(hard, editor, foreigner):
    for user in (editor, foreigner):
        with pytest.raises(PermissionDenied):
            ensure_clear(hard, by=user, waiver="Perché sì.")
    assert not ClarityWaiver.objects.exists()


def test_clear_summary_needs_nothing_and_stores_no_waiver(validator):
    practice = PracticeFactory(submitted=True, summary="")
    assert ensure_clear(practice, by=validator, waiver="Inutile") is None
    publish_practice(PracticeFactory(submitted=True), by=validator, comment="Bene.", waiver="Inutile")
    assert not ClarityWaiver.objects.exists()


# --- Pages -----------------------------------------------------------------------------------


def test_validator_is_asked_for_the_reason_only_when_needed(client_as, validator, hard):
    browser = client_as(validator)
    clear = PracticeFactory(submitted=True)
    assert "waiver" not in browser.get(clear.review_url).context["forms"].form.fields
    answer = browser.post(hard.review_url, {"decision": "publish", "comment": "Bene"})
    assert (answer.status_code, list(answer.context["forms"].form.errors)) == (200, ["waiver"])
    assert "Bene" in answer.content.decode()
    browser.post(hard.review_url, {"decision": "publish", "comment": "Bene", "waiver": "Nomi ufficiali."})
    hard.refresh_from_db()
    assert hard.state == "published"
    page = browser.get(hard.work_url).content.decode()
    assert ("Deroghe alla chiarezza" in page, "Nomi ufficiali." in page) == (True, True)
    assert "Nomi ufficiali." not in client_as().get(hard.get_absolute_url()).content.decode()


def test_validator_sends_back_a_hard_text_without_a_reason_to_waive(client_as, validator, hard):
    client_as(validator).post(hard.review_url, {"decision": "request_changes", "comment": "Semplifica."})
    hard.refresh_from_db()
    assert (hard.state, ClarityWaiver.objects.count()) == ("changes_requested", 0)


def test_writer_sees_the_index_the_sentences_and_a_warning_before_sending(client_as, editor):
    practice = PracticeFactory(author=editor, summary=HARD)
    browser = client_as(editor)
    url = reverse("practices:edit", args=[practice.uuid, "in-breve"])
    page = browser.get(url).content.decode()
    assert "Chiarezza: 10,3 su 100" in page
    assert "Parole lunghe: Implementazione, sociosanitaria" in page
    step = browser.get(reverse("practices:transition", args=[practice.uuid, "submit"])).content.decode()
    assert "ha un indice di chiarezza di 10,3: per pubblicare serve almeno 40" in step


def test_measure_counts_what_is_typed_and_stores_nothing(client_as, editor):
    practice = PracticeFactory(author=editor)
    browser = client_as(editor)
    answer = browser.post(measure_url(practice), {"field": "summary", "text": HARD})
    assert "Chiarezza: 10,3 su 100" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert Practice.objects.get().summary == practice.summary
    empty = browser.post(measure_url(practice), {"field": "problem", "text": " <b>…"})
    assert "Chiarezza: 100,0" in empty.content.decode()  # one word: b


@pytest.mark.parametrize("data", [{}, {"field": "title", "text": "x"}, {"field": "summary", "text": "x" * 20_001}])
def test_measure_refuses_what_it_does_not_know(client_as, editor, data):
    practice = PracticeFactory(author=editor)
    assert client_as(editor).post(measure_url(practice), data).status_code == 400


def test_hostile_text_is_shown_as_text(client_as, editor):
    practice = PracticeFactory(author=editor)
    text = "<script>alert('precipitevolissimevolmente')</script> " + HARD
    page = client_as(editor).post(measure_url(practice), {"field": "summary", "text": text}).content.decode()
    assert ("<script>" in page, "&lt;script&gt;" in page) == (False, True)


# --- Trend -----------------------------------------------------------------------------------


def published(day, summary, **more):
    moment = datetime.datetime(*day, 12, tzinfo=datetime.UTC)
    return PracticeFactory(state="published", submitted_at=moment, published_at=moment, summary=summary, **more)


def texts(*lengths):
    """Summaries with one sentence of so many two-letter words: 69 + 300 / n."""
    return ["la " * number + "." for number in lengths]


def test_quarters_have_quartiles_shares_and_waivers():
    ClarityRuleFactory(minimum=80, valid_from=datetime.date(2024, 5, 1))
    for text in texts(20, 30, 60):  # 84, 79, 74
        published((2024, 4, 10), text)
    waived = published((2024, 6, 30), HARD)
    ClarityWaiverFactory(practice=waived)
    published((2024, 12, 31), texts(100)[0], trento=True)
    PracticeFactory(summary=HARD)  # a draft counts nowhere
    april, december = quarters()
    assert (april.label, april.practices, april.median, april.upper) == ("2/2024", 4, 76.5, 80.25)
    # The three of April are not under the minimum: it was 40 until May.
    assert (april.below, april.share_below, april.waived) == (1, 25, 1)
    assert (december.label, december.median, december.below) == ("4/2024", 72, 0)
    assert [day.month for day in span([april, december])] == [4, 7, 10]
    chart = median_chart([april, december])
    assert [label for label, _ in chart.rows] == ["2/2024", "3/2024", "4/2024"]
    assert (len(chart.lines), chart.rows[1][1]) == (2, ["–", "–"])


def test_trend_page_and_csv(client_as, editor, foreigner, django_assert_max_num_queries):
    empty = client_as(editor).get(reverse("practices:clarity")).content.decode()
    assert "Non c'è ancora nessuna pratica pubblicata" in empty
    waived = published((2024, 6, 30), HARD)
    ClarityWaiverFactory(practice=waived)
    for number in range(1, 13):
        published((2024, number, 1), texts(30)[0], trento=number % 2)
    with django_assert_max_num_queries(25):
        page = client_as(editor).get(reverse("practices:clarity")).content.decode()
    assert page.count('<svg class="fn-chart-drawing') == 3
    assert "Sono i nomi ufficiali delle misure." in page
    other = client_as(foreigner).get(reverse("practices:clarity")).content.decode()
    assert "Sono i nomi ufficiali delle misure." not in other


def test_single_quarter_is_drawn_as_bars(client_as, editor):
    published((2024, 5, 1), texts(30)[0])
    published((2024, 6, 1), texts(30)[0], trento=True)
    page = client_as(editor).get(reverse("practices:clarity")).content.decode()
    assert (page.count('<svg class="fn-chart-drawing'), page.count("fn-chart-bar")) == (1, 2)


def test_csv_has_a_row_per_quarter_and_administration(client_as, foreigner):
    for number in range(1, 13):
        published((2024, number, 1), texts(30)[0], trento=number % 2)
    csv = b"".join(client_as(foreigner).get(reverse("practices:clarity_csv")).streaming_content).decode()
    assert csv.splitlines()[0].startswith("\ufeffAmministrazione;Trimestre;Pratiche pubblicate")
    assert len(csv.splitlines()) == 9


def test_trend_costs_the_same_with_many_rows(client_as, editor, django_assert_num_queries):
    browser = client_as(editor)
    for number in (1, 30):
        for month in range(number):
            ClarityWaiverFactory(practice=published((2020 + number % 7, 1 + month % 12, 1), HARD))
        with django_assert_num_queries(10):
            browser.get(reverse("practices:clarity"))
