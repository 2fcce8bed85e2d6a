"""What can go wrong between the password and the work."""

from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError


class WrongCode(CityError):
    """A code that is not, or not at this time."""

    code, status = "wrong_code", 422
    text = _("This code is not right. Type the one that the app shows now; the phone’s clock must set itself.")


class CodeUsed(CityError):
    """The right code, a second time."""

    code, status = "code_used", 422
    text = _("This code was used already. Wait up to half a minute for the next one, then type that.")


class WrongRecoveryCode(CityError):
    """Not one of this person's, or used already."""

    code, status = "wrong_recovery_code", 422
    text = _("This recovery code is not right, or was used already. Each lets you in once.")


class WrongPassword(CityError):
    """Neither the password nor a code."""

    code, status = "wrong_password", 422
    text = _("The password is not right. Capital letters count.")


class AccountShut(CityError):
    """Whoever it is has shown that they are the person, but the account is not in use."""

    code, status = "account_shut", 422
    text = _("This account is disabled. Ask your administrator.")


class PasskeyRefused(CityError):
    """What the device signed is for another site, another person or another moment."""

    code, status = "passkey_refused", 422
    text = _("This passkey does not open this account here. Try again, or choose another way.")


class PasskeyKnown(CityError):
    """The device was added before."""

    code, status = "passkey_known", 409
    text = _("This passkey was added before. Use it, or choose another device.")


class HasCodeApp(CityError):
    """One is there, perhaps from another tab."""

    code, status = "has_code_app", 409
    text = _("An authenticator app is set up already. Remove it first if you want to change phones.")


class NotThereAnyMore(CityError):
    """A factor or session that went in another tab, or is somebody else's."""

    code, status = "not_there_any_more", 404
    text = _("This is not there any more. Look at the list again.")


class StepExpired(CityError):
    """Between the password and the second step the account changed or time ran out."""

    code, status = "step_expired", 403
    text = _("That took too long, or your account has changed meanwhile. Sign in again.")


class ConfirmAgain(CityError):
    """The person has shown who they are too long ago for a program to ask again."""

    code, status = "confirm_again", 403
    text = _("Some time has passed. Load this page again, and show once more that it is you.")


class ConfirmFirst(CityError):
    """The same, for a form that is given back as it was typed."""

    code, status = "confirm_first", 403
    text = _("Some time has passed. Show in a new tab that it is you, then press again here: what you typed is kept.")


class SecondFactorWanted(CityError):
    """A role demands a second factor that this session has not shown."""

    code, status = "second_factor_wanted", 403
    text = _("Your task needs two-step sign-in. Set it up under “Account security” first; then all is open to you.")
