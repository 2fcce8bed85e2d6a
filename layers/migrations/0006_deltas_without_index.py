"""A write appends to the deltas, and nothing looks for one of them by its number."""

from django.db import migrations


class Migration(migrations.Migration):
    """Every write paid for an index that no statement read."""

    dependencies = [("layers", "0005_numbers_never_again")]
    operations = [
        migrations.RunSQL(
            # Writers wait behind this one while it waits for a long reader: not for long.
            ["SET LOCAL lock_timeout = '10s'", "ALTER TABLE layers_delta DROP CONSTRAINT layers_delta_pkey"],
            "ALTER TABLE layers_delta ADD PRIMARY KEY (id)",
        ),
    ]
