"""Ready texts of the demo city, so that the forms of moves have some to choose from."""

from pathlib import Path

import yaml

from cityops.agencies.models import Agency, AnswerTemplate
from geodata.demo.size import DemoSize

FILE = Path(__file__).with_suffix(".yaml")


def write_ready_texts(size: DemoSize) -> list[int]:
    """Write the texts of those agencies that the city has; returns their ids."""
    agencies = set(Agency.objects.values_list("pk", flat=True))
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    texts = [
        AnswerTemplate(
            kind=row["kind"],
            verb=row["verb"],
            state=row.get("state", ""),
            agency_id=row.get("agency"),
            language=row.get("language", "id"),
            title=row["title"],
            text=row["text"],
        )
        for row in rows
        if row.get("agency") is None or row["agency"] in agencies
    ]
    return [made.pk for made in AnswerTemplate.objects.bulk_create(texts)]
