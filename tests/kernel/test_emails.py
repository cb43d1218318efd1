import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from familynet.kernel import emails, tasks
from familynet.kernel.emails import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.kernel.workers import work_once


def queue(text="Ciao, è pronto."):
    return emails.queue("prova", "bra@example.org", "Oggetto: città", text, "<p>Ciao</p>")


def jobs():
    return list(ProcrastinateJob.objects.filter(task_name=emails.SEND_EMAIL).values_list("status", "attempts"))


@pytest.mark.usefixtures("empty_queue")
def test_rollback_takes_the_mail_back():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        raise ZeroDivisionError
    assert (OutgoingEmail.objects.count(), jobs()) == (0, [])


@pytest.mark.usefixtures("empty_queue")
def test_worker_delivers_to_a_mail_server(inbox):
    email = queue()
    work_once(TEST_SMTP_PORT=inbox.port)
    email.refresh_from_db()
    assert (email.state, email.attempts, email.last_error, jobs()) == ("sent", 1, "", [("succeeded", 1)])
    [envelope] = inbox.messages
    assert envelope.rcpt_tos == ["bra@example.org"]
    assert f"Message-ID: {email.message_id}".encode() in envelope.content
    assert b"text/plain" in envelope.content
    assert b"text/html" in envelope.content


@pytest.mark.usefixtures("empty_queue")
def test_refused_connection_is_noted_and_tried_again(inbox):
    email = queue()
    work_once(TEST_SMTP_PORT="9")
    email.refresh_from_db()
    assert (email.state, email.attempts, jobs()) == ("queued", 1, [("todo", 1)])
    assert email.last_error.startswith("ConnectionRefusedError")
    due_now()
    work_once(TEST_SMTP_PORT=inbox.port)
    email.refresh_from_db()
    assert (email.state, email.attempts, email.last_error, len(inbox.messages)) == ("sent", 2, "", 1)


@pytest.mark.usefixtures("empty_queue")
def test_message_keeps_its_id_over_attempts(inbox):
    inbox.refusals = 1
    email = queue()
    work_once(TEST_SMTP_PORT=inbox.port)
    due_now()
    work_once(TEST_SMTP_PORT=inbox.port)
    email.refresh_from_db()
    assert (email.state, email.attempts) == ("sent", 2)
    assert f"Message-ID: {email.message_id}".encode() in inbox.messages[0].content


@pytest.mark.usefixtures("empty_queue")
def test_last_failure_is_final_seen_by_the_administrator_and_can_be_tried_again(inbox):
    email = queue()
    due_now(attempts=tasks.MAIL_RETRIES)
    work_once(TEST_SMTP_PORT="9")
    email.refresh_from_db()
    assert (email.state, jobs()[0][0]) == ("failed", "failed")
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    url = reverse("admin:kernel_outgoingemail_changelist")
    assert "bra@example.org" in client.get(url, {"state": "failed"}).text
    client.post(url, {"action": "send_again", "_selected_action": [email.pk]})
    email.refresh_from_db()
    assert (email.state, len(jobs())) == ("queued", 2)
    work_once(TEST_SMTP_PORT=inbox.port)
    email.refresh_from_db()
    assert (email.state, len(inbox.messages)) == ("sent", 1)


def due_now(**fields):
    """Bring the waiting jobs forward, as if the time had passed."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
        for name, value in fields.items():
            cursor.execute(f"UPDATE procrastinate_jobs SET {name} = %s WHERE status = 'todo'", [value])


@pytest.mark.django_db
def test_deliver_sends_once_however_often_it_runs():
    email = queue()
    emails.deliver(email.pk)
    emails.deliver(email.pk)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers == {"Message-ID": email.message_id}


@pytest.mark.django_db
def test_retry_leaves_other_states_alone():
    email = queue()
    before = jobs()
    emails.retry(email)
    assert jobs() == before


@pytest.mark.django_db
def test_failure_after_success_changes_nothing():
    email = queue()
    emails.deliver(email.pk)
    emails.note_failure(email.pk, OSError("tardi"), final=True)
    email.refresh_from_db()
    assert (email.state, email.last_error, email.attempts) == ("sent", "", 1)
