"""What a stopped clock had left, whose work a report is, and who was told that it is late."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Those that wait at this moment were asked before it was kept where.
ASKED_FROM = """
UPDATE reports_report AS report SET asked_from = COALESCE((
    SELECT event.from_state FROM features_historyevent AS event
    WHERE event.kind = 'reports.Report' AND event.object_id = report.id AND event.verb = 'ask'
        AND event.to_state = 'waiting' AND event.from_state <> 'waiting'
    ORDER BY event.id DESC LIMIT 1
), '') WHERE state = 'waiting'
"""


class Migration(migrations.Migration):
    """Columns without rewriting the table."""

    dependencies = [
        ("features", "0007_history_of_actor"),
        ("reports", "0018_word_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "report", "asked_from", models.CharField(blank=True, db_default="", default="", max_length=12)
        ),
        migrations.AddField("report", "days_left", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("report", "escalated", models.PositiveSmallIntegerField(db_default=0, default=0)),
        migrations.AddField("report", "reopened_at", models.DateTimeField(null=True)),
        migrations.AddField("report", "reply_by", models.DateTimeField(null=True)),
        migrations.AddField(
            "report",
            "assignee",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("reply", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.RunSQL(ASKED_FROM, migrations.RunSQL.noop),
    ]
