"""Suspended generators and coroutines in trash: their finalizers close them, with finally blocks and context managers."""
import gc
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
closed = 0


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, *what):
        global closed
        closed += 1


def numbers(holder):
    load = [[n] for n in range(5)]
    with Guard() as guard:
        try:
            yield guard, load
            yield holder
        finally:
            holder.append(None)


def delegating(holder):
    local = {"holder": holder}
    yield from numbers(holder)
    yield local


async def waiting(holder):
    await Pending(holder)


class Pending:
    def __init__(self, holder):
        self.holder = holder

    def __await__(self):
        yield self


for number in range(max(100, int(5000 * scale))):
    holder = []
    generator = (numbers if number % 2 else delegating)(holder)
    if number % 7:
        next(generator)
    holder.append(generator)
    if number % 5 == 0:
        coroutine = waiting(holder)
        coroutine.send(None)
        holder.append(coroutine)
    if number % 1500 == 1499:
        gc.collect()
del generator, holder, coroutine
gc.collect()
print(closed > 0)
