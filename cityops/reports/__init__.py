"""Complaints (keluhan), needs (kebutuhan) and questions (pertanyaan) of residents."""
