"""The evidence of a claim: added, removed, kept once, and seen by who may see the claim."""

from pathlib import Path

import pytest

from sroi.files.queries import FileNotFound, path_of
from sroi.files.rules import UnableToKeepFile
from sroi.files.tables import StoredFile
from sroi.fulfilment.operations import (
    add_evidence,
    remove_evidence,
    submit_claim,
)
from sroi.fulfilment.queries.claims import (
    evidence_of_claim,
)
from sroi.fulfilment.queries.evidence import evidence_file
from sroi.fulfilment.rules import ClaimNotFound, UnableToMoveClaim
from sroi.fulfilment.tables import Evidence
from tests.makers import (
    EVIDENCE,
    NOW,
    TODAY,
    contractor_of,
    make_contract,
    make_reviewer,
    make_training_claim,
    submit,
)


async def test_evidence_is_given_to_those_who_may_see_the_claim(database: None, tmp_path: Path) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await make_training_claim(contract_id=contract_id, submitted=False)
    await add_evidence(viewer=contractor, claim_id=claim_id, file_name="certificaat.png", content=EVIDENCE, directory=tmp_path, now=NOW)
    (record,) = await evidence_of_claim(viewer=contractor, claim_id=claim_id)
    assert (record.file_name, record.media_type, record.size_bytes) == ("certificaat.png", "image/png", len(EVIDENCE))
    file = await evidence_file(viewer=contractor, claim_id=claim_id, evidence_id=record.id, directory=tmp_path)
    assert (file.content, file.media_type, file.file_name) == (EVIDENCE, "image/png", "certificaat.png")
    with pytest.raises(ClaimNotFound):
        await evidence_file(viewer=await make_reviewer(), claim_id=claim_id, evidence_id=record.id, directory=tmp_path)
    await submit_claim(viewer=contractor, claim_id=claim_id, now=NOW, today=TODAY)
    assert await evidence_file(viewer=await make_reviewer(), claim_id=claim_id, evidence_id=record.id, directory=tmp_path) == file


async def test_evidence_of_another_claim_is_not_found_through_ones_own(database: None, tmp_path: Path) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    first = await make_training_claim(contract_id=contract_id)
    second = await make_training_claim(contract_id=contract_id, title="Heftruck", submitted=False)
    evidence = (await evidence_of_claim(viewer=contractor, claim_id=first))[0]
    with pytest.raises(FileNotFound):
        await evidence_file(viewer=contractor, claim_id=second, evidence_id=evidence.id, directory=tmp_path)
    await remove_evidence(viewer=contractor, claim_id=second, evidence_id=evidence.id, now=NOW)
    assert await Evidence.exists().where(Evidence.id == evidence.id)


async def test_the_same_file_twice_is_one_piece_of_evidence_and_may_prove_another_claim_too(database: None, tmp_path: Path) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    first = await make_training_claim(contract_id=contract_id, submitted=False)
    second = await make_training_claim(contract_id=contract_id, title="Heftruck", submitted=False)
    for claim_id in (first, first, second):
        await add_evidence(viewer=contractor, claim_id=claim_id, file_name="bewijs.png", content=EVIDENCE, directory=tmp_path, now=NOW)
    assert [await Evidence.count().where(Evidence.claim == each) for each in (first, second)] == [1, 1]
    assert await StoredFile.count() == 1


async def test_removed_evidence_is_gone_from_the_claim_and_stays_in_the_store(database: None, tmp_path: Path) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await make_training_claim(contract_id=contract_id, submitted=False)
    await add_evidence(viewer=contractor, claim_id=claim_id, file_name="bewijs.png", content=EVIDENCE, directory=tmp_path, now=NOW)
    (record,) = await evidence_of_claim(viewer=contractor, claim_id=claim_id)
    await remove_evidence(viewer=contractor, claim_id=claim_id, evidence_id=record.id, now=NOW)
    assert await evidence_of_claim(viewer=contractor, claim_id=claim_id) == ()
    assert path_of(directory=tmp_path, digest=record.sha256).exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("loonstrook mei.png", "loonstrook mei.png"),
        ("C:\\Users\\jan\\loonstrook.png", "loonstrook.png"),
        ("../../etc/loonstrook.png", "loonstrook.png"),
        ("loon\r\nstrook\x00.png", "loonstrook.png"),
        ("x" * 300 + ".png", "x" * 251 + ".png"),
        ("Één bewijs.png", "Één bewijs.png"),
        ("   ", "bewijsstuk"),
        ("map/", "bewijsstuk"),
    ],
)
async def test_a_file_keeps_its_name_without_folders_and_hidden_signs(database: None, tmp_path: Path, given: str, kept: str) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await make_training_claim(contract_id=contract_id, submitted=False)
    await add_evidence(viewer=contractor, claim_id=claim_id, file_name=given, content=EVIDENCE, directory=tmp_path, now=NOW)
    assert [record.file_name for record in await evidence_of_claim(viewer=contractor, claim_id=claim_id)] == [kept]


async def test_a_file_that_cannot_be_evidence_is_refused_and_leaves_nothing(database: None, tmp_path: Path) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await make_training_claim(contract_id=contract_id, submitted=False)
    with pytest.raises(UnableToKeepFile) as refusal:
        await add_evidence(viewer=contractor, claim_id=claim_id, file_name="a.pdf", content=b"geen pdf", directory=tmp_path, now=NOW)
    assert refusal.value.field == "evidence"
    assert await evidence_of_claim(viewer=contractor, claim_id=claim_id) == ()


async def test_evidence_is_not_changed_while_a_claim_is_in_review(database: None, tmp_path: Path) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await make_training_claim(contract_id=contract_id, submitted=False)
    await submit(claim_id=claim_id, contractor=contractor)
    before = await evidence_of_claim(viewer=contractor, claim_id=claim_id)
    with pytest.raises(UnableToMoveClaim):
        await remove_evidence(viewer=contractor, claim_id=claim_id, evidence_id=before[0].id, now=NOW)
    with pytest.raises(UnableToMoveClaim):
        await add_evidence(viewer=contractor, claim_id=claim_id, file_name="b.png", content=EVIDENCE, directory=tmp_path, now=NOW)
    assert await evidence_of_claim(viewer=contractor, claim_id=claim_id) == before != ()
