"""`python -m ino_assistant.cli` does what the installed `ino-assistant` does."""

from __future__ import annotations

import sys

from ino_assistant.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
