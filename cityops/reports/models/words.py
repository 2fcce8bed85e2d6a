"""What reporters wrote, and the lists by which their words are found."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from cityops.reports.models.report import Report


class ReportWords(models.Model):
    """What the reporter wrote. For a need: which service, and for whom.

    Words are erased by emptying them: the row stays, for searches also find by it what a report is about and where
    (category_code, area_code, kept by the database: `sql/0002_found_by.sql`).
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="words")
    text = models.TextField(max_length=4000)
    need_service = models.CharField(max_length=160, blank=True)
    need_for = models.CharField(max_length=160, blank=True)
    category_code = models.CharField(max_length=60, null=True, editable=False)
    area_code = models.CharField(max_length=13, null=True, editable=False)

    class Meta:
        indexes: ClassVar = [
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="report_words_by_trigram"),
            models.Index(fields=["category_code"], name="report_words_by_category"),
            models.Index(fields=["area_code"], name="report_words_by_area"),
        ]

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.text[:60]


class WordBlock(models.Model):
    """Reports with neighbouring numbers whose words are listed, or are just being listed (`word_lists.py`)."""

    first = models.BigIntegerField(primary_key=True)
    after = models.BigIntegerField()  # the first number that is no longer in it
    listed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return its numbers."""
        return f"{self.first} to {self.after - 1}"


class WordList(models.Model):
    """Which reports of a block hold a word, in capitals as it stands between spaces; or have a category, or an area."""

    block = models.ForeignKey(WordBlock, models.CASCADE, related_name="lists")
    what = models.CharField(max_length=1)  # w: a word, c: the code of a category, a: that of an area
    word = models.TextField()
    numbers = models.BinaryField()  # of reports, ascending: eight bytes each, the highest byte first

    class Meta:
        indexes: ClassVar = [
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="word_lists_by_trigram"),
            models.Index(fields=["word"], condition=~Q(what="w"), name="word_lists_by_code"),
        ]

    def __str__(self) -> str:
        """Return the word, and how many hold it."""
        return f"{self.word} ({len(self.numbers) // 8})"


class WordChange(models.Model):
    """A report whose words changed since its block was listed; written by triggers, once for each change."""

    number = models.BigIntegerField()

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)
