"""Passkeys over HTTP: what the browser is asked, and what is believed of its answer (WebAuthn, by python-fido2).

The challenge waits in the session, for one answer of one purpose, for five minutes.
"""

import json
import struct
import time
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.http.request import split_domain_port

from cityops.accounts.actions import show_passkey
from cityops.accounts.faults import PasskeyRefused
from cityops.accounts.models import Passkey, User
from cityops.areas.city import this_city
from cityops.web.origin import own_origins

if TYPE_CHECKING:
    from fido2.server import Fido2Server

WAITS_S = 300
KEY = "passkey"
# What hostile or broken JSON, CBOR and keys raise in the library.
NOT_UNDERSTOOD = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    struct.error,
)


class Purpose(StrEnum):
    """What a challenge is for; an answer to one is none to another."""

    ADD = "add"
    SECOND_STEP = "second_step"
    ALONE = "alone"  # without a password: the device must have asked for finger, face or PIN


@dataclass(frozen=True)
class NewPasskey:
    """What a device made."""

    credential_id: bytes
    credential: bytes
    counter: int


def is_possible(request: HttpRequest) -> bool:
    """Whether browsers make passkeys for this address: a name, by TLS or on the same machine."""
    host, _port = split_domain_port(request.get_host())
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


def begin_adding(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what the browser is asked to make a passkey for a person."""
    from fido2.webauthn import (
        AttestedCredentialData,
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    who = PublicKeyCredentialUserEntity(id=str(user.pk).encode(), name=user.username, display_name=user.get_full_name())
    options, state = _server(request).register_begin(
        who,
        [AttestedCredentialData(bytes(passkey.credential)) for passkey in user.passkeys.all()],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    _keep(request, Purpose.ADD, state)
    return dict(options)


def finish_adding(request: HttpRequest, answer: str) -> NewPasskey:
    """Verify what the browser made. Raises PasskeyRefused."""
    state = _kept(request, Purpose.ADD)
    try:
        made = _server(request).register_complete(state, json.loads(answer))
    except NOT_UNDERSTOOD as fault:
        raise PasskeyRefused from fault
    if made.credential_data is None:
        raise PasskeyRefused
    return NewPasskey(made.credential_data.credential_id, bytes(made.credential_data), made.counter)


def begin_showing(request: HttpRequest, user: User | None) -> dict[str, Any]:
    """Return what the browser is asked to sign; without a user any passkey of this site will do."""
    from fido2.webauthn import AttestedCredentialData, UserVerificationRequirement

    keys = [AttestedCredentialData(bytes(passkey.credential)) for passkey in user.passkeys.all()] if user else None
    wanted = UserVerificationRequirement.PREFERRED if user else UserVerificationRequirement.REQUIRED
    options, state = _server(request).authenticate_begin(keys, user_verification=wanted)
    _keep(request, Purpose.SECOND_STEP if user else Purpose.ALONE, state)
    return dict(options)


def finish_showing(request: HttpRequest, answer: str, user: User | None) -> User:
    """Verify what the browser signed, and return whose passkey it is: `user`'s where one is named.

    Raises PasskeyRefused.
    """
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    state = _kept(request, Purpose.SECOND_STEP if user else Purpose.ALONE)
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        counter = int(response.response.authenticator_data.counter)
        found = Passkey.objects.filter(credential_id=bytes(response.raw_id), **({"user": user} if user else {})).first()
    except NOT_UNDERSTOOD as fault:
        raise PasskeyRefused from fault
    if found is None:
        raise PasskeyRefused

    def check(passkey: Passkey) -> int:
        try:
            keys = [AttestedCredentialData(bytes(passkey.credential))]
            _server(request).authenticate_complete(state, keys, response)
        except NOT_UNDERSTOOD as fault:
            raise PasskeyRefused from fault
        return counter

    return show_passkey(passkey_id=found.pk, check=check)


def _server(request: HttpRequest) -> "Fido2Server":
    from fido2.server import Fido2Server
    from fido2.webauthn import AttestationConveyancePreference, PublicKeyCredentialRpEntity

    host, _port = split_domain_port(request.get_host())
    return Fido2Server(
        PublicKeyCredentialRpEntity(name=this_city().name, id=host),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=own_origins(request).__contains__,
    )


def _keep(request: HttpRequest, purpose: Purpose, state: Any) -> None:
    request.session[KEY] = {"purpose": purpose.value, "at": int(time.time()), "state": dict(state)}


def _kept(request: HttpRequest, purpose: Purpose) -> Any:
    """Take the challenge out: it is answered once. Raises PasskeyRefused."""
    kept = request.session.pop(KEY, None)
    if not kept or kept["purpose"] != purpose or time.time() - kept["at"] > WAITS_S:
        raise PasskeyRefused
    return kept["state"]
