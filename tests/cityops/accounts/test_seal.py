from typing import Any

import pytest

from cityops.accounts.models import CodeApp
from cityops.accounts.seal import CannotOpen, is_of_present_key, seal, unseal
from cityops.accounts.tasks import seal_secrets_again
from tests.factories.accounts import UserFactory
from tests.factories.second_factor import SECRET, with_code_app


def test_what_is_stored_is_not_the_secret() -> None:
    assert SECRET not in seal(SECRET).encode()
    assert seal(SECRET) != seal(SECRET)
    assert unseal(seal(SECRET)) == SECRET


def test_a_former_key_opens_while_it_is_among_the_fallbacks(settings: Any) -> None:
    sealed = seal(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert unseal(sealed) == SECRET
    assert not is_of_present_key(sealed)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(CannotOpen):
        unseal(sealed)


@pytest.mark.django_db
def test_the_worker_makes_former_keys_needless(settings: Any) -> None:
    with_code_app(UserFactory())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    seal_secrets_again(timestamp=0)
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(CodeApp.objects.get().sealed_secret) == SECRET


@pytest.mark.django_db
def test_a_secret_that_no_key_opens_is_left_and_told(settings: Any, caplog: Any) -> None:
    with_code_app(UserFactory())
    settings.SECRET_KEY = "another"
    before = CodeApp.objects.get().sealed_secret
    seal_secrets_again(timestamp=0)
    assert CodeApp.objects.get().sealed_secret == before
    assert "reset_second_factor" in caplog.text
