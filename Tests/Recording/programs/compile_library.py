"""Modules of the standard library parsed, walked and compiled."""
import ast
import os
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
folder = os.path.dirname(os.__file__)
names = sorted(name for name in os.listdir(folder) if name.endswith(".py"))[: max(2, int(60 * scale))]
nodes = 0
kept = {}
for name in names:
    with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
        source = file.read()
    try:
        tree = ast.parse(source, name)
    except SyntaxError:
        continue
    nodes += sum(1 for node in ast.walk(tree))
    code = compile(tree, name, "exec")
    if len(kept) % 3 == 0:
        kept[name] = tree
    else:
        kept[name] = code
print(len(kept), nodes)
