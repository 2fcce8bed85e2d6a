"""What is made from the clone's files: compiled translations and the folder of hashed static files."""

from pathlib import Path

from stack import django, stamps, tools, venv
from stack.config import Config
from stack.messages import step

# Folders of installed apps that no page uses; compressing them would take a third of the time.
_UNUSED = ("django_htmx", "gis")


def compile_messages(config: Config) -> None:
    """Compile each .po file that has changed since it was last compiled."""
    for source in sorted((config.root / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        stamp = venv.folder(config) / ".stamps" / f"{source.parent.parent.name}-{source.stem}.po"
        value = stamps.digest([source])
        if target.exists() and stamps.is_current(stamp, value):
            continue
        with step(f"compiling the translations in {source.relative_to(config.root)}"):
            draft = target.with_suffix(".mo.part")
            tools.run(
                ["msgfmt", "--check-format", "--output-file", draft, source],
                log=config.logs / "setup.log",
                what=f"Compiling {source.name}",
                env=tools.plain_environment(config.environment),
                cwd=config.root,
            )
            draft.replace(target)
        stamps.leave(stamp, value)


class StaticFiles:
    """The folder of collected, hashed and compressed static files in the folder of state."""

    def __init__(self, config: Config) -> None:
        """Look at what they would be made from now."""
        self.config = config
        self._stamp = config.var / "static.stamp"
        self._value = stamps.digest(_static_inputs(config.root), str(config.var))

    def are_current(self) -> bool:
        """Whether they were made from the same."""
        made = (self.config.var / "static" / "staticfiles.json").exists()
        return made and stamps.is_current(self._stamp, self._value)

    def command(self) -> list[str]:
        """Return the command that makes them."""
        unused = [word for folder in _UNUSED for word in ("--ignore", folder)]
        return django.manage(self.config, "collectstatic", "--noinput", "--verbosity", "0", *unused)

    def done(self) -> None:
        """Remember that they are made."""
        stamps.leave(self._stamp, self._value)


def _static_inputs(root: Path) -> list[Path]:
    files = [path for path in (root / "static").rglob("*") if path.is_file()]
    files += (root / "cityops" / "settings").glob("*.py")
    files += root.glob("cityops/static_*.py")
    return [*files, root / "requirements.txt", root / "package-lock.json"]
