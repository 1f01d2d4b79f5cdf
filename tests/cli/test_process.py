"""How a command ends: its status, and one line for a mistake or an interrupt."""

import sys

import pytest

from giants import analysis_cli
from giants.analysis import command
from giants.errors import InputError
from giants.process import carry_out


def mistaken():
    raise InputError("what is wrong")


def interrupted():
    raise KeyboardInterrupt


def wrapped():
    """Make an error of an interrupt, as libraries do that tidy up on their way out."""
    try:
        try:
            interrupted()
        finally:
            raise ValueError("a name that is gone")
    except ValueError as error:
        raise InputError(str(error)) from None


@pytest.mark.parametrize(
    ("ends", "status", "said"),
    [
        (lambda: 1, 1, ""),
        (mistaken, 2, "name: what is wrong\n"),
        (interrupted, 130, "name: stopped\n"),
        (wrapped, 130, "name: stopped\n"),
    ],
    ids=["status", "mistake", "interrupt", "wrapped"],
)
def test_a_command_ends_with_its_status_and_one_line(capsys, ends, status, said):
    with pytest.raises(SystemExit) as ended:
        carry_out("name", ends, "stopped")
    assert ended.value.code == status
    assert capsys.readouterr().err == said


def test_an_interrupted_script_says_so(monkeypatch, capsys):
    monkeypatch.setattr(command, "run_script", lambda *_: interrupted())
    assert command.script("compare")([]) == 130
    assert capsys.readouterr().err == "compare: interrupted; files that were written stay\n"


class Interrupting:
    """What finds modules, at the instant of a Ctrl-C."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "giants.analysis.command":
            interrupted()


def test_an_interrupt_while_the_libraries_of_the_analysis_are_loaded_is_told(monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "giants.analysis.command")
    monkeypatch.setattr(sys, "meta_path", [Interrupting, *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        analysis_cli.main(["compare"])
    assert ended.value.code == 130
    assert capsys.readouterr().err == "giants-analyse: interrupted\n"
