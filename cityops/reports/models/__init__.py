"""Reports, their words, photos and conversation."""

from cityops.reports.models.limits import PhotoAttempt, Submission
from cityops.reports.models.photo import Photo, photo_path
from cityops.reports.models.report import Report
from cityops.reports.models.talk import Reply, ReportContact
from cityops.reports.models.words import ReportWords, WordBlock, WordChange, WordList

__all__ = [
    "Photo",
    "PhotoAttempt",
    "Reply",
    "Report",
    "ReportContact",
    "ReportWords",
    "Submission",
    "WordBlock",
    "WordChange",
    "WordList",
    "photo_path",
]
