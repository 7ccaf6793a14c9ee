"""Links as people read and type them."""


def as_typed(link: str) -> str:
    """A link without its scheme: on paper and on walls nobody types that."""
    return link.split("://", 1)[-1]
