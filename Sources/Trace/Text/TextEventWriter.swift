import HeapCore

/// Spells steps and facts, one a line.
struct TextEventWriter {
  private var names: TextNames
  private let marks: [String]
  private var line: [UInt8] = []

  init(_ placements: Placements, marks: [String]) {
    names = TextNames(placements)
    self.marks = marks
    line.reserveCapacity(128)
  }

  /// The line so far with its end; the next one begins empty.
  mutating func takeLine() -> [UInt8] {
    defer { line.removeAll(keepingCapacity: true) }
    return line + [0x0A]
  }

  /// Writes a fact.
  mutating func write(_ fact: Fact) {
    switch fact {
    case .thread(let thread): put("thread ", UInt64(thread))
    case .interpreter(let interpreter, let heap):
      put("interpreter ", UInt64(interpreter))
      put(" heap ", UInt64(heap))
    case .clock(let microseconds): put("clock ", microseconds)
    case .arenaObtained(let address): put("arena obtained ", address: address)
    case .arenaReturned(let address): put("arena returned ", address: address)
    case .heapDestroyed: put("heap destroyed")
    case .unknown(let kind, let bytes):
      put("extension ", kind)
      line += Array(" \"\(Hexadecimal.digits(bytes))\"".utf8)
    }
  }

  /// Writes a step, naming the block that it places; false, and nothing is written, where that name can't stand.
  mutating func write(_ step: Step, site: UInt32?, label: String) -> Bool {
    let old: UInt64?
    switch step {
    case .allocation: old = nil
    case .realloc(_, let address, _, _): old = address
    default: return false
    }
    if let block = names[label], block.address != old { return false }
    write(step, site: site, name: label)
    return true
  }

  /// Takes note of a step that follows from what is done with objects: it isn't written.
  mutating func skip(_ step: Step) {
    switch step {
    case .allocation(_, let domain, _, let address):
      names.place(TextNames.Block(address: address, domain: domain, line: 0), name: nil)
    case .free(_, let address): names.release(address, line: 0)
    default: break
    }
  }

  /// Writes a step without a name for the block that it may place.
  mutating func write(_ step: Step, site: UInt32?) { write(step, site: site, name: nil) }

  private mutating func write(_ step: Step, site: UInt32?, name: String?) {
    switch step {
    case .allocation(let function, let domain, let size, let address):
      putTarget(address, name)
      put(Self.word(function), size)
      putDomain(domain, unless: .obj)
      names.place(TextNames.Block(address: address, domain: domain, line: 0), name: name)
    case .realloc(let domain, let old, let size, let address):
      putTarget(address, name)
      put("realloc ")
      let usual = putBlock(old)
      put(" ", size)
      putDomain(domain, unless: usual)
      names.release(old, line: 0)
      names.place(TextNames.Block(address: address, domain: domain, line: 0), name: name)
    case .free(let domain, let address):
      put("free ")
      putDomain(domain, unless: putBlock(address))
      names.release(address, line: 0)
    case .failed(let function, let domain, let size, let old):
      put("failed ")
      var usual = Domain.obj
      if function == .realloc {
        put("realloc ")
        usual = putBlock(old)
        put(" ")
      } else {
        put(Self.word(function))
      }
      put("", size)
      putDomain(domain, unless: usual)
    case .collectionStart(let generation): put("gc start ", UInt64(generation))
    case .collectionStop(let generation, let collected, let uncollectable):
      put("gc stop ", UInt64(generation))
      put(" collected ", collected)
      put(" uncollectable ", uncollectable)
    case .mark(let number):
      if number < marks.count { put("mark \(quoted(marks[Int(number)]))") } else { put("mark ", UInt64(number)) }
    case .fork(let number): put("fork ", UInt64(number))
    case .moment: put("moment")
    }
    if let site { put(" @ ", UInt64(site)) }
  }

  private static func word(_ function: RequestFunction) -> String {
    switch function {
    case .malloc: "malloc "
    case .calloc: "calloc "
    case .reallocNull: "realloc null "
    case .realloc: "realloc "
    }
  }

  /// Writes what stands before `=`, and it.
  private mutating func putTarget(_ address: UInt64, _ name: String?) {
    if let name {
      put(name)
      if address != names.nextAddress { put(" at ", address: address) }
    } else {
      put("", address: address)
    }
    put(" = ")
  }

  /// Writes a block by its name if it has one; returns the domain that it's taken to be of.
  private mutating func putBlock(_ address: UInt64) -> Domain {
    if let name = names.name(of: address) { put(name) } else { put("", address: address) }
    return names.domain(of: address)
  }

  private mutating func putDomain(_ domain: Domain, unless usual: Domain) {
    guard domain != usual else { return }
    switch domain {
    case .raw: put(" raw")
    case .mem: put(" mem")
    case .obj: put(" obj")
    }
  }

  private mutating func put(_ text: String) { line.append(contentsOf: text.utf8) }

  private mutating func put(_ text: String, _ number: UInt64) {
    put(text)
    let start = line.count
    var rest = number
    repeat {
      line.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    line[start...].reverse()
  }

  private mutating func put(_ text: String, address: UInt64) {
    put(text)
    put("0x")
    let start = line.count
    var rest = address
    repeat {
      line.append(Hexadecimal.digit(UInt8(rest & 15)))
      rest >>= 4
    } while rest > 0
    line[start...].reverse()
  }
}
