"""`python -m bench NAME` runs one program, `python -m bench` lists them all."""

import importlib
import pkgutil
import sys

import bench

_NOT_PROGRAMS = {
    *(
        "__main__",
        "databases",
        "figures",
        "measure",
        "raw",
        "restarting",
        "visitor",
        "voices",
        "writes",
    ),
}


def programs() -> list[str]:
    """The names that can be run."""
    found = (module.name for module in pkgutil.iter_modules(bench.__path__))
    return sorted(name for name in found if name not in _NOT_PROGRAMS)


def main(arguments: list[str]) -> int:
    """Run the named program; 0 when it ran, over budget or not, and 2 for a wrong name."""
    if not arguments or arguments[0] not in programs():
        print("python -m bench NAME [options]")
        for name in programs():
            summary = (importlib.import_module(f"bench.{name}").__doc__ or "").strip()
            print(f"  {name:<16}{summary.splitlines()[0]}")
        return 2 if arguments else 0
    name, *options = arguments
    importlib.import_module(f"bench.{name}").run(*options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
