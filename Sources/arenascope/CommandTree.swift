import FoundationEssentials

/// The command line as its parser describes it.
struct CommandTree: Decodable {
  /// A command and its subcommands.
  struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let aliases: [String]?
    let arguments: [Argument]?
    let subcommands: [Command]?
    let shouldDisplay: Bool
  }

  /// An argument, an option or a flag.
  struct Argument: Decodable {
    enum Kind: String, Decodable {
      case positional, option, flag
    }

    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let kind: Kind
    let names: [Name]?
    let abstract: String?
    let discussion: String?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let isOptional: Bool
    let isRepeating: Bool
    let shouldDisplay: Bool
  }

  let command: Command

  /// Reads the description that the root command gives.
  init() throws {
    self = try JSONDecoder().decode(CommandTree.self, from: Data(ArenascopeCommand._dumpHelp().utf8))
  }
}

extension CommandTree.Argument {
  /// The names as they are typed, as in `-o, --output`.
  var spelling: String {
    (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }.joined(separator: ", ")
  }

  /// What stands for the value: its name where it has one of its own, else the values that there are.
  var value: String? {
    switch kind {
    case .flag: nil
    case .option:
      if let allValues, names?.contains(where: { $0.name == valueName }) ?? false {
        allValues.joined(separator: "|")
      } else {
        valueName
      }
    case .positional: valueName.map { $0.uppercased() }
    }
  }

  /// How the argument stands in a synopsis, as in `[--at moment]`.
  var synopsis: String {
    let last = names?.last.map { ($0.kind == "long" ? "--" : "-") + $0.name }
    var words = [last, value].compactMap(\.self).joined(separator: " ")
    if isRepeating { words += " ..." }
    return isOptional ? "[\(words)]" : words
  }

  /// Whether every command has it.
  var isCommon: Bool { names?.contains { $0.name == "help" || $0.name == "version" } ?? false }
}
