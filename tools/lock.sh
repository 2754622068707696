#!/usr/bin/env bash
# Writes the hash-locked requirement files from pyproject.toml: one file for every Python from 3.11 to 3.14 and every
# system, without index addresses. Needs uv. Keeps what is locked unless called with --upgrade.
set -euo pipefail
cd "$(dirname "$0")/.."

lock() { # lock FILE GROUP-ARGUMENTS...
    local file=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
        "${upgrade[@]}" "$@" pyproject.toml --output-file "$file"
    printf '%s\n%s\n\n' "# Made by tools/lock.sh from pyproject.toml; do not edit." \
        "# Install with --require-hashes: a changed package is refused." | cat - "$file" > "$file.new"
    mv "$file.new" "$file"
}

upgrade=("$@")
lock requirements.txt --group build
lock requirements-dev.txt --group build --group dev --constraint requirements.txt
lock requirements-bench.txt --group build --group bench --constraint requirements.txt

# What connects the demonstration's made-up people, brought when they are first asked for: as the tests have it.
client=src/hearthside/project/demo/group/client.txt
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
    --constraint requirements-dev.txt --no-emit-package numpy --no-emit-package types-protobuf --no-annotate \
    - --output-file "$client" <<< livekit
printf '%s\n%s\n\n' "# Made by tools/lock.sh; do not edit. What client.py brings; numpy is the program's own." \
    "# Installed with --require-hashes: a changed package is refused." | cat - "$client" > "$client.new"
mv "$client.new" "$client"
