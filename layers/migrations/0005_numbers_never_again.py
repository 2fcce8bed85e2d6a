"""Numbers of changes begin at the moment the database is made."""

from django.db import migrations


class Migration(migrations.Migration):
    """A finished tile is stored under the numbers of what changed there: no other database may count the same ones."""

    dependencies = [("layers", "0004_uploads")]
    operations = [
        migrations.RunSQL(
            "SELECT setval('layers_delta_id_seq', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)",
            migrations.RunSQL.noop,
        ),
    ]
