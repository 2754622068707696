#!/usr/bin/env bash
# Makes .venv from a hash-locked requirement file and links this checkout into it.
#
#   tools/install.sh            what the program needs      (requirements.txt)
#   tools/install.sh dev        and what the tests need     (requirements-dev.txt)
#   tools/install.sh bench      and what the bench needs    (requirements-bench.txt)
#
# uv is used where present, else pip. PYTHON=python3.13 names the Python to use. Says nothing when nothing is to do.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:-run}
# What is installed for a kind serves the kinds in `serves` as well: the locks agree on every version they share.
case $kind in
    run) locks=(requirements.txt) serves=(run) ;;
    dev) locks=(requirements-dev.txt) serves=(run dev) ;;
    bench) locks=(requirements-dev.txt requirements-bench.txt) serves=(run dev bench) ;;
    *) echo "Unknown: $kind. Say dev, bench or nothing." >&2; exit 2 ;;
esac

as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo "

fits() { # Is this command a Python from 3.11 to 3.14?
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

# Called, not only imported: a folder of that name that a removed package left behind can be imported as well.
BRINGS_PIP='import ensurepip; ensurepip.version()'

usable() { # Is .venv a Python that fits and into which something can be installed?
    fits .venv/bin/python || return 1
    command -v uv >/dev/null || .venv/bin/python -c 'import pip' 2>/dev/null ||
        .venv/bin/python -c "$BRINGS_PIP" 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        fits "$PYTHON" && echo "$PYTHON" && return
        echo "PYTHON=$PYTHON is not a Python from 3.11 to 3.14." >&2
        return 1
    fi
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$name" >/dev/null && fits "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

python_package() { # The command that brings what is missing, for this system's package manager.
    local version=$1
    if command -v apt-get >/dev/null; then echo "${as_root}apt-get install -y python$version-venv"
    elif command -v dnf >/dev/null; then echo "${as_root}dnf install -y python$version"
    elif command -v zypper >/dev/null; then echo "${as_root}zypper install -y python${version/./}"
    elif command -v apk >/dev/null; then echo "${as_root}apk add python3 py3-pip"
    elif command -v pacman >/dev/null; then echo "${as_root}pacman -S --noconfirm python"
    elif command -v brew >/dev/null; then echo "brew install python@$version"
    else echo "the installer from python.org for Python $version"
    fi
}

make_venv() {
    local python
    if ! python=$(find_python); then
        if command -v uv >/dev/null && [ -z "${PYTHON:-}" ]; then
            uv venv --quiet --python '>=3.11,<3.15' .venv && return
        fi
        echo "Hearthside needs Python 3.11 to 3.14. Install it with: $(python_package 3.11)" >&2
        echo "Then say \`make install\` again, or name it: make install PYTHON=python3.11" >&2
        exit 1
    fi
    if command -v uv >/dev/null && uv venv --quiet --python "$python" .venv; then return; fi
    if ! "$python" -c "import venv; $BRINGS_PIP" 2>/dev/null; then
        local version
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "This Python cannot make a virtual environment. Say: $(python_package "$version")" >&2
        echo "Then say \`make install\` again." >&2
        exit 1
    fi
    local said
    if ! said=$("$python" -m venv .venv 2>&1); then
        # Half of one would be taken for a whole one the next time.
        rm -rf .venv
        echo "$said" >&2
        echo "The virtual environment could not be made; nothing of it was kept." >&2
        exit 1
    fi
}

with_pip() {
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip --disable-pip-version-check "$@"
}

add() { # Installs, with uv if it is here and succeeds, else with pip.
    if command -v uv >/dev/null; then
        uv pip install --quiet --python .venv/bin/python "$@" && return
        echo "uv could not install; trying pip." >&2
    fi
    with_pip install --quiet "$@"
}

# A folder that was moved, is half made, or whose Python has gone, is made anew; one not ours to make is left alone.
if [ -e .venv ] && ! usable; then
    if [ ! -f .venv/pyvenv.cfg ]; then
        echo ".venv is here but is no virtual environment. Move it away and say \`make install\` again." >&2
        exit 1
    fi
    rm -rf .venv
fi
if [ -e .venv ] && [ ! -w .venv ]; then
    echo ".venv belongs to somebody else. Use your own copy of this folder, or remove .venv as its owner." >&2
    exit 1
fi
[ -e .venv ] || make_venv

done_for=$({ pwd; .venv/bin/python --version; cat requirements*.txt pyproject.toml tools/install.sh; } | cksum)
[ "$(cat ".venv/.installed-$kind" 2>/dev/null)" = "$done_for" ] && exit 0

echo "Installing into .venv ($kind); this takes a minute or two the first time."
# Only ready-made packages: nothing is compiled here, so no compiler is needed.
for lock in "${locks[@]}"; do add --only-binary :all: --require-hashes -r "$lock"; done
# The build backend is in the lock as well, so this step downloads nothing.
add --no-deps --no-build-isolation --editable .
for served in "${serves[@]}"; do echo "$done_for" > ".venv/.installed-$served"; done
