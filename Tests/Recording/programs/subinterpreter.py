"""Interpreters beside the main one, with a heap of their own where this Python can do that."""
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
code = "import json, collections\nx = [json.dumps({'n': i, 's': 's' * (i %% 99)}) for i in range(%d)]\ndel x[::2]\n" % max(
    100, int(8000 * scale)
)
interpreters = None
for name in ("_interpreters", "_xxsubinterpreters"):
    try:
        interpreters = __import__(name)
        break
    except ImportError:
        pass
if interpreters is None:
    sys.exit(77)
kept = [str(i) * 3 for i in range(3000)]
for turn in range(3):
    identities = [interpreters.create() for _ in range(2)]
    for identity in identities:
        interpreters.run_string(identity, code)
        kept.extend("between %d" % i for i in range(500))
    for identity in identities:
        interpreters.destroy(identity)
    del kept[::3]
print(len(kept))
