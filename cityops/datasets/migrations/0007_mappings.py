"""What was said of the columns and words of an upload, for each thing that its rows may become."""

from django.db import migrations


class Migration(migrations.Migration):
    """Goes back; what was said for other targets than the last is then forgotten."""

    dependencies = [
        ("datasets", "0006_place_of_doubtful_rows"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE datasets_upload SET mapping = CASE WHEN target = '' THEN '{}'::jsonb"
            " ELSE jsonb_build_object(target, mapping) END WHERE mapping <> '{}'::jsonb",
            "UPDATE datasets_upload SET mapping = coalesce(mapping -> target, '{}'::jsonb)",
        ),
        migrations.RenameField(model_name="upload", old_name="mapping", new_name="mappings"),
    ]
