"""Eight threads that build, sort and compress, some of it without the GIL."""
import hashlib
import queue
import sys
import threading
import zlib

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
turns = max(5, int(120 * scale))
results = queue.Queue()


def work(number):
    local = threading.local()
    local.kept = []
    for turn in range(turns):
        items = [str(i * number + turn) for i in range(300)]
        items.sort(key=lambda text: text[::-1])
        data = ",".join(items).encode() * 20
        packed = zlib.compress(data)
        assert zlib.decompress(packed) == data
        local.kept.append(hashlib.sha256(data).hexdigest())
        if turn % 10 == 0:
            local.kept = local.kept[::2]
            results.put((number, turn, len(packed)))


threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(results.qsize())
