"""How days and moments are spelled, one format a kind and language; templates and code name the kind alone.

DATE_FORMAT: a day in a sentence. SHORT_DATE_FORMAT, SHORT_DATETIME_FORMAT: a day, a moment, as a fact or in a list.
"""
