"""Tasks that pass messages through queues and a socket, with timeouts and cancellation."""
import asyncio
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
messages = max(20, int(1500 * scale))


async def produce(queue, name):
    for number in range(messages):
        await queue.put((name, number, "x" * (number % 700)))
        if number % 50 == 0:
            await asyncio.sleep(0)
    await queue.put(None)


async def consume(queue, seen):
    while True:
        item = await queue.get()
        if item is None:
            return
        seen[item[:2]] = item[2]


async def echo(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        writer.write(line[::-1])
        await writer.drain()
    writer.close()


async def talk(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in range(messages // 5):
        writer.write(b"%d " % number * (number % 90) + b"\n")
        await writer.drain()
        await reader.read(1)
    writer.close()


async def main():
    seen = {}
    pairs = []
    for name in range(4):
        queue = asyncio.Queue(maxsize=20)
        pairs += [produce(queue, name), consume(queue, seen)]
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sleeper = asyncio.ensure_future(asyncio.sleep(60))
    await asyncio.gather(talk(port), talk(port), *pairs)
    sleeper.cancel()
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 0.001)
    except asyncio.TimeoutError:
        pass
    server.close()
    print(len(seen))


asyncio.run(main())
