/// A frame that no step needs: a source file, or of a kind that this version doesn't know.
struct OtherFrame {
  var kind: FrameKind
  var first: Int
  var payload: [UInt8]
}

/// The text of a source file that a trace brings along.
public struct SourceText: Hashable, Sendable {
  /// The file's name, as in code objects.
  public var name: String
  /// Its text.
  public var text: String

  init?(payload: [UInt8]) {
    var reader = PayloadReader(payload)
    guard let length = reader.varint(), let name = reader.take(length) else { return nil }
    self.name = String(decoding: name, as: UTF8.self)
    text = String(decoding: payload[reader.offset...], as: UTF8.self)
  }
}

extension TraceFile {
  /// Hands over the source files and unknown frames, one after the other.
  func forEachOtherFrame(_ body: (OtherFrame) throws(TraceError) -> Void) throws(TraceError) {
    var payload: [UInt8] = []
    for segment in segments {
      for place in segment.directory.places where place.kind == .source || !place.kind.isKnown {
        _ = try segment.read(place, into: &payload)
        try body(OtherFrame(kind: place.kind, first: place.first, payload: payload))
      }
    }
  }

  /// Returns the source files that the trace brings along; what isn't one is left out.
  public func readSources() throws(TraceError) -> [SourceText] {
    var sources: [SourceText] = []
    try forEachOtherFrame { frame throws(TraceError) in
      if frame.kind == .source, let source = SourceText(payload: frame.payload) { sources.append(source) }
    }
    return sources
  }

  /// Returns the definitions of kinds that this version doesn't know.
  func readUnknownDefinitions() throws(TraceError) -> [(tag: UInt8, bytes: [UInt8])] {
    var found: [(tag: UInt8, bytes: [UInt8])] = []
    var payload: [UInt8] = []
    for segment in segments {
      // The parents of nodes don't matter here: any number before them will do.
      for place in segment.directory.places where place.kind == .definitions {
        _ = try segment.read(place, into: &payload)
        var decoder = DefinitionsDecoder(payload, nodes: UInt32.max / 2, isOpen: place.isOpen)
        while let definition = try? decoder.next() {
          if case .unknown(let tag, let bytes) = definition { found.append((tag, bytes)) }
        }
      }
    }
    return found
  }
}
