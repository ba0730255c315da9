"""Loading the corpus: every manifest of a folder, its source proven, read into statements."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ino_assistant.corpus.abbreviations import Abbreviation
from ino_assistant.corpus.annotations import Annotations, read_annotations
from ino_assistant.corpus.authority import Speakers
from ino_assistant.corpus.boxed_warnings import check_documents_agree, read_boxed_warnings
from ino_assistant.corpus.caveats import bind_caveats
from ino_assistant.corpus.layout import read_blocks
from ino_assistant.corpus.manifest import ArmEntry, Manifest, read_manifest, read_source
from ino_assistant.corpus.model import Corpus, Document, Product, Synonyms
from ino_assistant.corpus.source import SourceText
from ino_assistant.corpus.statements import StatementMaker
from ino_assistant.corpus.subjects import with_subjects
from ino_assistant.errors import CorpusError

READER_VERSION = "7"
"""Raised when reading changes what is made of a document, so that an index is rebuilt."""
_ANNOTATIONS = ".annotations.toml"


def load_corpus(folder: Path) -> Corpus:
    """Every document of a folder, read and proven.

    Raises:
        CorpusError: no folder or manifest, or a document is not what its manifest says.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder; set INO_ASSISTANT_CORPUS_DIR")
    manifests = sorted(p for p in folder.glob("*.toml") if not p.name.endswith(_ANNOTATIONS))
    if not manifests:
        raise CorpusError(f"{folder}: no manifest (NAME.toml); add one beside each source")
    digest = hashlib.sha256(READER_VERSION.encode())
    documents: list[Document] = []
    for path in manifests:
        annotations = path.with_name(path.name.removesuffix(".toml") + _ANNOTATIONS)
        for file in (path, annotations):
            digest.update(file.read_bytes() if file.exists() else b"-")
        document = load_document(path)
        if any(document.id == other.id for other in documents):
            raise CorpusError(f"{path}: document id {document.id!r} is taken by another manifest")
        documents.append(document)
    check_documents_agree(documents)
    return Corpus(tuple(documents), digest.hexdigest()[:16])


def load_document(path: Path) -> Document:
    """The document of one manifest.

    Raises:
        CorpusError: the manifest, the source or the annotations are unusable.
    """
    manifest = read_manifest(path)
    source = SourceText(read_source(manifest, path.parent))
    decisions = path.with_name(path.name.removesuffix(".toml") + _ANNOTATIONS)
    annotations = read_annotations(decisions, manifest.id, source)
    warnings, box_lines = read_boxed_warnings(path, manifest, source)
    maker = StatementMaker(
        manifest.id,
        source,
        annotations,
        tuple(p.name for p in manifest.products),
        Speakers(
            [t.name for t in manifest.trials],
            [(a.name, *a.names) for a in _distinct_arms(manifest)],
        ),
    )
    try:
        arms = [name for a in _distinct_arms(manifest) for name in (a.name, *a.names)]
        trials = [t.name for t in manifest.trials]
        blocks = read_blocks(source, annotations, box_lines, trials, arms)
        statements = bind_caveats(maker.make(blocks), blocks, annotations, source)
    except ValueError as error:
        raise CorpusError(f"{decisions}: {error}") from error
    document = Document(
        id=manifest.id,
        title=manifest.title,
        kind=manifest.kind,
        date=manifest.date,
        sha256=manifest.sha256,
        source=source.text,
        products=tuple(
            Product(p.name, tuple(dict.fromkeys((p.name, *p.names))), p.label_revised or "")
            for p in manifest.products
        ),
        blocks=tuple(block.as_block() for block in blocks),
        statements=tuple(statements),
        synonyms=_synonyms(manifest, maker.abbreviations),
        arms=tuple(Synonyms(a.name, (a.name, *a.names)) for t in manifest.trials for a in t.arms),
        trials=tuple(t.name for t in manifest.trials),
        notices=manifest.notices,
        boxed_warnings=warnings,
        inferred=(*_inferred(annotations), *maker.undecided_marks()),
    )
    return with_subjects(document, {found.short for found in maker.abbreviations})


def _distinct_arms(manifest: Manifest) -> list[ArmEntry]:
    """Each arm once, for two trials may share one."""
    return list({a.name: a for t in manifest.trials for a in t.arms}.values())


def _synonyms(manifest: Manifest, found: list[Abbreviation]) -> tuple[Synonyms, ...]:
    """Names of products and arms, reviewed synonyms, and abbreviations the text defines."""
    groups = [Synonyms(p.name, (p.name, *p.names)) for p in manifest.products]
    groups += [
        Synonyms(arm.name, (arm.name, *arm.names)) for t in manifest.trials for arm in t.arms
    ]
    groups += [Synonyms(e.label, e.terms, e.kind or "") for e in manifest.synonyms]
    defined: dict[str, dict[str, None]] = {}
    for abbreviation in found:
        defined.setdefault(abbreviation.short, {})[abbreviation.long] = None
    groups += [Synonyms(short, (short, *longs)) for short, longs in defined.items()]
    return tuple(Synonyms(g.label, tuple(dict.fromkeys(g.terms)), g.kind) for g in groups)


def _inferred(annotations: Annotations) -> tuple[tuple[str, int], ...]:
    return tuple(
        (f"{kind}: {entry.inferred}", entry.line)
        for kind, entry in annotations.entries()
        if entry.inferred
    )
