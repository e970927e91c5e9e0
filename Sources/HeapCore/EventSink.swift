/// What the wire reader calls for each operation: a builder of records, a counter of steps or a heap.
protocol EventSink: ~Copyable {
  mutating func allocateSmall(_ kind: Kind, at address: UInt64) throws(EventError)
  mutating func allocateOutside(
    _ function: RequestFunction, _ domain: Domain, size: UInt64, at address: UInt64
  ) throws(EventError)
  mutating func freeSmall(isMem: Bool, _ address: UInt64) throws(EventError)
  mutating func freeOutside(_ domain: Domain, _ address: UInt64) throws(EventError)
  mutating func reallocate(_ domain: Domain, old: UInt64, size: UInt64, at address: UInt64) throws(EventError)
  mutating func other(_ step: Step) throws(EventError)
  mutating func fact(_ fact: Fact) throws(EventError)
}
