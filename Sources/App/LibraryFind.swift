/// Finding in the library: what is typed after `/` chooses as it is typed, `n` and `N` go on.
extension LibraryState {
  /// What is looked for.
  struct Finding: Hashable, Sendable {
    /// The words as they were typed.
    var text = ""
    /// What was chosen before, to go back to.
    var before: Int
  }

  /// The numbers of the entries that have every word in their title, name, aim or chapters.
  private var found: [Int] {
    let words = (finding?.text ?? "").lowercased().split(separator: " ")
    guard !words.isEmpty else { return [] }
    return entries.indices.filter { index in words.allSatisfy(entries[index].words.contains) }
  }

  mutating func beginFinding() { finding = Finding(before: chosen) }

  /// Chooses the first entry that fits, from the one on that was chosen before.
  mutating func find(_ text: String) {
    finding?.text = text
    let before = finding?.before ?? chosen
    let found = found
    chosen = found.first { $0 >= before } ?? found.first ?? before
  }

  mutating func giveUpFinding() {
    chosen = finding?.before ?? chosen
    finding = nil
  }

  /// Keeps what was found for `n` and `N`; gives a sentence where it was nothing.
  mutating func endFinding() -> String? {
    guard let finding else { return nil }
    let isBlank = finding.text.allSatisfy { $0 == " " }
    guard isBlank || found.isEmpty else { return nil }
    self.finding = nil
    return isBlank ? nil : "nothing here has \u{201C}\(finding.text)\u{201D} in its title, name, aim or chapters"
  }

  /// Chooses the next entry that fits, or the previous one; behind the last comes the first.
  mutating func findNext(backwards: Bool) {
    let found = found
    chosen =
      backwards
      ? found.last { $0 < chosen } ?? found.last ?? chosen : found.first { $0 > chosen } ?? found.first ?? chosen
  }

  var reasonAgainstFindingNext: String? { finding == nil ? "nothing was looked for yet: / begins" : nil }

  /// What stands beside the words while they are typed.
  var findHint: String {
    let found = found
    if finding?.text.isEmpty != false { return "a word of a title, an aim, a chapter, a file's name" }
    guard let place = found.firstIndex(of: chosen) else { return "nothing has it   Esc goes back" }
    return "\(place + 1) of \(found.count)   n next   N previous   Esc goes back"
  }
}

extension LibraryState.Entry {
  /// Everything that `/` looks through, in lower case.
  fileprivate var words: String {
    ([title, name, lesson?.aim ?? ""] + (lesson?.chapters ?? [])).joined(separator: "\n").lowercased()
  }
}
