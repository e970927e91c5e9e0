// HeapCore
