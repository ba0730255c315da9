"""The errors that people are meant to read: one line, what is wrong and what to do."""


class AssistantError(Exception):
    """Something the user or operator can mend; shown as one line, exit status 2."""


class CorpusError(AssistantError):
    """A source, manifest or annotation file is unusable; nothing is answered from it."""


class SearchIndexError(AssistantError):
    """The index is missing, corrupt or locked; `ino-assistant ingest` builds it anew."""


class ModelError(AssistantError):
    """The embedding model can't be loaded, or its weights are not the ones expected."""


class QuestionError(AssistantError):
    """A question that can't be worked on: empty, too long or not text."""
