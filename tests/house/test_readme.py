"""What the documents tell a reader to type exists."""

import itertools
import re
import shlex

import pytest

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "runs/README.md")


@pytest.fixture(scope="module")
def targets(root):
    return set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


def fenced(text):
    """Yield (language, content) of every fenced block."""
    language, held = None, []
    for line in text.splitlines():
        if line.startswith("```"):
            if language is None:
                language, held = line[3:].strip(), []
            else:
                yield language, "\n".join(held)
                language = None
        elif language is not None:
            held.append(line)


def commands(text):
    """Yield the words of every command line that a reader is told to type."""
    for language, block in fenced(text):
        if language not in ("", "bash", "sh", "shell", "console"):
            continue
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
    named |= set(re.findall(r"`((?:src|tests|analysis|docs|conf|benchmarks)/[\w./-]+\.\w+)[:`]", text))
    assert [name for name in sorted(named) if not (root / name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_to_a_file_resolves(root, document):
    folder = (root / document).parent
    links = re.findall(r"\]\(([^)#\s]+)\)", text_of(root, document))
    assert [link for link in links if "://" not in link and not (folder / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_python_blocks_compile_and_import(root, document):
    for block in (content for language, content in fenced(text_of(root, document)) if language == "python"):
        compile(block, document, "exec")
        imports = "\n".join(line for line in block.splitlines() if line.startswith(("import ", "from ")))
        exec(compile(imports, document, "exec"), {})


def test_the_ci_script_runs_the_readme_test_command(root):
    assert "\nmake test\n" in text_of(root, ".ci/run")


def test_every_giants_command_of_the_readme_composes(root):
    given = [words[1:] for words in commands(text_of(root, "README.md")) if words[0] == "giants"]
    given = [words for words in given if words[:1] != ["explain"]]  # which needs a run
    assert given
    for words in given:
        settings(
            [word for word in words if word != "-m" and not word.startswith("branch=")]
        )  # which is no key of a run


def settings(words):
    """Check one command; of a comma-separated list every value must be known, so each is tried."""
    from giants.config import default_settings

    for choice in itertools.product(*([f"{w.split('=')[0]}={v}" for v in w.split("=")[1].split(",")] for w in words)):
        assert default_settings(choice)
