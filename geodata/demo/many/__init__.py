"""Very many made-up reports, for measuring: places, words and lives with the shares of a real city, drawn in blocks.

The same number of years, last day and seed give the same rows; a block is drawn by itself, so memory stays as it is.
"""
