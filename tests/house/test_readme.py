"""What the documents tell a reader to type exists."""

import re
import shlex

import pytest

SHELL = re.compile(r"```(?:bash|sh|shell|console)\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "runs/README.md")


@pytest.fixture(scope="module")
def targets(root):
    return set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


def commands(text):
    for block in SHELL.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            if words:
                yield words


def text_of(root, document):
    return (root / document).read_text(encoding="utf-8")


def test_the_readme_gives_the_two_commands(root):
    given = [words[:2] for words in commands(text_of(root, "README.md"))]
    assert ["make", "run"] in given
    assert ["make", "test"] in given


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_command_is_a_target(root, targets, document):
    text = text_of(root, document)
    named = set(re.findall(r"`make ([a-z]+)[` ]", text)) | {w[1] for w in commands(text) if w[0] == "make" and w[1:]}
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_script_that_is_named_exists(root, document):
    text = text_of(root, document)
    named = {word for words in commands(text) for word in words if word.endswith(".py")}
    named |= set(re.findall(r"`((?:src|tests|analysis|docs|conf|benchmarks)/[\w./-]+\.\w+)`", text))
    assert [name for name in sorted(named) if not (root / name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_to_a_file_resolves(root, document):
    folder = (root / document).parent
    links = re.findall(r"\]\(([^)#\s]+)\)", text_of(root, document))
    assert [link for link in links if "://" not in link and not (folder / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_python_blocks_compile_and_import(root, document):
    for block in PYTHON.findall(text_of(root, document)):
        compile(block, document, "exec")
        imports = "\n".join(line for line in block.splitlines() if line.startswith(("import ", "from ")))
        exec(compile(imports, document, "exec"), {})


def test_the_ci_script_runs_the_readme_test_command(root):
    assert "\nmake test\n" in text_of(root, ".ci/run")
