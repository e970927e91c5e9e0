"""Tests of standard modules run by unittest, with failures and subtests among them."""
import collections
import difflib
import heapq
import io
import string
import sys
import textwrap
import unittest

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
turns = max(3, int(60 * scale))


class StandardModules(unittest.TestCase):
    def test_heapq(self):
        for turn in range(turns):
            with self.subTest(turn=turn):
                numbers = [(i * 7919 + turn) % 1009 for i in range(500)]
                heap = list(numbers)
                heapq.heapify(heap)
                self.assertEqual([heapq.heappop(heap) for _ in numbers], sorted(numbers))

    def test_difflib(self):
        for turn in range(turns // 3):
            first = [string.ascii_letters[i % 50 :] + str(i % (turn + 2)) for i in range(60)]
            second = [line for i, line in enumerate(first) if i % 5 != turn % 5]
            self.assertTrue(list(difflib.unified_diff(first, second)))

    def test_collections(self):
        for turn in range(turns):
            counter = collections.Counter(str(i * i) for i in range(800))
            self.assertEqual(sum(counter.values()), 800)
            order = collections.OrderedDict((key, key * 2) for key in counter)
            while len(order) > 10:
                order.popitem(last=len(order) % 2 == 0)
            collections.deque(order, maxlen=5).rotate(2)

    def test_textwrap(self):
        text = " ".join(str(i) for i in range(800))
        for width in range(20, 20 + turns):
            self.assertLessEqual(max(map(len, textwrap.wrap(text, width))), width)

    def test_that_fails(self):
        self.assertEqual({i: str(i) for i in range(200)}, {i: str(i + i % 2) for i in range(200)})


result = unittest.TextTestRunner(stream=io.StringIO(), verbosity=2).run(unittest.TestLoader().loadTestsFromTestCase(StandardModules))
print(result.testsRun, len(result.failures))
