"""Does the model reproduce what is published, and today's Mexico?  The same as `giants-analyse validate`.

`python analysis/validate.py --page` writes docs/validation.md, its figures and the counts that reports show instead.
"""

import sys
from pathlib import Path

from giants.analysis.command import script

main = script("validate")
DOCS = Path(__file__).resolve().parents[1] / "docs"


def write_page(docs: Path = DOCS) -> None:
    """Write the page and its figures into a folder of documents, and the counts into the data."""
    import pandas as pd

    from giants import codes
    from giants.analysis import hindcast
    from giants.analysis.report_parts import STANDING
    from giants.analysis.result import SIZES
    from giants.analysis.validate import of
    from giants.analysis.validation_page import FIGURES, HELD_OUT, page
    from giants.evidence.blocks import blocks
    from giants.evidence.rows import counts
    from giants.evidence.trade.validation import replicates, replication_folder

    if not replicates(replication_folder()):
        sys.exit("validate --page: name the folder of trade/cp2015 and trade/lib2025 in GIANTS_REPLICATION_DATA first")
    made = blocks()
    held_out = hindcast.result()
    counts(made.items()).to_csv(codes.path_of(STANDING), index=False, lineterminator="\n")
    (docs / "validation.md").write_text(page(made, held_out), encoding="utf-8")
    figures = {name or "counts": draw for name, draw in of(made, pd.DataFrame()).figures.items()}
    figures |= {f"hindcast_{name}": held_out.figures[name] for name in HELD_OUT}
    for name, draw in figures.items():
        draw(SIZES["large"]).savefig(docs / FIGURES.format(name))


if __name__ == "__main__":
    if sys.argv[1:] == ["--page"]:
        write_page()
    else:
        sys.exit(main())
