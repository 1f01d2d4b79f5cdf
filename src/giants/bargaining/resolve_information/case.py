"""What is known of a threat when its target makes up its mind."""

from typing import NamedTuple

from giants.symbols import Array


class Case(NamedTuple):
    """Threats as their targets see them, each (N,)."""

    estimate: Array
    """chance of a concession, as estimated on coded cases"""
    believed: Array
    """chance that the threat is carried out if resisted"""
    expressive: Array
    """1 if the sender is in fact of the expressive type, which only `known` may use"""
    cost: Array
    """of what is asked to the target, share of its GDP"""
    loss: Array
    """of the target if the threat is carried out, share of its GDP"""
    worth: Array
    """of what is asked to the sender, share of its GDP"""
    audience: Array
    """cost of backing down, share of the sender's GDP"""
