#!/bin/sh
# Computes the documented sweep and draws the gallery and the report from it.
#   ./reproduce.sh          every strategy x three scenarios x 10 seeds, ten years (some minutes on two cores)
#   ./reproduce.sh small    two strategies x two scenarios x 3 seeds, fourteen months (about a minute; for CI)
# Results stand below runs/, the gallery in docs/gallery (small: runs/gallery_small/gallery).  An interrupted sweep is taken up
# where it stopped; remove runs/gallery to begin again after the model has changed.
set -eu
cd "$(dirname "$0")"
[ -x .venv/bin/python ] || make setup
PATH="$PWD/.venv/bin:$PATH"
export OMP_NUM_THREADS=1
step() { echo "$(date +%H:%M:%S) step $1 of 3: $2"; }
sweep() { python -c 'from giants.sweep_cli import main; main()' "$@"; }

if [ "${1:-}" = small ]; then
    step 1 "the sweep, into runs/gallery_small"
    sweep name=gallery_small mexico=status_quo,calibrated_autonomy scenario=baseline_2026,tariff_shock \
        'seed=range(0,3)' months=14 record=yearly quiet=true
    step 2 "six figures"
    python examples/gallery.py runs/gallery_small --out runs/gallery_small/gallery --small
    step 3 "the report"
    python analysis/report.py runs/gallery_small
else
    step 1 "the sweep, into runs/gallery"
    sweep name=gallery 'mexico=glob(*)' scenario=baseline_2026,tariff_shock,usmca_sunset 'seed=range(0,10)' record=yearly
    step 2 "six figures, into docs/gallery"
    python examples/gallery.py runs/gallery
    step 3 "the report"
    python analysis/report.py runs/gallery
fi
