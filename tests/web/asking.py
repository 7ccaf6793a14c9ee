"""Requests to routes of ours without a server, each in a loop of its own."""

import httpx

from tests.own_loop import run
from ui.session_cookie import NAME

HOME = "http://testserver"


class Client:
    """Asks an application; a cookie is sent only where one is given."""

    def __init__(self, app):
        self.app = app

    def __call__(self, path, *, cookie=None, method="GET", headers=(), **query):
        sent = dict(headers) | ({"cookie": f"{NAME}={cookie}"} if cookie else {})
        return run(self._request(method, path, headers=sent, params=query or None))

    async def _request(self, method, path, **how):
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
            return await client.request(method, path, **how)
