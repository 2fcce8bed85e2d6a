"""People who sign in, what proves that they are the ones, and where they are signed in."""

from cityops.accounts.models.factors import CodeApp, Passkey, RecoveryCode
from cityops.accounts.models.people import SignInAttempt, User
from cityops.accounts.models.session import Session

__all__ = ["CodeApp", "Passkey", "RecoveryCode", "Session", "SignInAttempt", "User"]
