"""`python -m bench NAME` runs one program, `python -m bench` lists them all."""

import importlib
import pkgutil
import sys

import bench

_NOT_PROGRAMS = {"__main__", "databases", "measure"}


def programs() -> list[str]:
    """The names that can be run."""
    found = (module.name for module in pkgutil.iter_modules(bench.__path__))
    return sorted(name for name in found if name not in _NOT_PROGRAMS)


def main(arguments: list[str]) -> int:
    """Run the named program; 0 when it keeps its budget, 1 when it does not, 2 for a wrong name."""
    if len(arguments) != 1 or arguments[0] not in programs():
        print("python -m bench NAME")
        for name in programs():
            summary = (importlib.import_module(f"bench.{name}").__doc__ or "").strip()
            print(f"  {name:<16}{summary.splitlines()[0]}")
        return 2 if arguments else 0
    return 0 if importlib.import_module(f"bench.{arguments[0]}").run() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
