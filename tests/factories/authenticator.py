"""A device that keeps passkeys, in software: what a browser would send for it, or what an attacker might."""

import json
import os
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HERE = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """One key pair. counter: of the next use; is_unlocked: whether finger, face or PIN was shown."""

    def __init__(self, *, counter: int = 1, is_unlocked: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(16)
        self.counter = counter
        self.is_unlocked = is_unlocked

    def make(self, options: dict[str, Any], *, origin: str = HERE, rp: str = "") -> str:
        """Answer `navigator.credentials.create`."""
        asked = options["publicKey"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid(bytes(16)), self.credential_id, public)
        data = self._data(rp or asked["rp"]["id"], credential)
        client = CollectedClientData.create("webauthn.create", asked["challenge"], origin)
        attestation = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=bytes(client), attestationObject=bytes(attestation))

    def sign(self, options: dict[str, Any], *, origin: str = HERE, rp: str = "", kind: str = "webauthn.get") -> str:
        """Answer `navigator.credentials.get`."""
        asked = options["publicKey"]
        data = self._data(rp or asked["rpId"])
        client = CollectedClientData.create(kind, asked["challenge"], origin)
        signature = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=bytes(client), authenticatorData=bytes(data), signature=signature)

    def _data(self, rp: str, credential: AttestedCredentialData | None = None) -> AuthenticatorData:
        flags = PRESENT | (VERIFIED if self.is_unlocked else 0) | (ATTESTED if credential else 0)
        counter, self.counter = self.counter, self.counter + (1 if self.counter else 0)
        return AuthenticatorData.create(sha256(rp.encode()).digest(), flags, counter, credential or b"")

    def _answer(self, **parts: bytes) -> str:
        number = websafe_encode(self.credential_id)
        response = {name: websafe_encode(value) for name, value in parts.items()}
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response})
