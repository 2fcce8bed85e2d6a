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


def collect_static(config: Config, django_environment: dict[str, str]) -> None:
    """Collect, hash and compress the static files into the folder of state when any of them has changed."""
    stamp = config.var / "static.stamp"
    value = stamps.digest(_static_inputs(config.root), str(config.var))
    if stamps.is_current(stamp, value) and (config.var / "static" / "staticfiles.json").exists():
        return
    unused = [word for folder in _UNUSED for word in ("--ignore", folder)]
    with step("collecting the static files"):
        tools.run(
            django.manage(config, "collectstatic", "--noinput", "--verbosity", "0", *unused),
            log=config.logs / "setup.log",
            what="Collecting the static files",
            env=django_environment,
            cwd=config.root,
        )
    stamps.leave(stamp, value)


def _static_inputs(root: Path) -> list[Path]:
    files = [path for path in (root / "static").rglob("*") if path.is_file()]
    files += (root / "cityops" / "settings").glob("*.py")
    files += root.glob("cityops/static_*.py")
    return [*files, root / "requirements.txt", root / "package-lock.json"]
