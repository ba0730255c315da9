"""Starts the web app: the same as `ino-assistant serve`."""

import sys

from ino_assistant.cli.main import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
