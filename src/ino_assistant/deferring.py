"""Libraries of a library that are loaded when they are used, not when it is imported.

Some import at their head what only one of their functions needs: gradio imports pandas for its
cache of tables, Chroma a gRPC exporter for traces that nobody has asked for. Both are many
megabytes and a good part of a start.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module in those that import it meanwhile, and loads it when it is used.

    `importlib.util.LazyLoader` is no help: up to Python 3.12 `import NAME` itself looks at an
    attribute of the module, and so loads it.
    """

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        super().__init__(name)
        self.__dict__["_names"] = names
        # `from MODULE import NAME` looks at an attribute too, so these stand there already.
        self.__dict__.update({each: self._call(each) for each in names})

    def __getattr__(self, name: str) -> Any:
        if name == "__path__" and self.__dict__["_names"]:
            raise AttributeError(name)  # asked for by `from MODULE import NAME`: no package
        return getattr(self._load(), name)

    def _load(self) -> ModuleType:
        own = self.__dict__["__name__"]
        if sys.modules.get(own) is self:
            del sys.modules[own]
        return import_module(own)

    def _call(self, name: str) -> Any:
        def call(*args: Any, **options: Any) -> Any:
            return getattr(self._load(), name)(*args, **options)

        return call


@contextmanager
def deferred(module: str, *names: str) -> Iterator[None]:
    """While this is open, `import MODULE` gives what loads it as soon as it is used.

    Nothing happens if the module is loaded already. Whoever imports it later gets it itself.

    Args:
        module: full name.
        names: what is taken by `from MODULE import NAME`; these can only be called.
    """
    if module in sys.modules:
        yield
        return
    later = sys.modules[module] = _Later(module, names)
    try:
        yield
    finally:
        if sys.modules.get(module) is later:
            del sys.modules[module]
