import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from cityops.notifications.models import OutboxMessage
from cityops.notifications.outbox import (
    MOST_ATTEMPTS,
    forget_given_up,
    forget_messages,
    put_in_outbox,
    send_message,
    waiting_messages,
)
from cityops.notifications.tasks import deliver_waiting, forget

pytestmark = pytest.mark.django_db

CONTEXT = {"code": "BTU-7K3F-92MZ", "secret": "abc", "text": "Besok kami datang.", "state": "routed"}


def message(language: str = "id") -> OutboxMessage:
    return put_in_outbox(template="report_answered", address="warga@example.com", language=language, context=CONTEXT)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("what", ["received", "started", "asked", "answered", "resolved", "rejected", "archived"])
def test_every_mail_has_subject_code_and_link(what: str, language: str) -> None:
    queued = put_in_outbox(template=f"report_{what}", address="a@example.com", language=language, context=CONTEXT)
    assert send_message(queued.pk)
    (sent,) = mail.outbox
    assert "BTU-7K3F-92MZ" in sent.subject
    assert "/r/BTU-7K3F-92MZ/k/abc/" in sent.body
    assert "\n" not in sent.subject


def test_once_sent_it_is_not_sent_again_and_forgets_the_address() -> None:
    queued = message()
    assert send_message(queued.pk)
    assert not send_message(queued.pk)
    assert len(mail.outbox) == 1
    queued.refresh_from_db()
    assert (queued.address, queued.context) == ("", {})


@pytest.fixture
def refused(settings: Any) -> None:
    """A mail server's port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = probe.getsockname()[1]
    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "127.0.0.1", "django.core.mail.backends.smtp.EmailBackend"


def hurry() -> None:
    """Let the time of the next attempt come."""
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_a_server_that_refuses_is_tried_for_days(refused: None, caplog: pytest.LogCaptureFixture) -> None:
    queued = message()
    tried_at = [queued.created_at]
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert waiting_messages() == [queued.pk]
        assert not send_message(queued.pk)
        queued.refresh_from_db()
        assert (queued.attempts, queued.last_error) == (attempt, "ConnectionRefusedError")
        if attempt < MOST_ATTEMPTS:
            assert waiting_messages() == []  # its time has not come
        tried_at.append(queued.next_attempt_at)
        hurry()
    waited = sum((until - timezone.now() for until in tried_at[1:]), timedelta())
    assert waited > timedelta(days=3)
    assert waiting_messages() == []
    assert queued.address  # kept for a week: the operator may mend the server
    assert "warga@example.com" not in caplog.text


def test_once_the_server_is_back_the_mail_leaves(refused: None, settings: Any) -> None:
    queued = message()
    for _ in range(MOST_ATTEMPTS - 1):
        send_message(queued.pk)
        hurry()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_message(queued.pk)
    assert len(mail.outbox) == 1


def test_a_broken_template_stops_no_other_message(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "notifications").mkdir()
    (tmp_path / "notifications" / "broken.txt").write_text("{% no_such_tag %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    broken = put_in_outbox(template="broken", address="a@example.com", language="id", context={})
    missing = put_in_outbox(template="missing", address="b@example.com", language="id", context={})
    good = message()
    deliver_waiting(timestamp=0)
    assert [sent.to for sent in mail.outbox] == [["warga@example.com"]]
    errors = dict(OutboxMessage.objects.values_list("pk", "last_error"))
    assert errors == {broken.pk: "TemplateSyntaxError", missing.pk: "TemplateDoesNotExist", good.pk: ""}
    assert not OutboxMessage.objects.exclude(pk=good.pk).exclude(attempts=1).exists()


def test_what_has_not_left_is_forgotten_by_its_subject() -> None:
    about = {"template": "report_answered", "language": "id", "context": CONTEXT}
    mine = put_in_outbox(address="a@example.com", subject="reports.Report:1", **about)  # type: ignore[arg-type]
    other = put_in_outbox(address="b@example.com", subject="reports.Report:11", **about)  # type: ignore[arg-type]
    assert forget_messages(["reports.Report:1"]) == 1
    assert not send_message(mine.pk)
    assert send_message(other.pk)


def test_what_was_given_up_keeps_its_address_for_a_week_only() -> None:
    given_up, waiting = message(), message()
    OutboxMessage.objects.filter(pk=given_up.pk).update(attempts=MOST_ATTEMPTS)
    forget_given_up()
    given_up.refresh_from_db()
    assert given_up.address
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(days=8))
    forget(timestamp=0)
    given_up.refresh_from_db()
    waiting.refresh_from_db()
    assert (given_up.address, given_up.context) == ("", {})
    assert waiting.address


def test_a_message_of_a_write_that_fails_is_gone_with_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        message()
        _ = 1 / 0
    assert not OutboxMessage.objects.exists()
