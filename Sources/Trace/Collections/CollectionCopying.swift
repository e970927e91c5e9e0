extension TraceFile {
  /// Copies the collections as they are, operation by operation.
  func copyCollections(to writer: TraceWriter) throws(TraceError) {
    var reader = CollectionOperationReader(self)
    var start: CollectionStart?
    var encoder: CollectionOperationEncoder?
    while true {
      let item = try reader.next()
      if case .operation(let operation) = item {
        encoder?.append(operation)
        continue
      }
      if let start {
        try writer.changeCollections { $0.append(start, operations: encoder) }
      }
      start = nil
      switch item {
      case .start(let next):
        start = next
        encoder = next.facts.isOmitted ? nil : try writer.changeCollections { $0.begin(isAfresh: next.isAfresh) }
      case .outcome(let outcome): try writer.changeCollections { $0.append(outcome) }
      default: return
      }
    }
  }
}
