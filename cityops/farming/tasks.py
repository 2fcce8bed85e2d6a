"""What the worker does with plots and offers."""

from procrastinate.contrib.django import app

from cityops.farming.actions.offer_moves import end_offers
from cityops.farming.offer_retention import forget_offer_addresses, forget_sellers
from cityops.farming.retention import forget_addresses, forget_farmers


@app.periodic(cron="37 * * * *")
@app.task(name="farming.forget", queueing_lock="farming.forget")
def forget(timestamp: int) -> None:
    """Erase what is no longer needed."""
    forget_addresses()
    forget_farmers()
    forget_offer_addresses()
    forget_sellers()


@app.periodic(cron="3 * * * *")
@app.task(name="farming.end_offers", queueing_lock="farming.end_offers")
def end(timestamp: int) -> None:
    """End the offers whose last day is over."""
    while end_offers():
        pass
