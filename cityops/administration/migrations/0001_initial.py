"""The history of administration, which the database refuses to change."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from cityops.features.operations import keep_append_only


class Migration(migrations.Migration):
    """One table; the function of its triggers is that of the history of features."""

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('features', '0008_undo'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing', models.CharField(choices=[('person', 'Person'), ('agency', 'Agency'), ('category', 'Category'), ('template', 'Ready text'), ('holiday', 'Day off')], max_length=10)),
                ('key', models.CharField(max_length=60)),
                ('verb', models.CharField(max_length=20)),
                ('data', models.JSONField(default=dict)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['thing', 'key', 'id'], name='changes_of_a_thing'), models.Index(fields=['actor', 'id'], name='changes_by_actor')],
            },
        ),
        keep_append_only('administration_change'),
    ]
