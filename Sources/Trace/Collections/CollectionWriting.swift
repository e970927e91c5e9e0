extension TraceWriter {
  /// Appends a collection with its candidates and how it ended.
  ///
  /// It's written for itself, without what is known from collections before. Addresses are multiples of 8 below 2⁵⁸.
  public func append(_ record: CollectionRecord) throws(TraceError) {
    try changeCollections { (writer) in
      var start = CollectionStart(record.facts)
      guard !record.facts.isOmitted else {
        writer.append(start, operations: nil)
        if let outcome = record.outcome { writer.append(outcome) }
        return
      }
      var encoder = writer.begin(isAfresh: true)
      // Types are numbered anew, in the order in which candidates have them.
      var numbers: [Int: Int] = [:]
      for (index, object) in record.objects.enumerated() {
        let known = numbers[object.type]
        let number = known ?? numbers.count
        numbers[object.type] = number
        let type = TypeReference(number: number, definition: known == nil ? record.types[object.type] : nil)
        encoder.append(
          .new(
            NewCandidate(
              address: object.address, type: type, isFinalized: object.isFinalized,
              referenceCount: object.referenceCount, references: Array(record.references(of: index)))))
      }
      start.candidateCount = record.objects.count
      start.referenceCount = record.referenceCount
      writer.append(start, operations: encoder)
      if let outcome = record.outcome { writer.append(outcome) }
    }
  }
}
