"""Which block a request gets after some were freed."""


class Node:
    __slots__ = ("left", "right", "value")


HEADER = 16  # of the collector, before the address that id() shows


def main():
    # What the interpreter has freed itself goes out first: objects that stay take it out of the way.
    keep = [Node() for _ in range(1000)]
    while True:
        a = Node()
        b = Node()
        c = Node()
        d = Node()
        if [id(node) - id(a) for node in (b, c, d)] == [64, 128, 192]:
            break
        keep += [a, b, c, d]  # the end of a pool lies between them
    a_was, b_was, c_was, d_was = (id(node) for node in (a, b, c, d))
    del b
    del d
    del a
    e = Node()
    f = Node()
    g = Node()
    print("cost a", b_was - a_was)
    print("same e a", "yes" if id(e) == a_was else "no")
    print("same f d", "yes" if id(f) == d_was else "no")
    print("same g b", "yes" if id(g) == b_was else "no")
    del c
    i = bytes(27)  # 33 bytes of its own: 60
    print("same i c", "yes" if id(i) == c_was - HEADER else "no")
    del keep


main()
