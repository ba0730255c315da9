#!/usr/bin/env bash
# Makes sure that the browser tests have a Chromium: uses one that is there, else installs
# Debian's where apt-get may be used. Without one those tests can't run: with CI=true that is
# an error here, elsewhere a note.
set -euo pipefail

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null; then
        exit 0
    fi
done

without() {
    if [ "${CI:-}" = true ]; then
        echo "error: no Chromium for the browser tests: $1" >&2
        exit 1
    fi
    echo "note: no Chromium, so browser tests will not run: $1" >&2
    exit 0
}

command -v apt-get >/dev/null || without "install chromium or google-chrome"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
        without "run 'apt-get install chromium' as root"
    fi
    as_root=(sudo -n)
fi

apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -o DPkg::Lock::Timeout=300 "$@"
}

echo "Installing Chromium for the browser tests"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt update && apt install --yes --no-install-recommends chromium; } >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
    without "apt-get could not install it"
fi
