"""XML that nobody should send: refused with one sentence, before anything in it is expanded, fetched or kept."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

import imports
from imports import UnreadableFile
from imports.xml_document import MAX_ATTRIBUTE_LENGTH, MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, parse
from tests.imports.notices import eforms

LAUGHS = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 12))


def notice(declaration: str = "", inside: str = "", attributes: str = "") -> bytes:
    text = (
        eforms()
        .decode()
        .replace('<cbc:ID schemeName="notice-id"', f'{inside}<cbc:ID schemeName="notice-id"', 1)
        .replace("<ContractAwardNotice", f"<ContractAwardNotice {attributes}", 1)
    )
    return (declaration + text).encode()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities that grow a thousandfold": (
        lambda: notice(f'<!DOCTYPE x [<!ENTITY e0 "ha">{LAUGHS}]>', "<cbc:Note>&e11;</cbc:Note>"),
        "documenttype",
    ),
    "entities that grow in an attribute": (lambda: notice(f'<!DOCTYPE x [<!ENTITY e0 "ha">{LAUGHS}]>', attributes='a="&e11;"'), ""),
    "an entity that is a file": (
        lambda: notice('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>', "<cbc:Note>&f;</cbc:Note>"),
        "documenttype",
    ),
    "an entity from the network": (
        lambda: notice('<!DOCTYPE x [<!ENTITY f SYSTEM "http://example.org/x">]>', "<cbc:Note>&f;</cbc:Note>"),
        "documenttype",
    ),
    "a DTD from the network": (lambda: notice('<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'), "documenttype"),
    "a DTD with parameter entities": (lambda: notice('<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'), ""),
    "an entity that is not declared": (lambda: notice(inside="<cbc:Note>&unknown;</cbc:Note>"), "beschadigd"),
    "elements without end": (lambda: notice(inside="<a>" * 5_000_000), ""),
    "elements too deep": (lambda: notice(inside="<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH), "diep"),
    "too many elements": (lambda: notice(inside="<a/>" * MAX_ELEMENTS), "groot"),
    "too many attributes": (lambda: notice(attributes=" ".join(f'a{number}=""' for number in range(MAX_ATTRIBUTES + 1))), "groot"),
    "an attribute that is too long": (lambda: notice(attributes=f'a="{"x" * (MAX_ATTRIBUTE_LENGTH + 1)}"'), "groot"),
    "a text that is too long": (lambda: notice(inside=f"<cbc:Note>{'x' * (MAX_BYTES + 1)}</cbc:Note>"), "groot"),
    "another kind of XML": (lambda: b"<html><body>Aankondiging</body></html>", "webpagina"),
    "a root of another kind behind a comment": (lambda: b"<!-- <ContractAwardNotice> --><html/>", "geen aankondiging"),
    "a business registration": (lambda: b'<BusinessRegistrationInformationNotice xmlns="x"/>', "geen aankondiging"),
    "bytes of another encoding than it says": (
        lambda: b'<?xml version="1.0" encoding="UTF-8"?><ContractNotice>\xe9</ContractNotice>',
        "beschadigd",
    ),
    "two roots": (lambda: eforms() + b"<x/>", "beschadigd"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_with_one_dutch_sentence(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_given: pytest.fail("nothing may be fetched"))
    make, told = HOSTILE[name]
    with pytest.raises(UnreadableFile, match=rf"{told}.*\.$"):
        imports.read(make())


def test_an_entity_is_never_expanded_into_what_is_kept(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim", encoding="utf-8")
    with pytest.raises(UnreadableFile) as refusal:
        parse(f'<!DOCTYPE a [<!ENTITY f SYSTEM "{secret.as_uri()}">]><a>&f;</a>'.encode())
    assert "geheim" not in str(refusal.value)


def test_a_document_type_is_seen_in_an_encoding_that_hides_it() -> None:
    hidden = '<?xml version="1.0" encoding="utf-32"?><!DOCTYPE a [<!ENTITY f "x">]><a>&f;</a>'.encode("utf-32")
    with pytest.raises(UnreadableFile):
        parse(hidden)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_notice_is_recognised_in_every_encoding(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    content = (declared + eforms().decode().replace("Gemeente Voorbeeld", "Gemeente Súdwest")).encode(encoding)
    (row,) = imports.read(content).rows
    assert row.contracting_authority == "Gemeente Súdwest"


def test_as_deep_and_wide_as_allowed_is_read() -> None:
    inside = "<a>" * (MAX_DEPTH - 2) + "</a>" * (MAX_DEPTH - 2)
    wide = " ".join(f'a{number}="{"x" * 100}"' for number in range(MAX_ATTRIBUTES))
    assert len(imports.read(notice(inside=inside, attributes=wide)).rows) == 1
