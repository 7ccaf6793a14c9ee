"""Routes whose module is loaded when the server runs: Streamlit's caches in it need the runtime."""

from importlib import import_module

from starlette.convertors import PathConvertor, register_url_convertor
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

REST = "{rest:anything}"  # in the path of a route


class _Anything(PathConvertor):
    """What is left of an address, whatever somebody put into it."""

    regex = r"[\s\S]*"  # the one of Starlette leaves line ends to whoever comes next


register_url_convertor("anything", _Anything())


class Later:
    """An ASGI application made of the `routes` of a module, which the first request loads."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._router: Router | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve by these routes."""
        if self._router is None:
            self._router = Router(routes=import_module(self._module).routes)
        await self._router(scope, receive, send)


def below(path: str, module: str) -> list[Route]:
    """Routes for a path and everything below it."""
    app = Later(module)
    return [Route(path, app), Route(f"{path}/{REST}", app)]
