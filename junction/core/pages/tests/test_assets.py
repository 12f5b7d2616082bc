"""What is taken from GOV.UK Frontend is rid of what is reserved, and a second run has nothing to do."""

import json
from pathlib import Path

import pytest

from junction.core.pages import assets

CSS = (
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}"
    ".a{font-family:GDS Transport,arial,sans-serif}.b{background:url(/assets/images/govuk-crest.svg)}\n"
    "/*# sourceMappingURL=govuk-frontend.min.css.map */"
)


def test_font_crest_and_source_map_are_taken_out() -> None:
    assert assets.without_reserved(CSS) == ".a{font-family:arial,sans-serif}.b{background:none}\n"


def test_a_script_loses_only_its_source_map() -> None:
    assert assets.without_source_map("export{a};//# sourceMappingURL=a.js.map") == "export{a};"
    assert assets.without_source_map("export{a};") == "export{a};"


def test_a_second_run_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def pretend(arguments: list[str], folder: Path) -> None:
        calls.append(arguments)
        dist = folder / "node_modules" / assets.GOVUK
        dist.mkdir(parents=True)
        (folder / "node_modules" / "axe-core").mkdir()
        (dist / "govuk-frontend.min.css").write_text(CSS)
        (dist / "govuk-frontend.min.js").write_text("export{a};//# sourceMappingURL=a.js.map")

    monkeypatch.setattr(assets, "npm", pretend)
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "package-lock.json").write_text("{}")
    vendor = tmp_path / "vendor"
    assert assets.fetch(tmp_path, vendor) is True
    assert assets.fetch(tmp_path, vendor) is False
    assert len(calls) == 1
    assert "GDS" not in (vendor / "govuk-frontend.css").read_text()
    (tmp_path / "package-lock.json").write_text('{"changed": 1}')
    assert not assets.is_done(vendor / ".stamp", assets.fingerprint([tmp_path / "package-lock.json"]))


def test_the_lock_file_holds_hashes_and_names_no_host() -> None:
    lock = json.loads((assets.ROOT / "package-lock.json").read_text())
    packages = [package for name, package in lock["packages"].items() if name]
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages)
    assert not any("resolved" in package for package in packages)
    assert "http" not in (assets.ROOT / "package-lock.json").read_text()
