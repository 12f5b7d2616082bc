"""`junction verify BUNDLE`: what a stranger is told, with no database at hand."""

import pytest
from typer.testing import CliRunner

from junction.config.commandline.topics import app
from junction.core.files.queries import content
from junction.record.files.bundles import packed, unpacked
from junction.record.tests.disclosing import released

pytestmark = pytest.mark.django_db
HUB = "data/documents/0002-the-hub.txt"


def test_the_command_says_yes_or_names_the_line(areas, tmp_path):
    extract = released()
    bundle = unpacked(content(extract.file_id))
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(content(extract.file_id))
    bad.write_bytes(packed({**bundle, HUB: bundle[HUB].replace(b"twelve", b"twelfe")}))
    said = CliRunner().invoke(app, ["verify", str(good), "--head", extract.seal["head"]])
    assert said.exit_code == 0 and said.output.startswith("Yes: ") and extract.seal["head"] in said.output
    said = CliRunner().invoke(app, ["verify", str(bad)])
    assert said.exit_code == 1 and f"No: {HUB} line 3 was changed." in said.output
    assert CliRunner().invoke(app, ["verify", str(good), "--head", "0" * 64]).exit_code == 1
