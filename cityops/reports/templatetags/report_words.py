"""Dates of a report in words, and the code spelled for reading out."""

from datetime import date, datetime

from django import template

from cityops.reports.dates import day_in_words, late_in_words, target_in_words
from cityops.reports.models import Report

register = template.Library()


@register.filter
def target_words(report: Report) -> str:
    """By when something happens next."""
    return target_in_words(report)


@register.filter
def late_words(report: Report) -> str:
    """How late the report is."""
    return late_in_words(report)


@register.filter
def day_words(moment: datetime | date | None) -> str:
    """A day as people say it."""
    return day_in_words(moment) if moment else ""
