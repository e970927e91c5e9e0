import Testing

@testable import Terminal

@Test func `a description is compiled as term(5) lays it out`() {
  let description = TerminalDescription(
    names: "ab", flags: [true, false], numbers: [nil, 0x0100_0000], strings: [nil, Array("x".utf8), Array("yz".utf8)],
    extraFlags: ["RGB"])
  let expected: [UInt8] =
    [0x1E, 0x02, 3, 0, 2, 0, 2, 0, 3, 0, 5, 0]  // magic, then the sizes of names, flags, numbers, strings, table
    + [0x61, 0x62, 0] + [1, 0] + [0]  // names, flags, a byte that makes it even
    + [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1]  // numbers
    + [0xFF, 0xFF, 0, 0, 2, 0] + [0x78, 0, 0x79, 0x7A, 0]  // places in the table, the table
    + [0] + [1, 0, 0, 0, 0, 0, 1, 0, 4, 0]  // even again; counts of the capabilities without a position
    + [1, 0] + [0, 0] + [0x52, 0x47, 0x42, 0]  // set, even; place of its name, its name
  #expect(description.compiled == expected)
}

@Test func `strings that do not fit into a description are left out`() {
  let long = [UInt8](repeating: 0x78, count: 20_000)
  let description = TerminalDescription(names: "a", strings: [long, long, [0x79]])
  #expect(description.compiled.count == 12 + 2 + 6 + 20_001 + 2)
}

@Test func `bytes are spelt in hexadecimal`() {
  #expect(DirectColour.hexadecimal([0x1E, 0x02, 0xFF]) == "1E02FF")
}

@Test func `direct colours are used when they are asked for only`() {
  #expect(DirectColour.isWanted(.truecolor))
  #expect(!DirectColour.isWanted(.c256) && !DirectColour.isWanted(.mono))
}
