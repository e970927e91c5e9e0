"""Who is dead when, with finalizers and weak references."""
import gc
import weakref

died = []
saved = []


class Loud:
    __slots__ = ("peer", "__weakref__")

    def __del__(self):
        died.append("Loud")


class Plain:
    __slots__ = ("peer", "__weakref__")


class Phoenix(Plain):
    __slots__ = ()

    def __del__(self):
        saved.append(self)


def said(condition):
    return "yes" if condition else "no"


a = Loud()
del a
print("dead a", said(died == ["Loud"]))
b = Plain()
w = weakref.ref(b)
del b
print("@plain dead b", said(w() is None))
p = Loud()
q = Plain()
p.peer = q
q.peer = p
v, u = weakref.ref(p), weakref.ref(q)
del p, q
print("@cycle alive p", said(v() is not None))
gc.collect()
print("@collected dead p", said(v() is None and died == ["Loud", "Loud"]))
print("@collected dead q", said(u() is None))
r = Phoenix()
s = Plain()
r.peer = s
s.peer = r
x = weakref.ref(s)
del r, s
gc.collect()
print("@resurrected alive r", said(len(saved) == 1))
print("@resurrected alive s", said(saved[0].peer.peer is saved[0]))
