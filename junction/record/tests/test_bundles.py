"""A bundle bears nothing that was taken out, is always the same, and shows whatever is done to it."""

import hashlib
import json

import pytest

from junction.core.files.queries import content
from junction.record.operations import disclosure
from junction.record.operations.disclosure.releasing import _sealed
from junction.record.rules.disclosure.chain import Chain
from junction.record.rules.disclosure.finding import standing
from tests.cast import national

from .disclosing import PLAIN, found_in, in_pieces, proved, released, unpacked

pytestmark = pytest.mark.django_db
HUB = "data/documents/0002-the-hub.txt"


@pytest.fixture
def extract(areas):
    return released()


@pytest.fixture
def bundle(extract):
    return unpacked(content(extract.file_id))


def test_nothing_that_was_taken_out_is_anywhere_in_it(bundle):
    for name, said in bundle.items():
        text = f"{name}\n{said.decode()}"
        assert not standing(text, "Ann Lee"), name
        assert "496 0000" not in text and "example.org" not in text, name
    assert (
        "[REDACTED S40: personal data] asked for masks."
        in bundle[next(n for n in bundle if "documents/0001" in n)].decode()
    )


def test_what_a_rule_touches_leaves_as_text_alone(bundle):
    assert bundle["data/originals/0002-the-hub.txt"] == PLAIN.encode()
    assert not [name for name in bundle if name.startswith("data/originals/0001")]
    forms = [json.loads(line)["form"] for line in bundle["data/index.jsonl"].splitlines()]
    assert forms == ["text made anew", "as received, and as text"]
    assert b"text made anew" in bundle["bag-info.txt"]


def test_it_is_a_bag_by_the_standard(bundle):
    assert bundle["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    listed = {}
    for row in bundle["manifest-sha256.txt"].decode().splitlines():
        digest, name = row.split("  ")
        listed[name] = digest
    payload = {name: said for name, said in bundle.items() if name.startswith("data/")}
    assert listed == {name: hashlib.sha256(said).hexdigest() for name, said in payload.items()}
    oxum = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}"
    assert oxum in bundle["bag-info.txt"].decode().splitlines()


def test_the_same_extract_gives_the_same_bytes_again(extract):
    with disclosure.bundle_of(extract, by=national()) as again:
        assert again.read_bytes() == content(extract.file_id)
    assert not again.exists()


def test_as_it_was_made_it_is_said_to_be_so(extract, bundle):
    found = found_in(bundle, head=extract.seal["head"], key=extract.seal["public_key"])
    assert not found.broken and found.head == extract.seal["head"] and found.lines > 20
    log = [json.loads(line) for line in bundle["audit.jsonl"].splitlines()]
    assert {"record.extract.made", "record.document.kept", "record.redaction.added"} <= {
        one.get("verb") for one in log
    }


def lines_changed(name, change):
    def tamper(bundle):
        rows = bundle[name].splitlines(keepends=True)
        return {**bundle, name: b"".join(change(rows))}

    return tamper


FIRST = "data/documents/0001-letter-of-redacted-s40-personal-data.txt"


def exchanged(one, other):
    """Let two files of a bundle bear each other's name."""
    return lambda bundle: {**bundle, one: bundle[other], other: bundle[one]}


def listed_too(bundle):
    """Add a file and list it in the manifest, by who forgets the chain."""
    more, name = b"More was said.\n", "data/documents/0003-more.txt"
    row = f"{hashlib.sha256(more).hexdigest()}  {name}\n".encode()
    return {**bundle, name: more, "manifest-sha256.txt": bundle["manifest-sha256.txt"] + row}


def matching_manifest(bundle):
    """Change a file and its line of the manifest alone."""
    was, to = bundle[HUB], bundle[HUB].replace(b"twelve", b"twenty")
    digests = [hashlib.sha256(one).hexdigest().encode() for one in (was, to)]
    return {**bundle, HUB: to, "manifest-sha256.txt": bundle["manifest-sha256.txt"].replace(*digests)}


TAMPERINGS = [
    (exchanged(HUB, "data/index.jsonl"), f"{HUB} line 1 was changed"),
    (exchanged("manifest-sha256.txt", "bagit.txt"), "bagit.txt line 1 was changed"),
    (listed_too, "data/documents/0003-more.txt was added"),
    (matching_manifest, f"{HUB} line 3 was changed"),
    (
        lines_changed("manifest-sha256.txt", lambda r: r[1:]),
        f"the line of {FIRST} in manifest-sha256.txt was removed",
    ),
    (
        lines_changed("manifest-sha256.txt", lambda r: [b"0" * 64 + r[0][64:], *r[1:]]),
        f"{FIRST} was changed, or its line in manifest-sha256.txt was",
    ),
    (lines_changed("manifest-sha256.txt", lambda r: [r[0], *r]), f"the line of {FIRST} in manifest-sha256"),
    (lines_changed("audit.jsonl", lambda r: [r[0], *r]), "audit.jsonl line 2 was added"),
    (lines_changed("chain.tsv", lambda r: [r[0], *r]), "chain.tsv line 2"),
    (lambda b: {**b, HUB: b[HUB].replace(b"twelve", b"twelfe")}, f"{HUB} line 3 was changed"),
    (lines_changed(HUB, lambda r: r[:1] + r[2:]), f"{HUB} line 2 was removed"),
    (lines_changed(HUB, lambda r: r[:-1]), f"{HUB} line 3 was removed"),
    (lines_changed(HUB, lambda r: [*r[:1], b"More.\n", *r[1:]]), f"{HUB} line 2 was added"),
    (lines_changed(HUB, lambda r: [*r, b"More.\n"]), f"{HUB} line 4 was added"),
    (lines_changed(HUB, lambda r: [r[1], r[0], *r[2:]]), f"{HUB} lines 1 and 2 were exchanged"),
    (lines_changed("audit.jsonl", lambda r: r[1:]), "audit.jsonl line 1 was removed"),
    (
        lines_changed("audit.jsonl", lambda r: [r[0].replace(b"user:", b"usr:"), *r[1:]]),
        "audit.jsonl line 1 was changed",
    ),
    (lines_changed("chain.tsv", lambda r: r[:4] + r[5:]), "chain.tsv line 5"),
    (lambda b: {**b, "data/more.txt": b"x\n"}, "data/more.txt was added"),
    (lambda b: {**b, "data/empty.txt": b""}, "data/empty.txt was added"),
    (lambda b: {**b, HUB: b[HUB][:-1]}, f"{HUB} was changed"),
    (lambda b: {n: s for n, s in b.items() if n != HUB}, f"{HUB} was removed"),
    (lambda b: {n: s for n, s in b.items() if n != "seal.json"}, "seal.json was removed"),
    (
        lambda b: {**b, "seal.json": b["seal.json"].replace(b'"rows": ', b'"rows": 1')},
        "seal.json was changed",
    ),
    (lambda b: remade({**b, "checkpoint.json": b"{}\n"}), "seal.json bears another head"),
]


@pytest.mark.parametrize(("tamper", "said"), TAMPERINGS)
def test_whatever_is_done_to_it_is_named(bundle, tamper, said):
    assert found_in(tamper(bundle)).broken.startswith(said)


def remade(bundle, seal=None):
    """Return a bundle with chain and manifests made to match, by somebody who knows how."""
    return proved(bundle, lambda head, rows: json.loads(bundle["seal.json"]) if seal is None else seal)


def signed_anew(bundle, extract):
    """Return the same with a signature of who has a key."""
    return proved(bundle, lambda head, rows: _sealed(head, rows, extract.seal["sealed_at"]))


def test_a_manifest_made_to_match_does_not_help(bundle):
    changed = {**bundle, HUB: bundle[HUB].replace(b"twelve", b"twenty")}
    matching = remade(changed)
    assert found_in({**matching, "chain.tsv": bundle["chain.tsv"]}).broken == f"{HUB} line 3 was changed"
    assert found_in(matching).broken == "seal.json bears another head: chain.tsv was made anew"
    chain = Chain()
    list(chain.over(in_pieces(changed)))
    forged = remade(changed, json.loads(bundle["seal.json"]) | {"head": chain.head, "rows": chain.rows})
    assert found_in(forged).broken == "the signature in seal.json is false"


def test_who_signs_anew_is_found_by_the_head_that_was_published(extract, bundle, settings):
    changed = {**bundle, HUB: bundle[HUB].replace(b"twelve", b"twenty")}
    settings.JUNCTION_AUDIT_SECRET = "another's"
    forged = signed_anew(changed, extract)
    assert not found_in(forged).broken  # alone it cannot be told: VERIFY.txt says so
    assert "not the one that was published" in found_in(forged, head=extract.seal["head"]).broken
    assert "another key" in found_in(forged, key=extract.seal["public_key"]).broken


def test_a_line_of_the_log_does_not_fit_its_hash_even_in_a_bundle_made_anew(extract, bundle, settings):
    rows = bundle["audit.jsonl"].splitlines(keepends=True)
    changed = {**bundle, "audit.jsonl": b"".join([rows[0].replace(b"user:", b"usr:"), *rows[1:]])}
    forged = signed_anew(changed, extract)
    assert found_in(forged).broken == "audit.jsonl line 1 was changed"


@pytest.mark.parametrize("bad", [b"{}", b"[]", b"not json", b'{"position": "x"}', b"\xff"])
@pytest.mark.parametrize("name", ["checkpoint.json", "audit.jsonl", "seal.json"])
def test_nonsense_in_a_bundle_is_named_and_breaks_nothing(extract, bundle, name, bad):
    changed = {**bundle, name: bad}
    found = remade(changed, {}) if name == "seal.json" else signed_anew(changed, extract)
    assert found_in({**found, name: bad}).broken
