"""Two connections at the same moment: one of them wins."""

import pytest

from cityops.accounts.actions import (
    add_code_app,
    add_passkey,
    make_recovery_codes,
    remove_code_app,
    show_code,
    show_recovery_code,
)
from cityops.accounts.faults import CodeUsed, HasCodeApp, WrongRecoveryCode
from cityops.accounts.models import CodeApp, Passkey, RecoveryCode
from tests.factories.accounts import UserFactory
from tests.factories.second_factor import SECRET, code_now, with_code_app
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", range(3))
def test_the_same_code_at_once_signs_in_once(turn: int) -> None:
    ani, code = with_code_app(UserFactory()), code_now()
    came = at_once(*[lambda: show_code(actor=ani, typed=code)] * 4)
    assert sorted(type(what).__name__ for what in came) == ["CodeUsed"] * 3 + ["NoneType"]
    assert any(isinstance(what, CodeUsed) for what in came)


@pytest.mark.parametrize("turn", range(3))
def test_the_same_recovery_code_at_once_signs_in_once(turn: int) -> None:
    ani = with_code_app(UserFactory())
    code, *_rest = make_recovery_codes(actor=ani)
    came = at_once(*[lambda: show_recovery_code(actor=ani, typed=code)] * 4)
    assert sum(isinstance(what, WrongRecoveryCode) for what in came) == 3
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_two_tabs_set_up_one_app() -> None:
    ani, code = UserFactory(), code_now()
    came = at_once(*[lambda: add_code_app(actor=ani, secret=SECRET, typed=code, keep=None)] * 2)
    assert sum(isinstance(what, HasCodeApp) for what in came) == 1
    assert CodeApp.objects.count() == 1
    assert RecoveryCode.objects.count() == 10


def test_one_factor_comes_while_another_goes_and_the_codes_stay_true() -> None:
    ani = with_code_app(UserFactory())
    make_recovery_codes(actor=ani)
    came = at_once(
        lambda: remove_code_app(actor=ani, keep=None),
        lambda: add_passkey(actor=ani, name="HP", credential_id=b"1", credential=b"1", counter=0, keep=None),
    )
    assert not [what for what in came if isinstance(what, Exception)]
    assert (CodeApp.objects.count(), Passkey.objects.count(), RecoveryCode.objects.count()) == (0, 1, 10)
