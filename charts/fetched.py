"""What the drawing of a chart would fetch, and the same chart with that inside."""

from collections.abc import Callable, Mapping
from typing import TypeGuard

from charts.theme import Spec


def with_shapes_inside(spec: Spec, shapes: Callable[[str], object]) -> Spec:
    """The same chart with what it would fetch inside; `shapes` gives what an address holds."""
    return {name: _inside(part, shapes) for name, part in spec.items()}


def _inside(part: object, shapes: Callable[[str], object]) -> object:
    if isinstance(part, list | tuple):
        return [_inside(one, shapes) for one in part]
    if not isinstance(part, Mapping):
        return part
    if _is_fetched(part):
        return {**{k: v for k, v in part.items() if k != "url"}, "values": shapes(part["url"])}
    return {name: _inside(one, shapes) for name, one in part.items()}


def _is_fetched(part: object) -> TypeGuard[Mapping[str, str]]:
    return isinstance(part, Mapping) and isinstance(part.get("url"), str)


def fetches(part: object) -> bool:
    """Whether anything in a chart would have to be fetched."""
    if isinstance(part, list | tuple):
        return any(map(fetches, part))
    if not isinstance(part, Mapping):
        return False
    return _is_fetched(part) or any(map(fetches, part.values()))
