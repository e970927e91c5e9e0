"""Children: forked ones that go on with the parent's heap, and programs that are started anew."""
import os
import subprocess
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
heap = [{"number": i, "text": "n" * (i % 300)} for i in range(max(200, int(20000 * scale)))]
for child in range(3):
    pid = os.fork()
    if pid == 0:
        del heap[child::3]
        more = ["child %d, %d" % (child, i) for i in range(len(heap) * 2)]
        del heap[:]
        if child == 1:
            grandchild = os.fork()
            if grandchild == 0:
                more = [text.upper() for text in more]
                os._exit(0)
            os.waitpid(grandchild, 0)
        os._exit(0) if child == 0 else sys.exit(0)
    heap.extend({"after": i} for i in range(500))
    os.waitpid(pid, 0)
code = "print(sum(len(str(i)) for i in range(%d)))" % max(100, int(30000 * scale))
for _ in range(2):
    print(subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE).stdout.strip().decode())
try:
    subprocess.run(["/no/such/program"])
except FileNotFoundError:
    pass
print(len(heap))
