"""giants: an agent-based geopolitical bargaining model of Mexico between giants."""

_LAZY = {"load_run": "giants.records", "load_sweep": "giants.sweep.load"}

__all__ = ["load_run", "load_sweep"]


def __getattr__(name: str) -> object:
    # Resolved when first asked for, so that `import giants` and every --help stay instant.
    if name in _LAZY:
        return getattr(__import__(_LAZY[name], fromlist=[name]), name)
    raise AttributeError(f"module 'giants' has no attribute {name!r}")
