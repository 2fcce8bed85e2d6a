"""Find words in reports by an index."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """Trigrams of the text in capitals, as `icontains` compares it, and the codes beside it. None locks the table."""

    atomic = False
    dependencies = [("reports", "0008_found_by")]
    operations = [
        AddIndexConcurrently(
            "reportwords", GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="report_words_by_trigram")
        ),
        AddIndexConcurrently("reportwords", models.Index(fields=["category_code"], name="report_words_by_category")),
        AddIndexConcurrently("reportwords", models.Index(fields=["area_code"], name="report_words_by_area")),
        # How often a word is written is known of the expression only once its index has been looked at.
        migrations.RunSQL("ANALYZE reports_reportwords", migrations.RunSQL.noop),
    ]
