"""Two managers at once, a hundred awards at once, a process that is killed anywhere in an award."""

import subprocess
import sys
from collections import Counter as Tally

import pytest

from certifications import actions, letters
from certifications.models import Application, Certificate, Decision, DecisionBatch
from familynet.accounts.models import User
from familynet.kernel.numbering import Counter
from familynet.kernel.workflow import TransitionConflict
from tests.certifications.assessing import Office, act
from tests.kernel.threads import together
from tests.kernel.workers import ROOT, environment

at_once = pytest.mark.django_db(transaction=True)
HUNDRED, HANDS = 100, 10


@pytest.fixture(autouse=True)
def _plain_letters(monkeypatch):
    monkeypatch.setattr(letters, "render_pdf", lambda template, data: b"%PDF-1.7 letter")


def award(pk, manager):
    """What one request does, with its own copies of everything."""
    return actions.award(
        application=Application.objects.get(pk=pk), by=User.objects.get(pk=manager), act=act(number=str(pk))
    )


@at_once
def test_two_managers_deciding_one_file_at_once_make_one_decision_and_one_number():
    office = Office()
    pk = office.assessed().pk
    managers = [office.manager.pk, office.second_manager.pk] * 2
    outcomes = together(*(lambda manager=manager: award(pk, manager) for manager in managers))
    assert Tally(type(outcome) for outcome in outcomes) == {Certificate: 1, TransitionConflict: 3}
    assert (Decision.objects.count(), Certificate.objects.count(), Counter.objects.get().last) == (1, 1, 1)


@at_once
def test_award_and_refusal_at_once_make_one_decision():
    office = Office()
    pk = office.noticed().pk

    def refuse():
        return actions.refuse(
            application=Application.objects.get(pk=pk),
            by=User.objects.get(pk=office.second_manager.pk),
            act=act(number="2"),
            reasons="No.",
        )

    outcomes = together(lambda: award(pk, office.manager.pk), refuse)
    assert Tally(isinstance(outcome, TransitionConflict) for outcome in outcomes) == {True: 1, False: 1}
    assert Decision.objects.count() == 1


@at_once
def test_hundred_awards_at_once_give_a_hundred_consecutive_numbers():
    office = Office()
    version = office.version()
    files = [office.assessed(version).pk for _n in range(HUNDRED)]

    def hand(number):
        return [award(pk, office.manager.pk).register_number for pk in files[number::HANDS]]

    outcomes = together(*(lambda number=number: hand(number) for number in range(HANDS)))
    assert sorted(number for given in outcomes for number in given) == list(range(1, HUNDRED + 1))
    assert set(Certificate.objects.values_list("register_number", flat=True)) == set(range(1, HUNDRED + 1))


@at_once
def test_two_batches_over_the_same_files_decide_them_once():
    office = Office()
    version = office.version()
    files = [office.assessed(version).pk for _n in range(4)]

    def batch(order):
        found = [Application.objects.get(pk=pk) for pk in order]
        by = User.objects.get(pk=office.manager.pk)
        return actions.decide_batch(applications=found, outcome="awarded", by=by, act=act())

    outcomes = together(lambda: batch(files), lambda: batch(files[::-1]))
    assert Tally(isinstance(outcome, DecisionBatch) for outcome in outcomes) == {True: 1, False: 1}
    assert sorted(Certificate.objects.values_list("register_number", flat=True)) == [1, 2, 3, 4]


KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from certifications import actions, letters
from certifications.models import Application
from familynet.accounts.models import User
from tests.certifications.assessing import act

letters.render_pdf = lambda template, data: b"%PDF-1.7 letter"
file, manager, step = map(int, sys.argv[1:])


class KillAt:
    def __init__(self, place):
        self.place, self.seen = place, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.place:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


place = 1
while True:
    child = os.fork()
    if child == 0:
        by, application = User.objects.get(pk=manager), Application.objects.get(pk=file)
        with connection.execute_wrapper(KillAt(place)):
            actions.award(application=application, by=by, act=act())
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.exit(os.waitstatus_to_exitcode(status))
    print(place, flush=True)
    place += step
"""


@at_once
def test_process_killed_anywhere_in_an_award_leaves_nothing_or_all_of_it(tmp_path):
    """Each time a fresh process dies at another statement, the last one lives: one award, number 1."""
    office = Office()
    file = office.assessed()
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    command = [sys.executable, str(script), str(file.pk), str(office.manager.pk), "4"]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(PYTHONPATH=str(ROOT), TEST_DOCUMENTS=str(tmp_path / "killed")),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=120,
    )
    assert run.returncode == 0
    assert len(run.stdout.splitlines()) > 8
    assert (Decision.objects.count(), Certificate.objects.get().register_number) == (1, 1)
    assert Counter.objects.get().last == 1
    assert Application.objects.get().state == "awarded"
