/// A change of an item's topics that waits for a person, or for being written.
public struct PlannedChange: Sendable, Equatable {
  /// What is to be done.
  public enum Action: String, CaseIterable, Sendable {
    /// The topic comes.
    case add
    /// The topic goes, and another takes its place.
    case rename
    /// The topic goes.
    case remove
  }

  /// How far a change has come.
  public enum State: String, CaseIterable, Sendable {
    /// Nobody has answered yet.
    case pending
    /// To be written with the next run.
    case accepted
    /// Not to be written, and not to be asked again.
    case rejected
    /// Written.
    case applied
  }

  /// The item's own id.
  public var itemKey: String
  /// The topic that comes or goes.
  public var topic: String
  /// What is to be done.
  public var action: Action
  /// The topic that takes the place of a renamed one.
  public var newTopic: String?
  /// The file, relative to the content root; go through `StoreLocation.checkedRelativePath` before following it.
  public var path: String
  /// The SHA-256 of the file when the change was planned, hexadecimal; empty when the file could not be read.
  public var sha256: String
  /// How likely the topic fits, where the program proposed it.
  public var score: Double?
  /// The score in a word.
  public var band: String?
  /// What speaks for it, in one line.
  public var reason: String
  /// How far it has come.
  public var state: State
  /// The run that wrote it.
  public var run: Int?

  /// Creates a change.
  public init(
    itemKey: String, topic: String, action: Action = .add, newTopic: String? = nil, path: String, sha256: String,
    score: Double? = nil, band: String? = nil, reason: String = "", state: State = .pending, run: Int? = nil
  ) {
    self.itemKey = itemKey
    self.topic = topic
    self.action = action
    self.newTopic = newTopic
    self.path = path
    self.sha256 = sha256
    self.score = score
    self.band = band
    self.reason = reason
    self.state = state
    self.run = run
  }
}
