/// A prompt in the last row: what the user is typing.
public struct PromptScene: Sendable, Hashable {
  /// The character before the text: `:` or `/`.
  public var sigil: String
  /// What has been typed.
  public var text: String
  /// The cursor's place in the text, in characters.
  public var cursor: Int
  /// What completion would add, drawn weaker.
  public var suggestion: String
  /// The keys at the right.
  public var hint: String

  /// Makes a prompt.
  public init(sigil: String, text: String, cursor: Int? = nil, suggestion: String = "", hint: String = "") {
    self.sigil = sigil
    self.text = text
    self.cursor = cursor ?? text.unicodeScalars.count
    self.suggestion = suggestion
    self.hint = hint
  }
}

/// One entry of the help about keys.
public struct HelpEntry: Sendable, Hashable {
  /// The keys; empty for a row of space.
  public var keys: String
  /// What they do.
  public var text: String

  /// Makes an entry.
  public init(_ keys: String, _ text: String) {
    self.keys = keys
    self.text = text
  }
}

/// The help of a view.
public struct HelpScene: Sendable, Hashable {
  /// The view.
  public var view: ViewKind
  /// Where the help was asked for.
  public var place: Place
  /// The key table, in groups that stand apart.
  public var groups: [[HelpEntry]]
  /// Bytes of a pool: named in the legend.
  public var poolSize: Int
  /// The first row that is shown.
  public var scroll: Int
  /// What is searched for; empty shows all.
  public var filter: String

  /// Where the help can be asked for.
  public enum Place: Sendable, Hashable { case view, lesson, library }

  /// Makes the help.
  public init(
    view: ViewKind, place: Place = .view, groups: [[HelpEntry]], poolSize: Int = 16384, scroll: Int = 0,
    filter: String = ""
  ) {
    self.view = view
    self.place = place
    self.groups = groups
    self.poolSize = poolSize
    self.scroll = scroll
    self.filter = filter
  }
}

/// The palette of commands above the prompt.
public struct CommandsScene: Sendable, Hashable {
  /// One command.
  public struct Row: Sendable, Hashable {
    /// The command as it's typed.
    public var command: String
    /// What it does.
    public var text: String

    /// Makes a row.
    public init(_ command: String, _ text: String) {
      self.command = command
      self.text = text
    }
  }

  /// The title: `Commands that begin with b`.
  public var title: String
  /// The commands that fit what has been typed.
  public var rows: [Row]
  /// The number of the chosen one; nil if none is.
  public var chosen: Int?
  /// How many characters of each command have been typed.
  public var typed: Int
  /// How many commands there are.
  public var total: Int
  /// The prompt.
  public var prompt: PromptScene
  /// What the rows are: commands, or files.
  public var noun: String

  /// Makes the palette.
  public init(
    title: String, rows: [Row], chosen: Int?, typed: Int, total: Int, prompt: PromptScene, noun: String = "command"
  ) {
    self.noun = noun
    self.title = title
    self.rows = rows
    self.chosen = chosen
    self.typed = typed
    self.total = total
    self.prompt = prompt
  }
}

/// The results of a search above the prompt.
public struct SearchScene: Sendable, Hashable {
  /// One result.
  public struct Row: Sendable, Hashable {
    /// What was found: `block`, `pool`, `line`, `event`.
    public var kind: String
    /// Where.
    public var place: String
    /// What is there.
    public var what: String
    /// What more there is to say.
    public var more: String

    /// Makes a row.
    public init(kind: String, place: String, what: String, more: String) {
      self.kind = kind
      self.place = place
      self.what = what
      self.more = more
    }
  }

  /// The results that are shown.
  public var rows: [Row]
  /// How many results there are so far.
  public var total: Int
  /// The number of the chosen one; nil if none is.
  public var chosen: Int?
  /// The share of the trace that has been searched, 0 to 1; nil when nothing is being searched.
  public var progress: Double?
  /// Examples of what can be typed: text and meaning.
  public var examples: [HelpEntry]
  /// What is wrong with the text; empty if nothing is.
  public var error: String
  /// The prompt.
  public var prompt: PromptScene

  /// Makes the results.
  public init(
    rows: [Row], total: Int, chosen: Int?, progress: Double? = nil, examples: [HelpEntry], error: String = "",
    prompt: PromptScene
  ) {
    self.rows = rows
    self.total = total
    self.chosen = chosen
    self.progress = progress
    self.examples = examples
    self.error = error
    self.prompt = prompt
  }
}

/// The list of breakpoints.
public struct BreakpointsScene: Sendable, Hashable {
  /// One breakpoint.
  public struct Row: Sendable, Hashable {
    /// The condition in words.
    public var condition: String
    /// How often it holds, as text; empty where it isn't known.
    public var hits: String
    /// The next event at which it holds, as text.
    public var next: String
    /// Whether it's switched on.
    public var isOn: Bool

    /// Makes a row.
    public init(condition: String, hits: String, next: String, isOn: Bool) {
      self.condition = condition
      self.hits = hits
      self.next = next
      self.isOn = isOn
    }
  }

  /// The breakpoints.
  public var rows: [Row]
  /// The number of the chosen one; nil if none is.
  public var chosen: Int?
  /// The condition that is being typed; nil when none is.
  public var input: PromptScene?
  /// What has been understood, or what is wrong with it.
  public var verdict: String
  /// Whether `verdict` says that it's understood.
  public var isUnderstood: Bool
  /// Examples of conditions, a line each.
  public var examples: [String]

  /// Makes the list.
  public init(
    rows: [Row], chosen: Int? = nil, input: PromptScene? = nil, verdict: String = "", isUnderstood: Bool = true,
    examples: [String] = []
  ) {
    self.rows = rows
    self.chosen = chosen
    self.input = input
    self.verdict = verdict
    self.isUnderstood = isUnderstood
    self.examples = examples
  }
}
