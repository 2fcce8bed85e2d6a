"""App configuration."""

from django.apps import AppConfig


class FarmingConfig(AppConfig):
    """Registers the policy's lines, the layers and the work of farming."""

    name = "cityops.farming"
    label = "farming"

    def ready(self) -> None:
        """Hand down to the floors below."""
        from cityops.farming.imports import register_targets
        from cityops.farming.layers import register_layers
        from cityops.farming.offer_layers import register_offer_layers
        from cityops.farming.offer_policy import register_offer_lines
        from cityops.farming.offer_search import register_offer_search
        from cityops.farming.offer_work import register_offer_work
        from cityops.farming.policy import register_lines
        from cityops.farming.search import register_search_of_plots
        from cityops.farming.work import register_plots

        register_lines()
        register_layers()
        register_plots()
        register_search_of_plots()
        register_offer_lines()
        register_offer_layers()
        register_offer_search()
        register_offer_work()
        register_targets()
