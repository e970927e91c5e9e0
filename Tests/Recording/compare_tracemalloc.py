"""Makes objects in as many ways as it knows and writes where tracemalloc says that each was allocated.

    arenascope record -o FILE python3 compare_tracemalloc.py OUTPUT

The output has a line `object ADDRESS TYPE` for each object that lives at the mark `compare`, each followed by a line `frame LINE
FILE` for each level of its call stack, innermost first; words are separated by tabs.

tracemalloc is told of each object's birth, the recorder of each block's request. They differ where a type keeps a free list (list,
tuple, dict, float), so the part of tracemalloc that follows births is switched off while the objects are made.
"""
import _tracemalloc
import asyncio
import collections
import contextlib
import ctypes
import functools
import gc
import json
import re
import sys
import threading
import tracemalloc

DEPTH = 1200


class Slots:
    __slots__ = ("first", "second")

    def __init__(self, first, second):
        self.first, self.second = first, second


class Plain(Slots):
    def __init__(self, *parts):
        super().__init__(*parts)
        self.parts = [parts, {1: parts}]


class Ordered(list):
    def __lt__(self, other):
        KEEP.append(bytearray(3))
        return len(self) < len(other)

    def __del__(self):
        KEEP.append(bytearray(4))


KEEP = []


def recursive(depth):
    here = object()
    return [here, recursive(depth - 1)] if depth else [object()]


def numbers(count):
    for i in range(count):
        made = bytearray(i + 10)
        yield made


def delegating(count):
    yield from numbers(count)
    KEEP.append(set())


def closure(value):
    cell = {value}

    def inner(other):
        return other, cell, complex(value, value)

    return inner


@contextlib.contextmanager
def context():
    KEEP.append(collections.deque())
    yield bytearray(99)
    KEEP.append(collections.deque())


@functools.lru_cache(None)
def cached(size):
    return bytearray(size + 300)


def simple():
    KEEP.extend(recursive(depth) for depth in (1, 30, 300))
    KEEP.extend(delegating(50))
    KEEP.extend([closure(i)(i * 1000) for i in range(50)])
    KEEP.extend([Plain(i, str(i) * 3) for i in range(100)])
    KEEP.append([bytes(i + 40) for i in range(80)])
    KEEP.append({i: bytearray(i) for i in range(30)})
    KEEP.append(sorted([bytearray(i % 7 + 1) for i in range(80)], key=lambda made: (len(made), len([made, object()]))))
    KEEP.append(sorted(Ordered(range(i % 5)) for i in range(30)))
    for _ in range(5):
        with context() as made:
            KEEP.append(made)
    KEEP.extend(map(cached, range(20)))


def exceptional():
    for i in range(20):
        try:
            raise ValueError(bytearray(i))
        except ValueError as error:
            KEEP.append(error)
        finally:
            KEEP.append(bytearray(i + 1))
    suspended = numbers(5)
    KEEP.append([next(suspended), suspended])
    closed = numbers(5)
    try:
        closed.throw(KeyError(bytearray(7)))
    except KeyError as error:
        KEEP.append(error)
    # A cycle whose finalizer runs inside of the collector.
    cycle = Ordered()
    cycle.append(cycle)
    del cycle
    gc.collect()


def library():
    KEEP.append(re.compile("(a|b)*c+[0-9]{3}"))
    KEEP.append(collections.OrderedDict((i, bytearray(2)) for i in range(20)))
    KEEP.append(collections.namedtuple("Pair", "left right"))
    KEEP.append(json.loads(json.dumps([{"a": i, "b": "x" * i, "c": i * 1.5} for i in range(300)])))


def compiled():
    """Code objects that come and go, at addresses that are used again, with lines that shift."""
    text = "def made(x):\n  return [bytearray(x), set(),\n   object()]\nresult = made(3)\n"
    for i in range(300):
        names = {}
        exec(compile("\n" * (i % 17) + text, "<text %d>" % (i % 5), "exec"), names)
        KEEP.append(names["result"])
    names = {}
    exec(compile(text, "\u00fcbung-\u0416-\U0001f600.py", "exec"), names)
    KEEP.append(names)


def threaded():
    def work(size):
        for i in range(200):
            KEEP.append(bytearray(size + i))

    threads = [threading.Thread(target=work, args=(size,)) for size in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def asynchronous():
    async def task(i):
        made = bytearray(i)
        await asyncio.sleep(0)
        KEEP.append((made, bytearray(i)))
        return {i}

    async def tasks():
        return await asyncio.gather(*(task(i) for i in range(50)))

    KEEP.append(asyncio.run(tasks()))


def births_switch():
    """What tracemalloc looks at before it follows a birth: 0 switches that off. From 3.13 on it's a tracer, which goes away here."""
    python = ctypes.pythonapi
    if sys.version_info >= (3, 13):
        python.PyRefTracer_SetTracer(None, None)
        return ctypes.c_int(1)
    if sys.version_info < (3, 12):
        # _PyTraceMalloc_Config: initialized, tracing, max_nframe.
        return ctypes.c_int.from_address(ctypes.addressof(ctypes.c_int.in_dll(python, "_Py_tracemalloc_config")) + 4)
    runtime = ctypes.addressof(ctypes.c_char.in_dll(python, "_PyRuntime"))
    places = [at for at in range(runtime, runtime + 100000, 4) if list((ctypes.c_int * 2).from_address(at)) == [1, DEPTH]]
    assert len(places) == 1, "the configuration of tracemalloc was not found"
    return ctypes.c_int.from_address(places[0])


def reachable():
    """The objects that KEEP holds directly or through others, without the world of functions, classes and modules."""
    world = {"function", "frame", "builtin_function_or_method", "method_descriptor", "getset_descriptor", "wrapper_descriptor"}
    seen, todo = {}, list(KEEP)
    while todo:
        one = todo.pop()
        if id(one) in seen or isinstance(one, (type, type(sys))) or type(one).__name__ in world:
            continue
        seen[id(one)] = one
        todo.extend(gc.get_referents(one))
    return seen.values()


def main():
    tracemalloc.start(DEPTH)
    births = births_switch()
    births.value = 0
    for make in (simple, exceptional, library, compiled, threaded, asynchronous):
        make()
    births.value = 1
    made = list(reachable())
    sys.audit("arenascope.mark", "compare")
    with open(sys.argv[1], "w", encoding="utf-8") as output:
        for one in made:
            traceback = _tracemalloc._get_object_traceback(one)
            if not traceback:
                continue
            output.write("object\t%d\t%s\n" % (id(one), type(one).__name__))
            # From 3.9 on the frames come with their number.
            for frame in traceback if isinstance(traceback[0][0], str) else traceback[0]:
                output.write("frame\t%d\t%s\n" % (frame[1], frame[0]))


main()
