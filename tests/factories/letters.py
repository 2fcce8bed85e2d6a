"""Mail that waits in the outbox."""

from cityops.accounts.models import User
from cityops.notifications.mailing import mail_subject
from cityops.notifications.outbox import put_in_outbox


def work_mail_for(person: User) -> None:
    """Write to somebody that work was given to them."""
    put_in_outbox(
        template="work_given",
        address=person.email or "a@contoh.id",
        language="id",
        context={},
        subject=mail_subject(person),
    )
