"""A server under a burst of requests, with a cache that forgets nothing.

Coroutines answer requests; each leaves a little in a cache. After the burst the sessions are gone, but the cache
entries lie among them, so the arenas stay.
"""
import asyncio
import sys

CACHE = {}


class Session:
    def __init__(self, number):
        self.number = number
        self.headers = {f"x-header-{n}": f"value {number}.{n}" for n in range(6)}
        self.body = [number + n for n in range(40)]


def remember(session):
    if session.number % 25 == 0:
        CACHE[session.number] = (session.number, session.headers["x-header-0"])


async def answer(queue):
    while True:
        session = await queue.get()
        if session is None:
            return
        remember(session)
        await asyncio.sleep(0)


async def main(count):
    queue = asyncio.Queue()
    workers = [asyncio.create_task(answer(queue)) for _ in range(4)]
    for number in range(count):
        queue.put_nowait(Session(number))
    sys.audit("arenascope.mark", "burst")
    for _ in workers:
        queue.put_nowait(None)
    await asyncio.gather(*workers)
    sys.audit("arenascope.mark", "burst over")


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_500))
sys.audit("arenascope.mark", "idle")
CACHE.clear()
sys.audit("arenascope.mark", "cache cleared")
