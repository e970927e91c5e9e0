extension TraceFile {
  /// Copies the collections as they are, operation by operation.
  func copyCollections(to writer: TraceWriter) throws(TraceError) {
    var reader = CollectionOperationReader(self)
    while let item = try reader.next() {
      switch item {
      case .outcome(let outcome): try writer.changeCollections { $0.append(outcome) }
      case .start(let start):
        var encoder =
          start.facts.isOmitted ? nil : try writer.changeCollections { $0.begin(isAfresh: start.isAfresh) }
        while let operation = try reader.nextOperation() { encoder?.append(operation) }
        try writer.changeCollections { $0.append(start, operations: encoder) }
      }
    }
  }
}
