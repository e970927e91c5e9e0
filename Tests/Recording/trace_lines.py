"""Runs a script under sys.settrace and writes each line that it reaches, with its variables.

Usage: trace_lines.py SCRIPT OUTPUT. A line of the output: line number, function, then name=type or name=value for each
variable, with tabs between.
"""
import sys

script, output = sys.argv[1:]
with open(script) as file:
    code = compile(file.read(), script, "exec")
found = []


def shown(value):
    if value is None or type(value) in (bool, int, float):
        return repr(value)
    return "'%s'" % value if type(value) is str else type(value).__name__


def local(frame, event, argument):
    if event == "line":
        names = sorted(n for n in frame.f_locals if not (n.startswith("__") and n.endswith("__")))
        found.append([str(frame.f_lineno), frame.f_code.co_name] + [n + "=" + shown(frame.f_locals[n]) for n in names])
    return local


sys.settrace(lambda frame, event, argument: local if frame.f_code.co_filename == script else None)
exec(code, {"__name__": "__main__"})
sys.settrace(None)
with open(output, "w") as file:
    for line in found:
        file.write("\t".join(line) + "\n")
