"""What second factors need is loaded by whoever uses one, not by every process that starts."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
ASKS = """
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
from cityops.accounts import passkeys, seal, one_time
print(sorted({"fido2", "cryptography", "segno"} & set(sys.modules)))
"""


def test_a_process_starts_without_them() -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "cityops.settings.test"}
    done = subprocess.run([sys.executable, "-c", ASKS], cwd=ROOT, env=env, text=True, capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
