"""A YAML file whose every mapping knows the line it begins on."""

from pathlib import Path

import yaml

from domain.errors import SeedError

LINE = "__line__"


class _MarkingLoader(yaml.SafeLoader):
    """Adds its line to each mapping and refuses a key written twice."""


def _mapping(loader: _MarkingLoader, node: yaml.MappingNode) -> dict[object, object]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for (key_node, _), key in zip(node.value, keys, strict=True):
        if keys.count(key) > 1:
            line = key_node.start_mark.line + 1
            raise SeedError(f"{loader.name}:{line}: {key!r} is written more than once")
    loaded: dict[object, object] = loader.construct_mapping(node, deep=True)
    return loaded | {LINE: node.start_mark.line + 1}


_MarkingLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path, *, name: str = "") -> dict[object, object]:
    """
    The mapping in the file, which messages call by this name, or by its own.

    Raises:
        SeedError: the file is not YAML, not one mapping, or repeats a key.
    """
    loader = _MarkingLoader(path.read_text(encoding="utf-8"))
    loader.name = name or path.name
    try:
        loaded = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise SeedError(f"{loader.name}:{line}: {error.problem}") from error
    finally:
        loader.dispose()
    if not isinstance(loaded, dict):
        raise SeedError(f"{loader.name}:1: not a mapping")
    return loaded
