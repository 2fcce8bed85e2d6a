"""The front-end packages: installed by lock file with the node of the virtual environment, never the machine's."""

from stack import stamps, tools, venv
from stack.config import Config
from stack.messages import step


def ensure(config: Config, *, for_tests: bool) -> None:
    """Run `npm ci` when the lock file has changed. for_tests: with the checkers, which a server does not need."""
    lock = config.root / "package-lock.json"
    if not lock.exists():
        return
    stamp = config.root / "node_modules" / ".cityops-stamp"
    whole, lean = (stamps.digest([lock], words) for words in ("with checkers", "without checkers"))
    if stamps.is_current(stamp, whole) or (not for_tests and stamps.is_current(stamp, lean)):
        return
    with step("installing the front-end packages"):
        npm = venv.node(config).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        tools.run(
            [venv.node(config) / "node", npm, "ci", "--no-audit", "--no-fund", *([] if for_tests else ["--omit=dev"])],
            log=config.logs / "setup.log",
            what="Installing the front-end packages",
            env=environment(config),
            cwd=config.root,
        )
    stamps.leave(stamp, whole if for_tests else lean)


def environment(config: Config) -> dict[str, str]:
    """Return an environment in which `node` is ours and trusts what the machine trusts."""
    env = tools.plain_environment(config.environment)
    return {**env, "PATH": f"{venv.node(config)}:{env['PATH']}", "NODE_OPTIONS": "--use-system-ca"}
