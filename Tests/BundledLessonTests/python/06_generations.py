"""How many collections of each generation come, with small thresholds."""
import gc

seen = [0, 0, 0]


def callback(phase, info):
    if phase == "start":
        seen[info["generation"]] += 1


def main():
    gc.callbacks.append(callback)
    results = [None] * 9
    # The objects of the starting interpreter would count as survivors.
    gc.collect()
    gc.freeze()
    gc.collect()
    seen[:] = [0, 0, 1]
    gc.set_threshold(100, 2, 2)
    keep = []
    for i in range(90):
        keep.append([])
    results[0] = seen[0]
    for i in range(1000):
        t = [i]
    results[1] = seen[0]
    for i in range(20):
        keep.append([])
    results[2] = seen[0]
    for i in range(500):
        keep.append([])
    results[3] = seen[0]
    results[4] = seen[1]
    for i in range(950):
        keep.append([])
    results[5] = seen[0]
    results[6] = seen[1]
    results[7] = seen[2]
    for i in range(7000):
        keep.append([])
    results[8] = seen[2]
    gc.disable()
    print("@ninety collections 0", results[0])
    print("@thousand collections 0", results[1])
    print("@first collections 0", results[2])
    print("@more collections 0", results[3])
    print("@more collections 1", results[4])
    print("@full collections 0", results[5])
    print("@full collections 1", results[6])
    print("@full collections 2", results[7])
    print("@rule collections 2", results[8])


main()
