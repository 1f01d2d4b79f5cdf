#!/bin/sh
# Tests the package, built and installed as a wheel, under another Python and other versions of what it needs.
#   tests/versions.sh python3.13                 newest versions
#   tests/versions.sh python3.12 lowest-direct   the floors of pyproject.toml
# What follows goes to pytest (default: a quick subset that enters every block).
set -eu
cd "$(dirname "$0")/.."
python=$1 resolution=${2:-highest}
[ $# -gt 1 ] && shift
shift
[ $# -gt 0 ] || set -- tests/cli tests/config tests/trade tests/security tests/sweep/test_sweep_search.py tests/records
place=build/versions/$(basename "$python")-$resolution
[ -x .venv/bin/uv ] || make setup
uv=.venv/bin/uv
rm -rf "$place" && mkdir -p "$place"
$uv venv --quiet --python "$python" "$place/env"
$uv build --quiet --wheel --out-dir "$place"
# what pyproject.toml names is direct, which it would not be as what a wheel needs
$uv pip install --quiet --python "$place/env/bin/python" --resolution "$resolution" -r pyproject.toml \
    --extra analysis --extra search 'pytest>=8.3' 'hypothesis>=6.110' 'pytest-xdist>=3.6'
$uv pip install --quiet --python "$place/env/bin/python" --no-deps "$place"/*.whl
OMP_NUM_THREADS=1 "$place/env/bin/python" -m pytest -q -n 2 -p no:cacheprovider "$@"
