"""Makes a clone runnable. Each step looks first whether it is already done."""

import os

from stack import assets, frontend, system_packages, venv
from stack.config import Config
from stack.locks import one_at_a_time
from stack.messages import Stop


def ensure(config: Config, *, for_tests: bool = False) -> None:
    """Install and make what is missing; a second time this does nothing. for_tests: with checkers and browser too."""
    venv.require_python()
    make_folders(config)
    with one_at_a_time(config.root, "Waiting for another command that is setting up this clone …"):
        system_packages.ensure(config, with_browser=for_tests)
        venv.ensure(config, for_tests=for_tests)
        frontend.ensure(config, for_tests=for_tests)
        assets.compile_messages(config)


def make_folders(config: Config) -> None:
    """Make the folders of state; raise Stop when this user may not write there or into the clone."""
    # Others may walk through (a web server that hands out static files, the database's user) and list nothing.
    for folder, mode in ((config.var, 0o711), (config.logs, 0o700), (config.home, 0o700)):
        try:
            if not folder.exists():
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(mode)
        except OSError as fault:
            raise Stop(f"Cannot make {folder} ({fault.strerror}): set CITYOPS_VAR to a folder you may write.") from None
    for folder in (config.root, config.var):
        if not os.access(folder, os.W_OK):
            raise Stop(f"{folder} cannot be written by this user: make it yours, or start as its owner.")
