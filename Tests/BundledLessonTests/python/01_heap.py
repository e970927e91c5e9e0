"""What requests of some sizes get, read from the headers of pools."""
import ctypes
import sys

POOL = 16384 if sys.version_info >= (3, 10) else 4096

malloc = ctypes.pythonapi.PyObject_Malloc
malloc.restype = ctypes.c_void_p
malloc.argtypes = [ctypes.c_size_t]


def pool(address):
    return address & ~(POOL - 1)


def cost(address):
    """The block size of a pool: its header holds the number of its size class at 36."""
    return 16 * (ctypes.c_uint.from_address(pool(address) + 36).value + 1)


a, c, b, big = (malloc(size) for size in (1, 17, 16, 512))
print("cost a", cost(a))
print("cost c", cost(c))
print("cost big", cost(big))
if POOL == 16384:
    # The last block of a pool begins at the offset that its header has at 44: all before it are in front of it.
    blocks = (ctypes.c_uint.from_address(pool(big) + 44).value - 48) // 512 + 1
    print("free 512", blocks - 1)
