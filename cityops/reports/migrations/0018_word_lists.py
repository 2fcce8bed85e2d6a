"""Lists of the words of reports, block by block; the worker fills them."""

from pathlib import Path

import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models

from cityops.features.operations import run_sql_file

SQL = Path(__file__).parents[1] / "sql"
AS_BEFORE = (SQL / "0003_words_are_told.sql").read_text().partition("CREATE TRIGGER")[0]


class Migration(migrations.Migration):
    """Nothing is listed yet: until the worker has, all words are looked for by trigrams."""

    dependencies = [("reports", "0017_found_by_number"), ("layers", "0002_cells")]

    operations = [
        migrations.CreateModel(
            name="WordBlock",
            fields=[
                ("first", models.BigIntegerField(primary_key=True, serialize=False)),
                ("after", models.BigIntegerField()),
                ("listed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="WordChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="WordList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=1)),
                ("word", models.TextField()),
                ("numbers", models.BinaryField()),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lists", to="reports.wordblock"
                    ),
                ),
            ],
            options={
                "indexes": [
                    GinIndex(OpClass("word", name="gin_trgm_ops"), name="word_lists_by_trigram"),
                    models.Index(
                        condition=models.Q(("what", "w"), _negated=True), fields=["word"], name="word_lists_by_code"
                    ),
                ],
            },
        ),
        run_sql_file(
            "0004_word_lists.sql",
            folder=SQL,
            reverse=f"""
            DROP TRIGGER reports_reportwords_emptied ON reports_reportwords;
            DROP FUNCTION reports_words_emptied();
            {AS_BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")};
            DROP FUNCTION reports_lists(text, text[], text[], text, text);
            """,
        ),
    ]
