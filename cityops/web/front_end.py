"""Template tags for ES modules without a bundler: the import map, and a page's module with what it imports."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe

from cityops.static_packages import PACKAGE_MODULES

register = template.Library()

IMPORT = re.compile(r"""^(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]""", re.MULTILINE)


def module_paths() -> dict[str, str]:
    """Bare name → static path of every module in the folders of static/js (nothing imports a page) and of packages."""
    root = Path(settings.BASE_DIR) / "static" / "js"
    ours = {
        f"{file.parent.name}/{file.stem}": f"js/{file.parent.name}/{file.name}"
        for file in sorted(root.glob("*/*.js"))
        if file.parent.name != "pages" and not file.name.endswith(".classic.js")
    }
    return {"leaflet": "js/lib/leaflet.js", **ours, **PACKAGE_MODULES}


@cache
def modules_behind(name: str) -> tuple[str, ...]:
    """Every module that `name` (like "pages/public") imports, directly or not, as bare names."""
    paths, found = module_paths(), dict[str, None]()
    waiting = [f"js/{name}.js"]
    while waiting:
        file = finders.find(waiting.pop())
        if not file:
            continue
        for match in IMPORT.finditer(Path(file).read_text()):
            imported = match.group(1) or match.group(2)
            if imported in paths and imported not in found:
                found[imported] = None
                waiting.append(paths[imported])
    return tuple(found)


@register.simple_tag(takes_context=True)
def import_map(context: template.Context) -> SafeString:
    """Render the import map, so that modules find each other by bare names under hashed file names."""
    body = _imports.__wrapped__() if settings.DEBUG else _imports()
    return mark_safe(format_html('<script type="importmap" nonce="{}">', context.get("CSP_NONCE", "")) + body)


@cache
def _imports() -> str:
    """Return the map and the end of its element; files change only where they are worked on."""
    imports = {name: static(path) for name, path in module_paths().items()}
    return re.sub(r"^<script[^>]*>", "", json_script({"imports": imports}))


@register.simple_tag(takes_context=True)
def early_script(context: template.Context, path: str) -> SafeString:
    """Put a small classic script of ours into the page, so that the first paint waits for no further answer."""
    body = _text.__wrapped__(path) if settings.DEBUG else _text(path)
    return mark_safe(format_html('<script nonce="{}">', context.get("CSP_NONCE", "")) + body + "</script>")


@cache
def _text(path: str) -> str:
    return (Path(settings.BASE_DIR) / "static" / path).read_text()


@register.simple_tag
def page_module(name: str) -> SafeString:
    """Load the module of a page ("pages/public"), and tell the browser at once what it will import.

    Style sheets go first: the page is there to read before the map comes to life.
    """
    return _loading.__wrapped__(name) if settings.DEBUG else _loading(name)


@cache
def _loading(name: str) -> SafeString:
    paths = module_paths()
    preload = ((static(paths[module]),) for module in modules_behind(name))
    return format_html_join("\n", '<link rel="modulepreload" href="{}" fetchpriority="low">', preload) + format_html(
        '\n<script type="module" src="{}" fetchpriority="low"></script>', static(f"js/{name}.js")
    )
