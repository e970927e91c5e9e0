/// What `arenascope record` is asked to do.
public struct RecordingRequest: Sendable {
  /// The command and its arguments.
  public var command: [String]
  /// Where the recording goes; nil: beside the working directory's other files, named after the program.
  public var output: String?
  /// Whether the call stack of each request is recorded.
  public var stacks: Bool
  /// Whether processes that the program forks or starts are recorded too.
  public var children: Bool
  /// Whether PYTHONMALLOC and PYTHONDEVMODE are taken out of the environment.
  public var force: Bool
  /// What is recorded of objects.
  public var objects: ObjectDetail
  /// The preloaded library; nil: the one beside this executable.
  public var library: String?

  /// Asks for everything that can be had, unless told otherwise.
  public init(
    command: [String], output: String? = nil, stacks: Bool = true, children: Bool = true, force: Bool = false,
    objects: ObjectDetail = .collections, library: String? = nil
  ) {
    self.command = command
    self.output = output
    self.stacks = stacks
    self.children = children
    self.force = force
    self.objects = objects
    self.library = library
  }
}

/// What is recorded of the objects that live in the blocks.
public enum ObjectDetail: String, Sendable, CaseIterable {
  /// Nothing.
  case none
  /// The collector's objects and their references, at each collection.
  case collections
  /// That, and at each line of the script what its variables refer to.
  case lines

  /// The letters that ask the recorder for it.
  var letters: String {
    switch self {
    case .none: ""
    case .collections: "o"
    case .lines: "ol"
    }
  }
}

/// How a recorded command ended.
public enum CommandEnding: Sendable, Hashable {
  case exit(Int32)
  case signal(Int32)
}

/// What came of a recording.
public struct RecordingResult: Sendable {
  /// The path of the first recording, as the user would write it.
  public let path: String
  /// Steps in it.
  public let events: UInt64
  /// Bytes on disk.
  public let bytes: UInt64
  /// The paths of the recordings of other processes, in the order of their numbers.
  public let others: [String]
  /// Sentences about what is missing from it: stacks, a full disk.
  public let notes: [String]
  /// How the command ended.
  public let ending: CommandEnding
}
