"""Imports go one way, and heavy or foreign libraries stay where they belong."""

import ast
import subprocess
import sys

import pytest

LAYERS = (
    {"errors", "memory", "names", "rates", "threads"},
    {"codes", "install", "process", "processor", "renames"},
    {"tables", "schema"},
    {"guard", "tiles"},
    {"compose"},
    {"symbols"},
    {"batch"},
    {"world", "scenario", "draw"},
    {"checks", "duties", "politics"},
    {"trade", "bargaining", "invest", "security", "society", "policies", "measures", "history", "records"},
    {"exceptions", "answers"},
    {"config", "clock"},
    {"agents", "blocks", "saved"},
    {"load", "coupling"},
    {"model", "depends"},
    {"branch", "side_by_side", "twins"},
    {"run"},
    {"explain"},
    {"commands"},
    {"sweep", "__main__", "evidence"},
    {"analysis", "sweep_cli", "counterfactual_cli"},
    {"analysis_cli", "dashboard", "completion"},
)
BLOCKS = ("trade", "bargaining", "invest", "security", "society", "measures")
PROMISED = {
    ("security/__init__.py", "giants.evidence.security.national"),
    ("commands/summary.py", "giants.analysis.translate"),
}
"""Handed on when it is asked for: a public name that was promised where it no longer stands, and the translator."""
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
ONE_FILE = ("distributions", "hindcast", "recent_violence", "threats", "validate")
FIGURES = {
    "figures.py",
    "one.py",
    "two.py",
    "timeline.py",
    "style.py",
    "tilemap.py",
    *(f"analysis/{name}.py" for name in ONE_FILE),
}
ONLY_IN = {
    "mesa": {"agents", "model"},
    "hydra": {"__main__", "compose", "guard", "sweep/axes.py"},  # the last composes the configuration of a sweep
    "omegaconf": {"__main__", "compose", "guard", "sweep/axes.py"},
    "seaborn": FIGURES,
    "matplotlib": FIGURES,
    "dask": {"sweep"},
    "SALib": {"analysis", "sweep"},
    "ema_workbench": {"analysis"},
}


def part_of(path):
    return path.split("/")[0].removesuffix(".py")


def imports(tree, path):
    """Yield (line, dotted module) of every import, wherever it stands; relative ones made absolute."""
    package = ["giants", *path.split("/")[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            if module == "giants":
                for alias in node.names:
                    yield node.lineno, f"giants.{alias.name}"
            else:
                yield node.lineno, module


def uses(sources):
    for path, tree in sources.items():
        for line, module in imports(tree, path):
            yield path, line, module


def test_every_part_of_the_package_has_its_place_in_the_order(sources):
    assert {part_of(path) for path in sources} - {"__init__"} <= set(RANK)


def test_imports_go_one_way(sources):
    wrong = []
    for path, line, module in uses(sources):
        here, parts = part_of(path), module.split(".")
        if parts[0] != "giants" or len(parts) == 1 or here == "__init__" or parts[1] == here:
            continue
        if (path, module) not in PROMISED and (parts[1] not in RANK or RANK[parts[1]] >= RANK[here]):
            wrong.append(f"{path}:{line} imports {module}")
    assert wrong == []


def test_every_module_of_a_block_serves_a_month_or_is_its_public_door(sources):
    """What only validates stands in evidence/, what only compares runs in analysis/: a run reaches all of a block."""
    reached, ahead = set(), ["run.py"]
    while ahead:
        path = ahead.pop()
        if path not in reached:
            reached.add(path)
            ahead += files(sources, path)
    idle = {path for path in sources if part_of(path) in BLOCKS and not path.endswith("__init__.py")} - reached
    assert not idle


def files(sources, path):
    """Yield the files of the package that a module imports, also by name as in `from package import module`."""
    for node in ast.walk(sources[path]):
        if isinstance(node, ast.ImportFrom) and node.module and (path, node.module) not in PROMISED:
            place = node.module.replace(".", "/").removeprefix("giants").lstrip("/")
            for name in (place, *(f"{place}/{alias.name}".lstrip("/") for alias in node.names)):
                yield from {f"{name}.py", f"{name}/__init__.py"} & sources.keys()


def test_the_package_itself_imports_nothing(sources):
    # import giants must stay instant: --help and --version pay for whatever stands here.
    assert list(imports(sources["__init__.py"], "__init__.py")) == []


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_is_imported_only_where_it_belongs(sources, library):
    wrong = [
        f"{path}:{line} imports {module}"
        for path, line, module in uses(sources)
        if module.split(".")[0] == library and not {part_of(path), path, path.split("/")[-1]} & ONLY_IN[library]
    ]
    assert wrong == []


def test_hydra_and_mesa_do_not_slow_the_commands(root):
    """`--help` and the workers of a sweep must not pay for them, so they are imported where they are used."""
    code = "import sys, giants.__main__, giants.compose, giants.records.store; print(*sys.modules)"
    listed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert {"hydra", "mesa", "pandas", "seaborn", "matplotlib"} & set(listed.stdout.split()) == set()


def test_nothing_uses_the_shared_generators(sources):
    """Luck comes from draw.py; designs, bootstraps and ensembles that are not part of a run may make generators."""
    wrong = [f"{path}:{line}" for path, line, module in uses(sources) if module.split(".")[0] in ("random", "secrets")]
    for path, tree in sources.items():
        if part_of(path) in ("draw", "sweep", "analysis", "evidence"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in ("random", "default_rng", "RandomState"):
                owner = node.value
                if isinstance(owner, ast.Name) and owner.id in ("np", "numpy", "mesa", "self", "model"):
                    wrong.append(f"{path}:{node.lineno}")
    assert wrong == []


def test_blocks_are_handed_their_luck(sources):
    """Only what runs months makes Draws; `evidence/security/alone.py` is such a runner, of one block by itself.

    `noise.py` of a block says what it draws, to both.
    """
    runners = ("blocks.py", "model.py", "load.py", "run.py")
    wrong = [
        f"{path}:{line}"
        for path, line, module in uses(sources)
        if module == "giants.draw" and path not in runners and not path.endswith(("/alone.py", "/noise.py"))
    ]
    assert wrong == []


def test_no_loop_goes_over_a_set(sources):
    """The order of a set may differ between processes, so nothing that matters may follow it."""
    wrong = []
    for path, tree in sources.items():
        for node in ast.walk(tree):
            over = getattr(node, "iter", None) if isinstance(node, ast.For | ast.comprehension) else None
            call = (
                isinstance(over, ast.Call) and isinstance(over.func, ast.Name) and over.func.id in ("set", "frozenset")
            )
            if isinstance(over, ast.Set | ast.SetComp) or call:
                wrong.append(f"{path}:{over.lineno}")
    assert wrong == []


def test_no_text_is_ever_run_as_code(sources):
    wrong = []
    for path, tree in sources.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("exec", "eval"):
                wrong.append(f"{path}:{node.lineno}")
            if isinstance(node, ast.Attribute | ast.Name):
                name = node.attr if isinstance(node, ast.Attribute) else node.id
                if name in ("instantiate", "get_class", "_getframe"):
                    wrong.append(f"{path}:{node.lineno}")
    assert wrong == []


def test_no_configuration_names_code(root):
    assert [str(p) for p in (root / "conf").rglob("*.yaml") if "_target_" in p.read_text(encoding="utf-8")] == []


def test_the_reader_of_imports_sees_each_way_to_write_one():
    text = "import mesa.time\nfrom giants import trade\nfrom ..security import conflict\nfrom . import nash\n"
    found = [module for _, module in imports(ast.parse(text), "bargaining/threat.py")]
    assert found == ["mesa.time", "giants.trade", "giants.security", "giants.bargaining"]
