"""The outbox: messages written in the transaction of what they tell of, sent afterwards by the worker. Notices: what
concerns one member of the staff, and whether they want it by mail.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """One message to one address. The address is erased once the message has left.

    `subject`: what it tells of, like "reports.Report:17"; by it a message is found when its address is to be forgotten.
    `next_attempt_at`: not sent before then; of a message that was given up, the time of its last attempt.
    """

    template = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True, default="", db_default="")
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2, default="id")
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())
    next_attempt_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(sent_at=None), name="outbox_next"),
            models.Index(fields=["subject"], condition=models.Q(sent_at=None), name="outbox_subject"),
        ]

    def __str__(self) -> str:
        """Return what it is and whether it has left."""
        return f"{self.template} ({'sent' if self.sent_at else 'waiting'})"


class What(models.TextChoices):
    """What a notice tells its person."""

    ASSIGNED = "assigned", _("Given to you")
    REPLY = "reply", _("There is a reply")
    REOPENED = "reopened", _("Reopened")
    ESCALATED = "escalated", _("Late: brought before you as the head")
    SEKKOTA = "sekkota", _("Very late: brought before the Sekkota")


class Notice(models.Model):
    """What concerns one person alone: ids and verbs, no words. What concerns all in an area is counted by the queues.

    kind: a kind of work (`cityops/features/work.py`); code: of the feature, empty for several at once. number: of
    features, or of times, since it was last read. mailed_at: when it was put into the outbox, for who wants it at once.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False)
    what = models.CharField(max_length=12, choices=What.choices)
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=40, blank=True)
    number = models.PositiveIntegerField(default=1, db_default=1)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="notices_of_person")]
        constraints: ClassVar = [
            # Told again before it was read, it is the same notice; and the number in the header is counted in this.
            models.UniqueConstraint(
                fields=["user", "kind", "code", "what"], condition=Q(read_at=None), name="one_unread_notice"
            )
        ]

    def __str__(self) -> str:
        """Return what it tells, and of which feature."""
        return f"{self.what} {self.kind} {self.code}"


class Mailing(models.TextChoices):
    """When a member of the staff wants mail about the work."""

    NONE = "none", _("No mail")
    MORNING = "morning", _("A summary each working morning")
    AT_ONCE = "at_once", _("The summary, and at once what is given to me")


class MailChoice(models.Model):
    """What somebody has chosen; who has not gets `Mailing.MORNING`."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_choice")
    mailing = models.CharField(max_length=8, choices=Mailing.choices, default=Mailing.MORNING)

    def __str__(self) -> str:
        """Return the choice."""
        return self.mailing


class DigestTurn(models.Model):
    """The summary of one morning for one person, written by whoever makes it: there is no second one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["day", "user"], name="one_digest_a_day")]

    def __str__(self) -> str:
        """Return day and person."""
        return f"{self.day} {self.user_id}"
