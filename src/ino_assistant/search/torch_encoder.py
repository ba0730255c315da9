"""A model as sentence-transformers runs it: for what can't be exported, and for exporting."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ino_assistant.errors import ModelError
from ino_assistant.search.encoding import (
    TOKEN_OUTPUT,
    VECTOR_OUTPUT,
    BatchEncoder,
    Encoding,
    encodable,
    make_encoding,
)
from ino_assistant.search.weights import Record


class SentenceTransformersEncoder(BatchEncoder):
    """A model run as it is by sentence-transformers: slower to load, larger, same answers."""

    def __init__(self, record: Record, model: Any) -> None:
        """Wrap a loaded SentenceTransformer; see `load_sentence_transformer`."""
        super().__init__(record)
        self._model = model

    def encode(self, text: str) -> Encoding:
        """See `Encoder.encode`."""
        return self.encode_many([text])[0]

    def _batch(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[int], list[Encoding]]]:
        batch = [encodable(text) for text in texts]
        outputs = self._model.encode(
            batch,
            batch_size=len(batch),
            output_value=None,
            convert_to_numpy=False,
            show_progress_bar=False,
        )
        encodings = [self._encoding(*both) for both in zip(batch, outputs, strict=True)]
        yield range(len(batch)), encodings

    def _encoding(self, text: str, output: dict[str, Any]) -> Encoding:
        vector = output[VECTOR_OUTPUT].float().numpy()
        if TOKEN_OUTPUT not in output or "input_ids" not in output:
            # A model of static word vectors has no token vectors to give.
            nothing = np.zeros((0, len(vector)), dtype=np.float32)
            return make_encoding(vector, nothing, [], [], False)
        tokenizer = self._model.tokenizer
        # Padding may be on either side; the mask says where the text is.
        read = np.flatnonzero(output["attention_mask"].numpy())
        ids = output["input_ids"].numpy()[read].tolist()
        specials = set(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
        whole = tokenizer(self._prompt + text, truncation=False, verbose=False)["input_ids"]
        return make_encoding(
            vector,
            output[TOKEN_OUTPUT].float().numpy()[read],
            tokenizer.convert_ids_to_tokens(ids),
            [int(each in specials) for each in ids],
            len(whole) > len(ids),
        )


def load_sentence_transformer(location: str, adapter: Path | None = None) -> Any:
    """Load a SentenceTransformer on the CPU, in float32.

    Args:
        location: a name or a local folder.
        adapter: the folder of a PEFT adapter to merge into its transformer's weights.

    Raises:
        ModelError: it can't be loaded.
    """
    try:
        with quietly():
            from sentence_transformers import SentenceTransformer

            model = SentenceTransformer(
                location, device="cpu", local_files_only=Path(location).is_dir()
            )
            if adapter is not None:
                from peft import PeftModel

                transformer: Any = model[0].model
                # In place: the layers that the adapter is of are put back with other weights.
                PeftModel.from_pretrained(transformer, str(adapter)).merge_and_unload()
    except Exception as error:  # what is raised depends on which file or hub is wrong, and how
        line = " ".join(str(error).split())[:300]
        raise ModelError(f"model {location} can't be loaded: {line}") from error
    return model.float().eval()


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Swallow what torch and transformers print, warn and log while they work."""
    before = logging.root.manager.disable
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        logging.disable(logging.ERROR)
        try:
            yield
        finally:
            logging.disable(before)
