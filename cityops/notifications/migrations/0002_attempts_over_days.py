"""When to try a message again, and what it tells of, so that it can be forgotten with that."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """Messages that wait are tried at once; those without a subject are forgotten when they are given up."""

    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="outboxmessage", name="outbox_waiting"),
        migrations.AddField(
            model_name="outboxmessage",
            name="next_attempt_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="subject",
            field=models.CharField(max_length=60, blank=True, default="", db_default=""),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(condition=models.Q(("sent_at", None)), fields=["next_attempt_at"], name="outbox_next"),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(condition=models.Q(("sent_at", None)), fields=["subject"], name="outbox_subject"),
        ),
    ]
