"""Writing accounts: second factors, recovery codes and sessions; one transaction each, with history."""

from cityops.accounts.actions.factors import (
    add_code_app,
    add_passkey,
    make_recovery_codes,
    remove_code_app,
    remove_passkey,
    reset_factors,
)
from cityops.accounts.actions.second_step import show_code, show_passkey, show_recovery_code
from cityops.accounts.actions.sessions import change_password, end_all_sessions, end_other_sessions, end_session

__all__ = [
    "add_code_app",
    "add_passkey",
    "change_password",
    "end_all_sessions",
    "end_other_sessions",
    "end_session",
    "make_recovery_codes",
    "remove_code_app",
    "remove_passkey",
    "reset_factors",
    "show_code",
    "show_passkey",
    "show_recovery_code",
]
