/// A terminal's description in the compiled form of terminfo (term(5), with numbers of 32 bits).
struct TerminalDescription {
  /// The names, separated by `|`.
  var names: String
  /// The flags that are set, by position.
  var flags: [Bool] = []
  /// The numbers by position; nil for one that the terminal has not.
  var numbers: [Int32?] = []
  /// The strings by position; nil for one that the terminal has not.
  var strings: [[UInt8]?] = []
  /// The names of flags that are set and have no position.
  var extraFlags: [String] = []

  /// The compiled bytes; strings that do not fit into the format's 32 KiB are left out.
  var compiled: [UInt8] {
    var offsets: [Int] = []
    var table: [UInt8] = []
    for string in strings {
      if let string, table.count + string.count < Int(Int16.max) {
        offsets.append(table.count)
        table += string + [0]
      } else {
        offsets.append(-1)
      }
    }
    let name = Array(names.utf8) + [0]
    var bytes: [UInt8] = []
    for count in [0x21E, name.count, flags.count, numbers.count, strings.count, table.count] {
      append(count, to: &bytes)
    }
    bytes += name
    bytes += flags.map { flag -> UInt8 in flag ? 1 : 0 }
    pad(&bytes)
    for number in numbers {
      let bits = UInt32(bitPattern: number ?? -1)
      for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
    for offset in offsets { append(offset, to: &bytes) }
    bytes += table
    appendExtras(to: &bytes)
    return bytes
  }

  private func appendExtras(to bytes: inout [UInt8]) {
    if extraFlags.isEmpty { return }
    pad(&bytes)
    let table = extraFlags.flatMap { flag -> [UInt8] in Array(flag.utf8) + [0] }
    for count in [extraFlags.count, 0, 0, extraFlags.count, table.count] { append(count, to: &bytes) }
    bytes += extraFlags.map { _ -> UInt8 in 1 }
    pad(&bytes)
    var offset = 0
    for flag in extraFlags {
      append(offset, to: &bytes)
      offset += flag.utf8.count + 1
    }
    bytes += table
  }

  private func append(_ number: Int, to bytes: inout [UInt8]) {
    let bits = UInt16(truncatingIfNeeded: number)
    bytes += [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
  }

  private func pad(_ bytes: inout [UInt8]) { if bytes.count % 2 == 1 { bytes.append(0) } }
}
