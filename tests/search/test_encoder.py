"""The encoder against sentence-transformers, and against everything that can go wrong."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from ino_assistant.data import folder as data_folder
from ino_assistant.errors import ModelError
from ino_assistant.search import export, onnx_encoder, weights
from ino_assistant.search.encoder import open_encoder, prepare_encoder
from ino_assistant.search.encoding import Encoder, Encoding
from ino_assistant.search.onnx_encoder import OnnxEncoder
from ino_assistant.search.torch_encoder import load_sentence_transformer
from ino_assistant.search.weights import (
    ADAPTED_MODEL,
    ADAPTER,
    ADAPTER_WEIGHTS,
    PACKAGED_MODEL,
    read_record,
    record_path,
)
from search.prepared import encoder, models

os.environ.setdefault("HF_HUB_OFFLINE", "1")

TEXTS = [
    "What is the recommended dose?",
    "ANC ≥ 1 × 10⁹/L and platelets < 50%, grade +3/-1 (see [5]).",
    "",
    "Inotuzumab ozogamicin. " * 3,
    "Hepatotoxicity, including VOD, " * 100,
    "β-lactam 白血病",
]


@pytest.fixture(scope="session")
def packaged_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the packaged model exported; not to be changed."""
    cache = tmp_path_factory.mktemp("packaged")
    assert prepare_encoder(PACKAGED_MODEL, cache).runtime == "onnxruntime"
    return cache


@pytest.fixture(scope="session")
def packaged(packaged_cache: Path) -> Encoder:
    return open_encoder(PACKAGED_MODEL, packaged_cache)


@pytest.fixture
def cache(packaged_cache: Path, tmp_path: Path) -> Path:
    """A copy of `packaged_cache` to damage."""
    return Path(shutil.copytree(packaged_cache, tmp_path / "cache"))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another model by path: random weights, first-token pooling, a projection, a prompt."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Dense, Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import AutoTokenizer, BertConfig, BertModel

    torch.manual_seed(7)
    folder = tmp_path_factory.mktemp("tiny")
    config = BertConfig(
        vocab_size=30522,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder / "bert")
    AutoTokenizer.from_pretrained(weights.packaged_folder()).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=40)
    parts = [
        transformer,
        Pooling(32, pooling_mode="cls"),
        Dense(32, 16),
        Normalize(),
    ]
    model = SentenceTransformer(
        modules=parts,
        device="cpu",
        prompts={"query": "query: ", "document": ""},
        default_prompt_name="query",
    )
    model.save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="session")
def tiny_exported(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the tiny model exported; not to be changed."""
    cache = tmp_path_factory.mktemp("tiny-exported")
    prepare_encoder(str(tiny), cache)
    return cache


@pytest.fixture
def tiny_cache(tiny_exported: Path, tmp_path: Path) -> Path:
    """A copy of `tiny_exported` to damage."""
    return Path(shutil.copytree(tiny_exported, tmp_path / "tiny-cache"))


def only_folder(cache: Path) -> Path:
    (folder,) = (path for path in cache.iterdir() if path.is_dir())
    return folder


def flip_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def test_vectors_are_those_of_sentence_transformers(packaged: Encoder) -> None:
    model = load_sentence_transformer(str(weights.packaged_folder()))
    expected = model.encode(TEXTS, normalize_embeddings=True)
    states = model.encode(TEXTS, output_value="token_embeddings", convert_to_numpy=False)
    for text, vector, rows, got in zip(
        TEXTS, expected, states, packaged.encode_many(TEXTS), strict=True
    ):
        alone = packaged.encode(text)
        np.testing.assert_allclose(got.vector, vector, atol=1e-4)
        np.testing.assert_allclose(alone.vector, vector, atol=1e-4)
        np.testing.assert_allclose(alone.tokens, got.tokens, atol=1e-4)
        assert alone.pieces == got.pieces
        ids = model.tokenizer(text, truncation=True, max_length=256)["input_ids"]
        spelled = model.tokenizer.convert_ids_to_tokens(ids)
        dropped = {"[CLS]", "[SEP]", *".,;:!?()[]"}
        kept = [place for place, piece in enumerate(spelled) if piece not in dropped]
        assert got.pieces == tuple(spelled[place] for place in kept)
        wanted = rows.numpy()[kept]
        wanted = wanted / np.linalg.norm(wanted, axis=1, keepdims=True)
        np.testing.assert_allclose(got.tokens, wanted, atol=1e-4)


@pytest.fixture(scope="session")
def adapted_cache(request: pytest.FixtureRequest) -> Path:
    """The cache of all tests, with the adapted model exported; not to be changed."""
    assert encoder(request.config).runtime == "onnxruntime"
    return models(request.config)


def test_the_adapter_is_merged_into_what_is_exported(
    adapted_cache: Path, packaged: Encoder
) -> None:
    adapted = open_encoder(ADAPTED_MODEL, adapted_cache)
    assert adapted.fingerprint != packaged.fingerprint
    folder = str(weights.packaged_folder())
    expected = load_sentence_transformer(folder, data_folder(ADAPTER)).encode(TEXTS)
    for text, vector in zip(TEXTS, expected, strict=True):
        np.testing.assert_allclose(adapted.encode(text).vector, vector, atol=1e-4)
    assert packaged.encode(TEXTS[0]).vector @ adapted.encode(TEXTS[0]).vector < 0.99


IN_OTHER_WORDS = [
    (
        "Who was turned away because of their heart?",
        "Patients with NYHA class III or IV failure or a recent infarction were ineligible.",
        "A slow heart beat was seen in 4 of 90 patients during the infusion.",
    ),
    (
        "How long may the mixed solution stand before it is given?",
        "After dilution, use within 6 hours at 20 °C to 25 °C.",
        "Mix the solution by turning the vial; do not shake before it is given.",
    ),
    (
        "What share of people lost their hair?",
        "Alopecia was reported in 18% of patients.",
        "Hair samples were taken from 18% of people before the study.",
    ),
    (
        "Can somebody nursing a baby take it?",
        "Advise women not to breastfeed during treatment and for 2 weeks after the last dose.",
        "Somebody trained in nursing should be present when it is given.",
    ),
    (
        "rash when stop?",
        "Permanently discontinue for Grade 4 cutaneous reactions.",
        "Rash was the reason to visit a doctor in 3 patients.",
    ),
]
"""Question, what answers it in other words, and what has its words; invented, in no data."""


@pytest.mark.parametrize(("asked", "right", "wrong"), IN_OTHER_WORDS)
def test_what_answers_in_other_words_is_nearer_with_the_adapter(
    adapted_cache: Path, packaged: Encoder, asked: str, right: str, wrong: str
) -> None:
    def lead(encoder: Encoder) -> float:
        difference = encoder.encode(right).vector - encoder.encode(wrong).vector
        return float(encoder.encode(asked).vector @ difference)

    assert lead(open_encoder(ADAPTED_MODEL, adapted_cache)) > lead(packaged) + 0.02


def test_an_export_with_another_adapter_is_made_anew(
    adapted_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Path(shutil.copytree(adapted_cache, tmp_path / "cache"))
    other = Path(shutil.copytree(data_folder(ADAPTER), tmp_path / ADAPTER))
    states = load_file(other / ADAPTER_WEIGHTS)
    halved = {name: each * 0.5 for name, each in states.items()}
    save_file(halved, other / ADAPTER_WEIGHTS)
    before = open_encoder(ADAPTED_MODEL, cache).encode(TEXTS[0]).vector
    monkeypatch.setattr(weights, "data_folder", lambda name: tmp_path / name)
    with pytest.raises(ModelError, match="another adapter; run `ino-assistant ingest`"):
        open_encoder(ADAPTED_MODEL, cache)
    after = prepare_encoder(ADAPTED_MODEL, cache).encode(TEXTS[0]).vector
    assert before @ after < 0.9999


def test_a_damaged_adapter_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(data_folder(ADAPTER), tmp_path / ADAPTER))
    (other / ADAPTER_WEIGHTS).write_bytes(b"nothing")
    monkeypatch.setattr(weights, "data_folder", lambda name: tmp_path / name)
    with pytest.raises(ModelError, match="can't be loaded"):
        prepare_encoder(ADAPTED_MODEL, tmp_path / "cache")
    (other / ADAPTER_WEIGHTS).unlink()
    with pytest.raises(ModelError, match="adapter"):
        prepare_encoder(ADAPTED_MODEL, tmp_path / "cache")


def test_encoding_has_the_promised_form(packaged: Encoder) -> None:
    encoding = packaged.encode('ANC ≥ 1 × 10⁹/L; grade +3 ("severe"): < 50%!')
    assert packaged.dimension == 384 and packaged.max_tokens == 256
    assert encoding.vector.shape == (384,) and encoding.vector.dtype == np.float32
    assert encoding.tokens.shape == (len(encoding.pieces), 384)
    assert encoding.tokens.dtype == np.float32
    assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(np.linalg.norm(encoding.tokens, axis=1), 1, atol=1e-5)
    assert {"≥", "+", "<", "%", "/", "grade"} <= set(encoding.pieces)
    assert not {"[CLS]", "[SEP]", ";", "(", ")", '"', ":", "!"} & set(encoding.pieces)
    assert not encoding.truncated
    assert packaged.encode("dose " * 255).truncated
    assert not packaged.encode("dose " * 254).truncated  # 254 and two special ones: just read


def test_text_without_words_has_no_token_vectors(packaged: Encoder) -> None:
    for text in ("", "  ", "?!"):
        encoding = packaged.encode(text)
        assert encoding.tokens.shape == (0, 384) and encoding.pieces == ()
        assert np.isfinite(encoding.vector).all()


def test_lone_surrogates_are_no_error(packaged: Encoder) -> None:
    assert packaged.encode("dose \ud800 mg").pieces == packaged.encode("dose ? mg").pieces


def test_order_is_kept_and_progress_told(packaged: Encoder) -> None:
    texts = [f"dose {'mg ' * (number * 37 % 300)}{number}" for number in range(70)]
    told: list[int] = []
    encodings = packaged.encode_many(texts, batch_size=16, progress=told.append)
    assert sum(told) == 70 and max(told) <= 16
    for text, encoding in zip(texts, encodings, strict=True):
        np.testing.assert_allclose(encoding.vector, packaged.encode(text).vector, atol=1e-5)
    assert packaged.encode_many([]) == []


def test_passes_are_bounded_and_complete() -> None:
    lengths = [256, 3, 200, 5000, 7, 7, 256, 256, 256, 256, 256, 256, 256]
    passes = list(onnx_encoder._passes(lengths))
    assert sorted(row for rows in passes for row in rows) == list(range(len(lengths)))
    for rows in passes:
        assert len(rows) == 1 or len(rows) * max(lengths[row] for row in rows) <= 2048


def test_opening_imports_no_torch(packaged_cache: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from ino_assistant.search.encoder import open_encoder\n"
        f"encoder = open_encoder({PACKAGED_MODEL!r}, pathlib.Path({str(packaged_cache)!r}))\n"
        "encoder.encode_many(['What is the dose?', 'x'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'huggingface_hub', 'onnx'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)\n"
    )
    source = Path(onnx_encoder.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_record_tells_where_the_export_is_from(packaged_cache: Path) -> None:
    record = read_record(PACKAGED_MODEL, packaged_cache)
    assert record is not None
    assert record.weights_sha256 == weights.PACKAGED_SHA256
    assert record.minimum_cosine > export.MINIMUM_COSINE
    assert record.pooling == "Pooling(mean) Normalize"
    folder = packaged_cache / record.folder
    assert set(record.files) == {path.name for path in folder.iterdir()}
    assert b"/site-packages/" not in (folder / "model.onnx").read_bytes()


def test_preparing_again_exports_nothing(
    packaged_cache: Path, packaged: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_export", lambda *_: pytest.fail("exported again"))
    lines: list[str] = []
    again = prepare_encoder(PACKAGED_MODEL, packaged_cache, log=lines.append)
    assert again.fingerprint == packaged.fingerprint and lines == []


def test_export_prints_nothing_and_is_repeatable(
    tiny: Path, tiny_exported: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first = open_encoder(str(tiny), tiny_exported)
    second = prepare_encoder(str(tiny), tmp_path)
    assert capfd.readouterr() == ("", "")
    assert first.fingerprint == second.fingerprint


def test_another_model_by_path(tiny: Path, tiny_exported: Path) -> None:
    """First-token pooling, projection, normalisation, length limit and prompt are honoured."""
    from sentence_transformers import SentenceTransformer

    opened = open_encoder(str(tiny), tiny_exported)
    assert opened.runtime == "onnxruntime", opened.note
    assert (opened.dimension, opened.max_tokens) == (16, 40)
    model = SentenceTransformer(str(tiny), device="cpu")
    got = opened.encode_many(TEXTS)
    np.testing.assert_allclose([each.vector for each in got], model.encode(TEXTS), atol=1e-4)
    assert got[0].pieces[:3] == ("query", "what", "is")
    assert got[0].tokens.shape == (len(got[0].pieces), 32)
    assert [each.truncated for each in got] == [False, False, False, False, True, False]
    record = read_record(str(tiny), tiny_exported)
    assert record is not None and record.pooling == "Pooling(cls) Dense Normalize"


def test_changed_model_files_are_exported_anew(tiny: Path, tmp_path: Path) -> None:
    model = Path(shutil.copytree(tiny, tmp_path / "model"))
    cache = tmp_path / "cache"
    first = prepare_encoder(str(model), cache)
    tokenizer = model / "tokenizer_config.json"
    content = json.loads(tokenizer.read_text())
    tokenizer.write_text(json.dumps({**content, "model_max_length": 24}))
    second = prepare_encoder(str(model), cache)
    assert second.fingerprint != first.fingerprint
    assert len([path for path in cache.iterdir() if path.is_dir()]) == 1


def test_not_prepared_says_to_ingest(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ino-assistant ingest"):
        open_encoder(PACKAGED_MODEL, tmp_path)
    record_path(PACKAGED_MODEL, tmp_path).write_text('{"format": 1')
    with pytest.raises(ModelError, match="ino-assistant ingest"):
        open_encoder(PACKAGED_MODEL, tmp_path)


def test_weights_with_another_hash_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = Path(shutil.copytree(weights.packaged_folder(), tmp_path / "model"))
    flip_byte(changed / "model.safetensors")
    monkeypatch.setattr(weights, "packaged_folder", lambda: changed)
    with pytest.raises(ModelError, match=r"reinstall") as raised:
        prepare_encoder(PACKAGED_MODEL, tmp_path / "cache")
    assert weights.PACKAGED_SHA256 in str(raised.value)
    assert weights.sha256_file(changed / "model.safetensors") in str(raised.value)


def test_export_of_other_weights_is_refused(cache: Path) -> None:
    record = read_record(PACKAGED_MODEL, cache)
    assert record is not None
    weights.write_record(dataclasses.replace(record, weights_sha256="0" * 64), cache)
    with pytest.raises(ModelError, match="ino-assistant ingest"):
        open_encoder(PACKAGED_MODEL, cache)


@pytest.mark.parametrize("name", ["model.onnx", "model.onnx.data", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_damaged_export_is_refused(cache: Path, name: str, damage: str) -> None:
    path = only_folder(cache) / name
    if damage == "flip":
        flip_byte(path)
    elif damage == "cut":
        os.truncate(path, path.stat().st_size // 2)
    else:
        path.unlink()
    with pytest.raises(ModelError, match=r"damaged or incomplete.*ino-assistant ingest"):
        open_encoder(PACKAGED_MODEL, cache)


def test_damaged_export_is_mended_at_ingest(tiny: Path, tiny_cache: Path) -> None:
    first = open_encoder(str(tiny), tiny_cache)
    flip_byte(only_folder(tiny_cache) / "model.onnx.data")
    lines: list[str] = []
    second = prepare_encoder(str(tiny), tiny_cache, log=lines.append)
    assert "damaged" in lines[0] and "exporting anew" in lines[0]
    assert second.fingerprint == first.fingerprint
    assert open_encoder(str(tiny), tiny_cache).fingerprint == first.fingerprint
    assert only_folder(tiny_cache).is_dir()  # the damaged one is gone


def test_killed_export_counts_for_nothing(tiny: Path, tiny_cache: Path) -> None:
    """All files written but not the record, as if killed right before the last step."""
    left = only_folder(tiny_cache)
    record_path(str(tiny), tiny_cache).unlink()
    part = tiny_cache / f"{record_path(str(tiny), tiny_cache).name}.1.part"
    part.write_text("{}")
    with pytest.raises(ModelError, match="ino-assistant ingest"):
        open_encoder(str(tiny), tiny_cache)
    assert prepare_encoder(str(tiny), tiny_cache).runtime == "onnxruntime"
    assert not left.exists() and not part.exists()


def test_interrupted_export_keeps_the_former(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    before = {path.name for path in cache.iterdir()}
    monkeypatch.setattr(export, "_is_current", lambda *_: False)
    monkeypatch.setattr(export, "check_agreement", interrupted)
    monkeypatch.setattr(export, "write_onnx", interrupted)
    with pytest.raises(KeyboardInterrupt):
        prepare_encoder(PACKAGED_MODEL, cache)
    assert {path.name for path in cache.iterdir()} == before
    assert isinstance(open_encoder(PACKAGED_MODEL, cache), OnnxEncoder)


def refuse(*_: object) -> None:
    raise RuntimeError("unsupported operator\nand a long trace")


def disagree(*_: object) -> None:
    raise export.NotExportableError("the export's vectors differ (cosine 0.98000)")


@pytest.mark.parametrize(
    ("name", "replacement", "reason"),
    [
        ("_torch_export", refuse, "unsupported operator"),
        ("check_agreement", disagree, "cosine 0.98"),
    ],
)
def test_model_that_cannot_be_exported_runs_as_it_is(  # noqa: PLR0917
    tiny: Path,
    tiny_exported: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    name: str,
    replacement: object,
    reason: str,
) -> None:
    exported = open_encoder(str(tiny), tiny_exported)
    monkeypatch.setattr(export, name, replacement)
    capfd.readouterr()
    lines: list[str] = []
    cache = tmp_path / "cache"
    prepared = prepare_encoder(str(tiny), cache, log=lines.append)
    assert prepared.runtime == "sentence-transformers" and reason in prepared.note
    assert any(reason in line for line in lines)
    assert not [path for path in cache.iterdir() if path.is_dir()]

    opened = open_encoder(str(tiny), cache)
    assert capfd.readouterr() == ("", "")
    assert (opened.runtime, opened.note) == (prepared.runtime, prepared.note)
    assert opened.fingerprint == prepared.fingerprint != exported.fingerprint
    told: list[int] = []
    got = opened.encode_many(TEXTS, batch_size=4, progress=told.append)
    assert told == [4, 2]
    for mine, theirs in zip(exported.encode_many(TEXTS), got, strict=True):
        np.testing.assert_allclose(mine.vector, theirs.vector, atol=1e-4)
        np.testing.assert_allclose(mine.tokens, theirs.tokens, atol=1e-4)
        assert (mine.pieces, mine.truncated) == (theirs.pieces, theirs.truncated)


def test_cosine_check_refuses_other_vectors(packaged: Encoder) -> None:
    class Skewed(OnnxEncoder):
        def __init__(self) -> None:
            self.__dict__.update(vars(packaged))

        def encode(self, text: str) -> Encoding:
            encoding = super().encode(text)
            skewed = encoding.vector.copy()
            skewed[0] += 0.1
            return dataclasses.replace(encoding, vector=skewed / np.linalg.norm(skewed))

    assert export.check_agreement(packaged, packaged) == pytest.approx(1, abs=1e-5)
    with pytest.raises(export.NotExportableError, match="cosine"):
        export.check_agreement(Skewed(), packaged)


def test_unknown_model_is_one_readable_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nobody/nothing") as raised:
        prepare_encoder("nobody/nothing", tmp_path)
    assert "\n" not in str(raised.value)
