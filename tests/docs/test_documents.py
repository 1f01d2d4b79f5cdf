"""What the documents name exists, and what they tell a reader to type works."""

import importlib
import re
import shlex
from pathlib import Path

import pytest

from giants import counterfactual_cli, symbols
from giants.commands import COMMANDS
from giants.config import default_settings
from giants.renames import RENAMED
from giants.symbols import AXES, PHASES, table

ROOT = Path(__file__).resolve().parents[2]
FILES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
DOCUMENTS = [path.relative_to(ROOT).as_posix() for path in FILES]
SYMBOLS = {(row["block"], row["name"]) for row in table()}


def text_of(document):
    return (ROOT / document).read_text(encoding="utf-8")


def fenced(document, *languages):
    """Yield the content of every fenced block in one of the languages."""
    for language, content in re.findall(r"^```(\w*)\n(.*?)^```$", text_of(document), flags=re.MULTILINE | re.DOTALL):
        if language in languages:
            yield content


def commands(program):
    """Yield (document, words) of every command line that calls `program`."""
    for document in DOCUMENTS:
        for block in fenced(document, "", "bash", "sh", "console"):
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.split(line.removeprefix("$ "), comments=True)
                if words and words[0] == program:
                    yield document, words[1:]


def quoted(document, pattern):
    """Return what `pattern` finds in the inline code of a document, made pages of equations included."""
    return set(re.findall(rf"`{pattern}`", text_of(document)))


def resolve(name):
    """Import as much of a dotted name as is a module, and look the rest up."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise ModuleNotFoundError(name)


LONG = {"docs/sweeps.md"}  # its examples are sweeps
RUN_WHOLE = ("docs/first_hour.md", "docs/howto/")  # every block of theirs is run in order by test_howto.py
BLOCKS = {document: list(fenced(document, "python")) for document in DOCUMENTS if not document.startswith(RUN_WHOLE)}
GIANTS = [
    pytest.param(words, id=f"{document}-{' '.join(words)}")
    for document, words in commands("giants")
    if not document.startswith(RUN_WHOLE)
]


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(document, marks=[pytest.mark.slow] if document in LONG else [])
        for document, blocks in BLOCKS.items()
        if blocks
    ],
)
def test_python_blocks_run(document, tmp_path, monkeypatch):
    """Blocks of one document are run in order, as a reader would type them in one session."""
    monkeypatch.chdir(tmp_path)
    session = {"__name__": "document"}
    for block in BLOCKS[document]:
        try:
            exec(compile(block, document, "exec"), session)
        except ModuleNotFoundError as error:
            if str(error.name).startswith("giants"):
                raise
            pytest.skip(f"{error.name} is not installed: the rest of the page is not tried")


@pytest.mark.parametrize("words", GIANTS)
def test_giants_commands_compose(words, tmp_path, monkeypatch):
    """Each value of a comma-separated list must be known, so each is tried once (a branch: what it changes)."""
    if words[0] == "explain":
        pytest.skip("it needs the run of the page: tests/cli/test_explain.py has one")
    if words[0] in COMMANDS:
        monkeypatch.chdir(tmp_path)
        assert COMMANDS[words[0]].run(words[1:]) == 0
        return
    words = [word for word in words if not word.startswith("branch=")]
    pairs = [word.split("=", 1) for word in words if word != "-m"]
    choices = [[f"{key}={one}" for one in ([values] if "[" in values else values.split(","))] for key, values in pairs]
    longest = max(map(len, choices), default=1)
    for i in range(longest):
        assert default_settings([values[i % len(values)] for values in choices])


def test_there_are_blocks_and_commands_to_try():
    assert sum(map(len, BLOCKS.values())) >= 4
    assert len(GIANTS) >= 8


def test_the_readmes_shortcut_runs(capsys):
    """Its commands on the folder of a sweep are run in tests/analysis, the validation there too."""
    given = [words for document, words in commands("giants-counterfactual") if document == "README.md"]
    assert given
    for words in given:
        assert counterfactual_cli.main(words) == 0
        assert "MEX" in capsys.readouterr().out


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_dotted_name_exists(document):
    missing = []
    for name in sorted(quoted(document, r"(giants(?:\.\w+)+)(?:\(\))?")):
        try:
            resolve(name)
        except (ModuleNotFoundError, AttributeError):
            missing.append(name)
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_symbol_that_is_named_exists_or_is_an_earlier_name(document):
    earlier = {name.removeprefix("world.") for name in RENAMED} if document == "docs/symbols.md" else set()
    missing = {".".join(pair) for pair in quoted(document, r"world\.(\w+)\.(\w+)") if pair not in SYMBOLS}
    assert quoted(document, r"world\.(\w+)") - set(symbols.BLOCKS) - earlier == set()
    assert missing - earlier == set()


def test_the_schedule_of_the_model_page_is_the_month():
    rows = re.findall(r"^\| \d+ \w+ \| `world\.(\w+)` \|", text_of("docs/model.md"), flags=re.MULTILINE)
    assert rows == list(PHASES)


def test_the_numbers_of_the_model_page_are_those_of_the_code():
    text = text_of("docs/model.md")
    for words, letters in {
        "economies": "n",
        "sectors": "j",
        "Mexican states": "s",
        "criminal groups": "k",
        "multinational firms": "f",
        "border crossings, seaports": "xq",
        "bargaining issues": "d",
    }.items():
        given = re.search(rf"^\| {words} \| (\d+)(?:, (\d+))?", text, flags=re.MULTILINE).groups()
        assert [int(n) for n in given if n][: len(letters)] == [AXES[a] for a in letters]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_is_named_exists(document):
    named = quoted(document, r"((?:src|tests|analysis|docs|conf|benchmarks)/[\w./-]+\.\w+)")
    own = "conf/" if document.startswith(RUN_WHOLE) else "conf/none"
    named = {name for name in named if not name.endswith("/mine.yaml") and not name.startswith(own)}  # the reader's own
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    folders = "trade|states|security|episodes|history|society"
    tables = quoted(document, rf"((?:{folders})/\w+\.csv)")
    assert [name for name in sorted(tables) if not (ROOT / "src/giants/data" / name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_resolves(document):
    text = text_of(document)
    links = [link for link in re.findall(r"\]\(\s*([^)\s]+)\s*\)", text) if "://" not in link]
    folder = (ROOT / document).parent
    for link in links:
        path, _, anchor = link.partition("#")
        target = folder / path if path else ROOT / document
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), flags=re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}, link


def test_a_word_of_the_glossary_has_one_meaning_and_a_place():
    rows = re.findall(r"^\| (?!word|---)(.+?) \| (.+) \| (.+) \|$", text_of("docs/glossary.md"), flags=re.MULTILINE)
    words = [word.strip().lower() for terms, _, _ in rows for word in terms.split(",")]
    assert len(words) > 60
    assert sorted(words) == sorted(set(words))
    assert [terms for terms, _, place in rows if "`" not in place] == []
