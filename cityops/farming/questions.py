"""Who may still be told whether a shape overlaps plots of others: many answers draw a private edge.

One account in the database for all that ask: the look while drawing, the form, sending, changing an own plot. Once it
is spent nobody is told: the plot is taken in and marked, and those who verify it see the mark.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from cityops.farming.models import PlotQuestion
from cityops.farming.policy import KIND
from cityops.features.turns import take_turn
from cityops.policy.decide import allowed_anywhere
from cityops.web.address import address_hash

# Answers in an hour: enough to draw some plots, too little to search a desa for those of others.
TOLD_TO_AN_ADDRESS = 120
TOLD_OF_A_PLOT = 40  # that is being changed, from wherever


@dataclass(frozen=True)
class Asker:
    """Who asks. plot_id: the own plot that is being changed. is_staff: sees plots anyway, and is not counted."""

    address_hash: str = ""
    plot_id: int | None = None
    is_staff: bool = False

    def may_be_told(self) -> bool:
        """Count a question; whether it is answered. Call it outside the transaction that an answer may undo."""
        return self.is_staff or self._count()

    @transaction.atomic
    def _count(self) -> bool:
        limits = {self.address_hash: TOLD_TO_AN_ADDRESS}
        if self.plot_id is not None:
            limits[f"plot {self.plot_id}"] = TOLD_OF_A_PLOT
        since = timezone.now() - timedelta(hours=1)
        for asker, most in limits.items():
            take_turn("overlap questions", asker)
            if PlotQuestion.objects.filter(asker=asker, created_at__gte=since).count() >= most:
                return False
        PlotQuestion.objects.bulk_create([PlotQuestion(asker=asker) for asker in limits])
        return True


def asker_of(request: HttpRequest, plot_id: int | None = None) -> Asker:
    """Return who asks. plot_id: the own plot that is being changed."""
    return Asker(address_hash(request), plot_id, is_staff=allowed_anywhere(request.user, KIND, "view"))
