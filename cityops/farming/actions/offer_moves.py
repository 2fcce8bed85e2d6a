"""What becomes of an offer: accepted, priced anew, sold, withdrawn, hidden, ended. By staff, its seller, or time."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.hands import hand_to
from cityops.agencies.typed import is_kept
from cityops.agencies.undo import undone_columns
from cityops.errors import CityError, NotFound
from cityops.farming.models import HarvestOffer, OfferSeller
from cityops.farming.offer_policy import KIND
from cityops.farming.offer_queries import offers_visible_to
from cityops.farming.offer_story import TELLER
from cityops.farming.offer_workflow import HELD, LIVE, OFFERED, WORKFLOW
from cityops.features.gathering import held, save
from cityops.features.history import record
from cityops.features.undo import columns_of, remember
from cityops.features.workflow import Move
from cityops.notifications.hands import tell_whose_work_it_is
from cityops.notifications.models import What
from cityops.policy.decide import check

# Never the place: the database would look for the desa anew at each price.
CHANGED_BY_MOVES = (
    *("state", "assignee", "is_public", "due_at", "closed_at", "hidden_reason", "price", "price_at", "amount"),
    *("version", "updated_at"),
)
UNDONE = undone_columns(CHANGED_BY_MOVES)


class StaleOffer(CityError):
    """Someone else changed the offer since the actor looked at it."""

    code, status = "stale_offer", 409
    text = _("%(who)s changed this offer in the meantime (%(what)s). Look at it as it is now, then decide again.")
    text_with_words = _(
        "%(who)s changed this offer in the meantime (%(what)s). What you typed is kept: look, then send again."
    )


class OfferIsOver(CityError):
    """An offer whose last day has passed was to be accepted or changed."""

    code, status = "offer_is_over", 409
    text = _("This offer is over: its harvest was ready more than two weeks ago. Make a new one.")


@transaction.atomic
def accept_offer(*, actor: User, pk: int, seen: int | None = None) -> HarvestOffer:
    """Say that the offer is one; from now on everyone sees it. A hidden one is shown again."""
    offer, move = _locked_for(actor, pk, "accept", seen, {})
    if offer.ends_on < timezone.localdate():
        raise OfferIsOver
    offer.hidden_reason = ""
    _carry_out(offer, move, actor=actor)
    return offer


@transaction.atomic
def take_offer(*, actor: User, pk: int, seen: int | None = None) -> HarvestOffer:
    """Make an offer one's own to check. Raises NotAColleague as well."""
    offer, move = _locked_for(actor, pk, "take", seen, {})
    _carry_out(offer, move, actor=actor, **hand_to(offer, actor.username))
    return offer


@transaction.atomic
def assign_offer(*, actor: User, pk: int, assignee: str, seen: int | None = None) -> HarvestOffer:
    """Give an offer to somebody of its agency to check, by sign-in name; to nobody. Raises NotAColleague as well."""
    offer, move = _locked_for(actor, pk, "assign", seen, {"assignee": assignee})
    _carry_out(offer, move, actor=actor, **hand_to(offer, assignee))
    tell_whose_work_it_is(offer, What.ASSIGNED, kind=KIND, actor=actor)
    return offer


@transaction.atomic
def change_offer(
    *, actor: User | None, pk: int, price: int | None, amount: Decimal, seen: int | None = None
) -> HarvestOffer:
    """Set price and amount as they are today: the price is fresh again even where it is the same.

    actor None: the seller, who is proved by the view. price None: to be agreed.
    """
    offer, move = _locked_for(actor, pk, "change", seen, {"amount": amount})
    if offer.ends_on < timezone.localdate():
        raise OfferIsOver
    offer.price, offer.price_at = price, timezone.now() if price else None
    offer.amount = amount
    _carry_out(offer, move, actor=actor)
    if actor is None and offer.state == HELD:  # while it is checked; a price of the day is no news to whoever did that
        tell_whose_work_it_is(offer, What.REPLY, kind=KIND)
    return offer


@transaction.atomic
def sell_offer(*, actor: User | None, pk: int, seen: int | None = None) -> HarvestOffer:
    """Say that it is sold; it leaves the map."""
    offer, move = _locked_for(actor, pk, "sell", seen, {})
    _carry_out(offer, move, actor=actor)
    return offer


@transaction.atomic
def withdraw_offer(*, actor: User, pk: int, reason: str, seen: int | None = None) -> HarvestOffer:
    """Take an offer off the map for its farmer; the reason is for staff."""
    offer, move = _locked_for(actor, pk, "withdraw", seen, {"reason": reason.strip()})
    offer.hidden_reason = reason.strip()[:300]
    _carry_out(offer, move, actor=actor)
    return offer


@transaction.atomic
def take_back_offer(*, pk: int, seen: int | None = None) -> HarvestOffer:
    """Withdraw an offer at its seller's wish, and forget who that is."""
    offer, move = _locked_for(None, pk, "take_back", seen, {})
    OfferSeller.objects.filter(offer=offer).delete()
    _carry_out(offer, move, actor=None)
    return offer


@transaction.atomic
def hide_offer(*, actor: User, pk: int, reason: str, seen: int | None = None) -> HarvestOffer:
    """Keep an offer from the public, or refuse one that waits; the reason is for staff."""
    offer, move = _locked_for(actor, pk, "hide", seen, {"reason": reason.strip()})
    offer.hidden_reason = reason.strip()[:300]
    _carry_out(offer, move, actor=actor)
    return offer


@transaction.atomic
def show_seller(*, pk: int, is_shown: bool) -> HarvestOffer:
    """Show the seller's name and telephone to everyone, or to nobody any more, at the seller's wish."""
    offer, _move = _locked_for(None, pk, "change", None, {"amount": "same"})
    if OfferSeller.objects.filter(offer=offer).exclude(is_shown=is_shown).update(is_shown=is_shown):
        record(offer, "show_seller" if is_shown else "hide_seller", from_state=offer.state, to_state=offer.state)
    return offer


@transaction.atomic
def end_offers(*, limit: int = 500) -> int:
    """End what is over: held or offered past its last day; each exactly once."""
    over = HarvestOffer.objects.select_for_update(of=("self",), skip_locked=True)
    ended = list(over.filter(state__in=LIVE, ends_on__lt=timezone.localdate()).order_by("ends_on", "id")[:limit])
    for offer in ended:
        _carry_out(offer, WORKFLOW.move("end"), actor=None)
    return len(ended)


BY_VERB: dict[str, Callable[..., HarvestOffer]] = {
    "accept": accept_offer,
    "take": take_offer,
    "assign": assign_offer,
    "change": change_offer,
    "sell": sell_offer,
    "withdraw": withdraw_offer,
    "hide": hide_offer,
}


def _locked_for(
    actor: User | None, pk: int, verb: str, seen: int | None, given: dict[str, Any]
) -> tuple[HarvestOffer, Move]:
    """Return the offer, locked, and the move that may be made on it with what is `given`.

    actor None: the seller, to whom the policy does not speak. Raises NotFound, NotAllowed, StaleOffer,
    MoveNotAllowed, Missing.
    """
    if (offer := held(HarvestOffer, pk)) is None:
        rows = HarvestOffer.objects.all() if actor is None else offers_visible_to(actor)
        offer = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if offer is None:
        raise NotFound
    if actor is not None:
        check(actor, KIND, verb, offer)  # after the lock: agency and area may have changed while we waited
    if seen is not None and seen != offer.version:
        raise stale(offer, actor, is_kept=is_kept(given))
    move = WORKFLOW.check(verb, offer.state, [name for name, value in given.items() if value])
    offer.before_move = columns_of(offer, UNDONE)
    return offer, move


def stale(offer: HarvestOffer, actor: User | None, *, is_kept: bool = False) -> StaleOffer:
    """Return the fault that says who did what last. actor None: the seller. is_kept: of `typed.py`."""
    text = StaleOffer.text_with_words if is_kept else None
    return StaleOffer(text, **TELLER.last_change(offer, actor), version=offer.version)


def _carry_out(offer: HarvestOffer, move: Move, *, actor: User | None, **data: object) -> None:
    """Put the offer into the state the move leads to, count its version, and write history."""
    before = offer.state
    offer.version += 1
    if move.target:
        offer.state = move.target
        offer.due_at = None
        offer.closed_at = None if offer.state == OFFERED else timezone.now()
    offer.is_public = offer.state == OFFERED
    save(offer, CHANGED_BY_MOVES)
    event = record(
        offer, move.verb, actor=actor, from_state=before, to_state=offer.state, is_public=offer.is_public, **data
    )
    if offer.before_move is not None:
        remember(offer, event, offer.before_move, version=offer.version)
