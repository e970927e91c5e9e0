"""Runs the cases of object_cases.txt with a boundary before and behind each statement.

Each case is a function. It runs several times, so that its code is specialised, and each time behind two full
collections, which empty the free lists; the last run counts. A case that says "cold" runs once. What stands before "--"
is done once, at module level.

A boundary is a request of a size that nothing else asks for: 20033 bytes and the number of the statement, given back
at once. Nothing else is allocated for it (sys.audit makes a tuple from 3.14 on). Each run has a mark before it, the
name of the case. Arguments: the file of the cases, then those to be run (all).
"""

import array
import collections
import gc
import sys
import weakref

WARM_RUNS = 12
BOUNDARY = 20000


def read_cases(path):
    with open(path, encoding="utf-8") as file:
        for text in file.read().split("\n== ")[0:]:
            name, _, body = text.partition("\n")
            name = name[3:] if name.startswith("== ") else name
            cold = name.endswith(" cold")
            before, line, run = body.partition("\n--\n")
            if not line:
                before, run = "", body
            yield (name[:-5] if cold else name), before, statements(run), cold


def statements(text):
    """The statements of a block; a line that is indented or continues a compound statement belongs to the one before."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        word = line.split(":")[0].split(" ")[0]
        if line[0] == " " or word in ("else", "elif", "except", "finally"):
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found


def function(run):
    lines = ["def case():", " collect()", " collect()"]
    for number, statement in enumerate(run):
        lines.append(" blob * %d" % (BOUNDARY + number))
        lines += [" " + line for line in statement.splitlines()]
    lines.append(" blob * %d" % (BOUNDARY + len(run)))
    return "\n".join(lines)


def main():
    names = sys.argv[2:]
    mark = sys.audit
    cases = [case for case in read_cases(sys.argv[1]) if not names or case[0] in names]
    kept = []
    gc.disable()
    for name, before, run, cold in cases:
        space = {"__name__": "cases", "gc": gc, "weakref": weakref, "array": array, "collections": collections}
        space["blob"] = b"x"
        space["collect"] = gc.collect
        exec(compile(before, "before", "exec"), space)
        exec(compile(function(run), "case", "exec"), space)
        title = "case " + name
        case = space["case"]
        gc.freeze()
        for _ in range(1 if cold else WARM_RUNS):
            mark("arenascope.mark", title)
            case()
        # Names that died would be freed later, when CPython's cache of methods forgets them.
        kept.append(space)


main()
