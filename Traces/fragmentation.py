"""A hundred survivors out of many hold every arena.

Builds a long list of small tuples, keeps a few of them, evenly spread, and drops the rest. Almost everything is
free afterwards, and almost nothing goes back to the system: each survivor holds its pool, each pool its arena.
"""
import sys

OBJECTS = int(sys.argv[1]) if len(sys.argv) > 1 else 400_000
SURVIVORS = int(sys.argv[2]) if len(sys.argv) > 2 else 100


def fill(count):
    return [(number, -number) for number in range(1_000, 1_000 + count)]


def keep_some(rows, count):
    step = len(rows) // count
    return rows[::step][:count]


sys.audit("arenascope.mark", "start")
rows = fill(OBJECTS)
sys.audit("arenascope.mark", "filled")
survivors = keep_some(rows, SURVIVORS)
del rows
sys.audit("arenascope.mark", "dropped")
refill = fill(OBJECTS // 4)
sys.audit("arenascope.mark", "refilled")
del refill
survivors.clear()
sys.audit("arenascope.mark", "let go")
