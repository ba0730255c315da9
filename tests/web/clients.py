"""A client of an app in this process, which is not started: gradio would stop those that are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient


@contextmanager
def client_of(app: FastAPI, **options: Any) -> Iterator[TestClient]:
    """Ask an app without its start and stop, which reach all pages of a process."""
    yield TestClient(app, **options)
