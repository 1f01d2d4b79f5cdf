"""Configurations of all combinations of group choices, composing each choice once where the groups are independent."""

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

type Tree = dict[str, Any]
type Composed = tuple[Tree, dict[str, str]]
type Choice = Mapping[str, str]
type Compose = Callable[[Sequence[str]], Composed]
type Alone = Callable[[Sequence[str], str, str], Composed | None]


def assembler(
    compose: Compose, fixed: Sequence[str], axes: Mapping[str, Sequence[str]], alone: Alone | None = None
) -> Callable[[Choice], Composed]:
    """Return what gives the configuration (and the choices) of any combination of one option per axis.

    Composing takes a quarter of a second, and a sweep may combine eight strategies with nine scenarios and five
    postures.  If different axes change different top keys, and the corner farthest from the first options is what
    the parts say, then every combination is put together from parts; otherwise each is composed by itself.
    `alone` composes one option of a group without the rest, or returns None where that cannot be done.
    """

    def composed(choice: Choice) -> Composed:
        return compose([*fixed, *(f"{key}={value}" for key, value in choice.items())])

    varied = {key: options for key, options in axes.items() if len(options) > 1}
    if len(varied) < 2 or prod(map(len, varied.values())) <= sum(map(len, varied.values())) + 1:
        return composed
    first = {key: options[0] for key, options in axes.items()}
    base = composed(first)
    parts = {
        (key, o): (alone and alone(fixed, key, o)) or composed({**first, key: o})
        for key, options in varied.items()
        for o in options[1:]
    }
    changed = {key: _changed(base, [parts[key, o] for o in options[1:]]) for key, options in varied.items()}

    def assembled(choice: Choice) -> Composed:
        tree, choices = dict(base[0]), dict(base[1])
        for key, option in choice.items():
            if (key, option) in parts:
                part, picked = parts[key, option]
                tree.update({top: part[top] for top in changed[key] if top in part})
                choices.update({group: name for group, name in picked.items() if base[1].get(group) != name})
        return tree, choices

    corner = {key: options[-1] for key, options in axes.items()}
    tops = [top for touched in changed.values() for top in touched]
    independent = len(set(tops)) == len(tops) and assembled(corner) == composed(corner)
    return assembled if independent else composed


def _changed(base: Composed, others: Sequence[Composed]) -> list[str]:
    """Return the top keys in which any of `others` differs from `base`."""
    tops = dict.fromkeys(top for tree, _ in others for top in tree)
    before = base[0]
    return [t for t in tops if any(t in tree and (t not in before or tree[t] != before[t]) for tree, _ in others)]
