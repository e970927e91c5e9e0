import ArgumentParser
import Cells
import Glibc
import Trace

extension CompletionKind {
  /// A moment of the trace that the line names: its ends, its first collection, its marks.
  static let moment = CompletionKind.custom { words, _, _ in
    var moments = ["start", "50%", "end", "gc:1"]
    // The file is among the words; reading the names of marks takes no replay.
    for word in words.dropFirst() where !word.hasPrefix("-") && isFile(word) {
      guard let trace = try? TraceFile.open(word), let marks = try? trace.readDefinitions().marks else { continue }
      moments += marks.prefix(200).map { "mark:\($0)".cellSafe }
      break
    }
    // zsh takes what comes after a colon for a description.
    let isZsh = getenv("SAP_SHELL").map { String(cString: $0) == "zsh" } ?? false
    return isZsh ? moments.map { $0.replacing(":", with: "\\:") } : moments
  }

  private static func isFile(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
  }
}
