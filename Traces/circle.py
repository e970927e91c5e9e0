"""Two objects that refer to each other outlive their names: only a collection frees them."""
import gc


class Person:
    def __init__(self, name):
        self.name = name
        self.friend = None


gc.disable()
ann = Person("Ann")
bob = Person("Bob")
eve = Person("Eve")
ann.friend = bob
bob.friend = ann
eve.friend = ann
friends = [ann, bob]
friends.clear()
del bob
del ann
eve.friend = None
gc.collect()
new = Person("Zoe")
del eve
