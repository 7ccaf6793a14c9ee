"""The server's own work beside the visitors."""

import asyncio

from tests import own_loop
from web.regularly import regularly


def test_work_that_fails_is_tried_again_and_ends_with_the_server():
    done = []

    def work():
        done.append("tried")
        if len(done) == 1:
            raise OSError("the database is away")

    async def serve():
        async with regularly(work, seconds=0.001, name="work"):
            while len(done) < 3:
                await asyncio.sleep(0.001)
        tried = len(done)
        await asyncio.sleep(0.02)
        return tried

    tried = own_loop.run(asyncio.wait_for(serve(), timeout=10))

    assert tried >= 3
    assert len(done) <= tried + 1  # one may have been under way when the server ended
