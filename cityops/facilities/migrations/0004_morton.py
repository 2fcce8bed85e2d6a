"""A place as one number, and whether strangers may know of the row at all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns that tiles and cells are ranges of."""

    dependencies = [("facilities", "0003_code_of_any_city"), ("features", "0005_morton")]
    operations = [
        migrations.AddField(
            "facility", "is_public", models.BooleanField(db_default=True, default=True, editable=False)
        ),
        migrations.AddField(
            "facility",
            "m",
            models.GeneratedField(
                expression=models.Func(
                    models.F("tile_geom"),
                    function="features_morton",
                    output_field=models.BigIntegerField(null=True),
                ),
                output_field=models.BigIntegerField(null=True),
                db_persist=True,
            ),
        ),
        migrations.AddField(
            "facility",
            "public_m",
            models.GeneratedField(
                expression=models.Case(
                    models.When(
                        is_public=True,
                        then=models.Func(
                            models.F("public_tile_geom"),
                            function="features_morton",
                            output_field=models.BigIntegerField(null=True),
                        ),
                    )
                ),
                output_field=models.BigIntegerField(null=True),
                db_persist=True,
            ),
        ),
    ]
