/// The family of allocator functions that a request went through. CPython `PyMemAllocatorDomain`.
public enum Domain: UInt8, Sendable, Hashable, CaseIterable {
  /// `PyMem_Raw…`: always malloc.
  case raw
  /// `PyMem_…`: pools, up to 512 bytes.
  case mem
  /// `PyObject_…`: pools, up to 512 bytes.
  case obj
}

/// The function that a request called.
public enum RequestFunction: UInt8, Sendable, Hashable, CaseIterable {
  case malloc
  case calloc
  /// `realloc(NULL, n)`, which allocates.
  case reallocNull
  case realloc
}

/// One numbered step of a trace.
public enum Step: Sendable, Hashable {
  /// A block of `size` bytes was asked for and placed at `address`; the function is never `.realloc`.
  case allocation(RequestFunction, Domain, size: UInt64, address: UInt64)
  /// The block at `old` was asked to hold `size` bytes and is now at `address`.
  case realloc(Domain, old: UInt64, size: UInt64, address: UInt64)
  /// The block at `address` was freed.
  case free(Domain, address: UInt64)
  /// A request that got nothing; `old` is 0 unless the function is `.realloc`.
  case failed(RequestFunction, Domain, size: UInt64, old: UInt64)
  /// The collector began with this generation and the younger ones.
  case collectionStart(generation: UInt8)
  /// The collector finished.
  case collectionStop(generation: UInt8, collected: UInt64, uncollectable: UInt64)
  /// The program marked this moment; the number is that of the mark's name.
  case mark(UInt32)
  /// The program forked; the number is that of the child's recording.
  case fork(UInt32)
  /// Something happened above the allocator, of which it knows nothing.
  case moment
}

extension Step {
  /// Whether a call site belongs to this step: every request in the domains MEM and OBJ, failed ones too.
  public var isRequest: Bool {
    switch self {
    case .allocation(_, let domain, _, _), .realloc(let domain, _, _, _), .failed(_, let domain, _, _): domain != .raw
    default: false
    }
  }
}

/// What stands between steps and belongs to the next one.
public enum Fact: Sendable, Hashable {
  /// The next steps are this thread's, counted from 1.
  case thread(UInt32)
  /// The next steps are this interpreter's, which uses this heap.
  case interpreter(UInt32, heap: UInt32)
  /// The time, in microseconds since the recording started.
  case clock(microseconds: UInt64)
  /// The current heap got an arena at this address.
  case arenaObtained(UInt64)
  /// The arena at this address went back to the system.
  case arenaReturned(UInt64)
  /// All arenas of the current heap went back.
  case heapDestroyed
  /// An extension that this version of the reader doesn't know.
  case unknown(kind: UInt64, bytes: [UInt8])
}

/// What an EVENTS frame is a sequence of.
public enum TraceRecord: Sendable, Hashable {
  case step(Step)
  case fact(Fact)
}

/// Who runs and when, at the start of a frame.
public struct FrameContext: Sendable, Hashable {
  /// The thread, counted from 1; 0 when it isn't known.
  public var thread: UInt32
  /// The interpreter; 0 is the main one.
  public var interpreter: UInt32
  /// The heap that the interpreter uses; 0 is the main interpreter's.
  public var heap: UInt32
  /// Microseconds since the recording started.
  public var microseconds: UInt64
  /// The number of the frame's first step.
  public var firstStep: Int

  /// Starts, unless told otherwise, at step 0 of the main interpreter.
  public init(
    thread: UInt32 = 0, interpreter: UInt32 = 0, heap: UInt32 = 0, microseconds: UInt64 = 0, firstStep: Int = 0
  ) {
    self.thread = thread
    self.interpreter = interpreter
    self.heap = heap
    self.microseconds = microseconds
    self.firstStep = firstStep
  }
}
