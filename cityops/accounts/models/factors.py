"""Second factors: what a person has besides a password."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class CodeApp(models.Model):
    """An app that shows codes (TOTP, RFC 6238); one a person, as several phones can hold the same.

    sealed_secret: see `cityops.accounts.seal`. last_step: of the code that was accepted last; none before it is again.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="code_app")
    sealed_secret = models.TextField()
    last_step = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return its number: nothing of its secret."""
        return f"code app {self.pk}"


class Passkey(models.Model):
    """A key that a device keeps and that the person unlocks there (WebAuthn).

    name: what the person calls it. credential: AttestedCredentialData, its public half. counter: 0 where the device
    counts nothing.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField()
    counter = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return its number."""
        return f"passkey {self.pk}"


class RecoveryCode(models.Model):
    """A code on paper that lets a person in once, without the phone; only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once"),)

    def __str__(self) -> str:
        """Return its number."""
        return f"recovery code {self.pk}"
