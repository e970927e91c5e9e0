/// A lesson at one of its stops, as it's to be seen around the picture of its moment.
public struct LessonScene: Sendable, Hashable {
  /// One of the answers to choose from.
  public struct Choice: Sendable, Hashable {
    /// What is known of it.
    public enum State: Sendable, Hashable { case open, right, wrong, other }

    /// The answer in words.
    public var text: String
    /// Open until the question is answered; then whether it's the right one, or the wrong one that was given.
    public var state: State
    /// How many hands were counted for it.
    public var hands: Int

    /// Makes a choice.
    public init(_ text: String, _ state: State, hands: Int = 0) {
      (self.text, self.state, self.hands) = (text, state, hands)
    }
  }

  /// The part below the picture: a question, its answer, or a statement to be tried.
  public struct Panel: Sendable, Hashable {
    /// What it's called.
    public var title: String
    /// What is to be done, at the right of the title.
    public var measure: String
    /// The answers to choose from.
    public var choices: [Choice]
    /// What is typed; nil where nothing can be.
    public var typed: String?
    /// What is said below, a paragraph each.
    public var words: [String]

    /// Makes a panel.
    public init(
      title: String, measure: String = "", choices: [Choice] = [], typed: String? = nil, words: [String] = []
    ) {
      (self.title, self.measure, self.choices, self.typed, self.words) = (title, measure, choices, typed, words)
    }
  }

  /// The number and title of the lesson.
  public var title: String
  /// `step 8 of 11`, and which question.
  public var place: String
  /// The sign before the narration.
  public var sign: Unicode.Scalar
  /// What is told or asked, a paragraph each.
  public var narration: [String]
  /// Below the picture; nil where there is nothing to say.
  public var panel: Panel?
  /// What only the speaker sees; empty where notes are off.
  public var notes: [String]
  /// The number of stops, and the one shown.
  public var stops: Int
  /// The stop that is shown, from 0.
  public var stop: Int
  /// The score in words.
  public var score: String
  /// Whether the picture would give the answer away.
  public var hidesPicture: Bool
  /// Whether the picture's timeline would.
  public var hidesTime: Bool
  /// Whether it's shown to a class: fewer things, larger.
  public var isPresented: Bool
  /// What the program has to say at once.
  public var message: String
  /// The keys.
  public var footer: [FooterEntry]
  /// What the two halves of the picture are called where another Python's heap stands beside this one; else empty.
  public var halves: [String] = []
  /// Whether it looks at one thing, not at a view as a whole.
  public var looksAtThing = false

  /// Makes a lesson's scene.
  public init(
    title: String, place: String, sign: Unicode.Scalar, narration: [String], panel: Panel?, notes: [String],
    stops: Int, stop: Int, score: String, hidesPicture: Bool, hidesTime: Bool, isPresented: Bool, message: String,
    footer: [FooterEntry]
  ) {
    (self.title, self.place, self.sign, self.narration) = (title, place, sign, narration)
    (self.panel, self.notes, self.stops, self.stop, self.score) = (panel, notes, stops, stop, score)
    (self.hidesPicture, self.hidesTime, self.isPresented) = (hidesPicture, hidesTime, isPresented)
    (self.message, self.footer) = (message, footer)
  }
}

extension ScreenScene {
  /// Takes out which block goes out next.
  public mutating func hideNextBlock() {
    block = nil
    pool?.chain = []
    pool?.note = ""
    pool?.delta = ""
    pool?.header.removeAll { $0.name == "freeblock" }
    if let blocks = pool?.blocks { pool?.blocks = blocks.map { BlockTile($0.state) } }
    for index in classes.rows.indices { classes.rows[index].next = nil }
  }

  /// Takes out what the future holds: the coming steps, and when the chosen object dies.
  public mutating func hideFuture() {
    events.rows.removeAll { $0.step > events.current ?? -1 }
    events.total = 0
    if let steps = source?.steps {
      source?.steps = steps.lowerBound..<max(min(steps.upperBound, (events.current ?? -1) + 1), steps.lowerBound)
    }
    timeline.columns = []
    guard case .objects(var scene)? = objects else { return }
    scene.history = nil
    objects = .objects(scene)
  }

  /// Takes out what is known of who lives and who doesn't; who refers to whom stays.
  public mutating func hideLives() {
    guard case .objects(var scene)? = objects else { return }
    for index in scene.rows.indices { (scene.rows[index].state, scene.rows[index].role) = ("", .plain) }
    scene.detail?.path = []
    scene.detail?.verdict = "You'll see when you have answered."
    for index in scene.around?.boxes.indices ?? 0..<0 {
      scene.around?.boxes[index].object.state = ""
      scene.around?.boxes[index].object.role = .plain
    }
    objects = .objects(scene)
  }
}
