import smtplib

import pytest
from django.core import mail
from django.db import transaction

from cityops.notifications.models import OutboxMessage
from cityops.notifications.outbox import put_in_outbox, send_message, waiting_messages

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


def test_what_could_not_be_sent_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise smtplib.SMTPServerDisconnected

    queued = message()
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    assert not send_message(queued.pk)
    assert waiting_messages() == [queued.pk]


def test_a_message_of_a_write_that_fails_is_gone_with_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        message()
        _ = 1 / 0
    assert not OutboxMessage.objects.exists()
