
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0003_administered'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dataset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=120)),
                ('about', models.TextField(blank=True, max_length=4000)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('licence', models.CharField(choices=[('cc0', 'CC0 1.0'), ('cc-by', 'CC BY 4.0'), ('cc-by-sa', 'CC BY-SA 4.0'), ('odbl', 'ODbL 1.0'), ('mit', 'MIT'), ('own', "The city's own data"), ('other', 'Other, see the source'), ('unknown', 'Not stated')], default='unknown', max_length=10)),
                ('dated', models.DateField(blank=True, null=True)),
                ('audience', models.CharField(choices=[('owner', 'Only I'), ('agency', 'My agency'), ('staff', 'All staff'), ('everyone', 'Everyone, on the public map, too')], default='owner', max_length=8)),
                ('name', models.SlugField(max_length=40, unique=True)),
                ('what', models.CharField(choices=[('vector', 'Places, lines or areas'), ('raster', 'Raster')], default='vector', max_length=6)),
                ('style', models.JSONField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='datasets', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['label', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DatasetVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('table', models.CharField(blank=True, max_length=48)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('geometry', models.CharField(blank=True, max_length=8)),
                ('columns', models.JSONField(default=list)),
                ('rows', models.BigIntegerField(default=0)),
                ('outside', models.BigIntegerField(default=0)),
                ('extent', models.JSONField(null=True)),
                ('file_name', models.CharField(max_length=200)),
                ('file_bytes', models.BigIntegerField(default=0)),
                ('notes', models.JSONField(default=list)),
                ('facts', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='datasets.dataset')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.AddField(
            model_name='dataset',
            name='shown',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='datasets.datasetversion'),
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=120)),
                ('about', models.TextField(blank=True, max_length=4000)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('licence', models.CharField(choices=[('cc0', 'CC0 1.0'), ('cc-by', 'CC BY 4.0'), ('cc-by-sa', 'CC BY-SA 4.0'), ('odbl', 'ODbL 1.0'), ('mit', 'MIT'), ('own', "The city's own data"), ('other', 'Other, see the source'), ('unknown', 'Not stated')], default='unknown', max_length=10)),
                ('dated', models.DateField(blank=True, null=True)),
                ('audience', models.CharField(choices=[('owner', 'Only I'), ('agency', 'My agency'), ('staff', 'All staff'), ('everyone', 'Everyone, on the public map, too')], default='owner', max_length=8)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('what', models.CharField(choices=[('vector', 'Places, lines or areas'), ('raster', 'Raster')], default='vector', max_length=6)),
                ('state', models.CharField(choices=[('reading', 'Being read'), ('read', 'Waits for you'), ('importing', 'Being imported'), ('done', 'Done'), ('failed', 'Could not be read'), ('cancelled', 'Cancelled')], default='reading', max_length=9)),
                ('file_name', models.CharField(max_length=200)),
                ('file_bytes', models.BigIntegerField()),
                ('path', models.CharField(max_length=200)),
                ('choices', models.JSONField(default=dict)),
                ('inspection', models.JSONField(null=True)),
                ('progress', models.JSONField(default=dict)),
                ('fault', models.JSONField(null=True)),
                ('is_cancelled', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('dataset', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='datasets.dataset')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='datasets.dataset')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='datasetversion',
            constraint=models.UniqueConstraint(fields=('dataset', 'number'), name='one_version_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('audience', 'agency'), _negated=True), ('agency__isnull', False), _connector='OR'), name='a_dataset_for_an_agency_has_one'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['owner', '-created_at'], name='uploads_of_a_person'),
        ),
    ]
