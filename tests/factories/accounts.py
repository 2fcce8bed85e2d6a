"""People."""

import factory

from cityops.accounts.models import User

PASSWORD = "kebun-apel-di-batu"


class UserFactory(factory.django.DjangoModelFactory):
    """A resident with an account: no role at all."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"orang{n}")
    name = factory.Sequence(lambda n: f"Orang ke-{n}")
    password = factory.django.Password(PASSWORD)
