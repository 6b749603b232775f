#!/usr/bin/env bash
# Makes the environment in .venv: the installer first, PyTorch for the CPU, then what the lock names.
# Called by `make setup`; every package but PyTorch is checked against its hash.
set -euo pipefail
cd "$(dirname "$0")/.."

TORCH=2.13.0
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  { echo "error: Python 3.11 or newer is needed; this is $("$python" --version). Set PYTHON=…" >&2; exit 3; }

[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.txt
uv() { VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv "$@"; }

# The ordinary Linux wheel of PyTorch brings gigabytes of CUDA. In this order: a CPU wheel from the
# folder that PIP_FIND_LINKS names, PyTorch's own CPU index, whatever pip is set up to find.
torch() {
  if [ "$(uname)" = Darwin ]; then uv pip install --no-deps "torch==$TORCH"; return; fi
  if [ -n "${PIP_FIND_LINKS:-}" ] &&
    uv pip install --quiet --no-deps --find-links "$PIP_FIND_LINKS" "torch==$TORCH+cpu" 2>/dev/null; then return; fi
  UV_HTTP_TIMEOUT=60 uv pip install --no-deps --torch-backend=cpu "torch==$TORCH" ||
    .venv/bin/python -m pip install --no-deps "torch==$TORCH"
}
.venv/bin/python -c "import importlib.metadata as m; assert m.version('torch').startswith('$TORCH')" 2>/dev/null || torch

uv pip install --quiet --no-deps --require-hashes -r requirements.lock
touch .venv/ready
