/// What is to change in the topic list of one item: renames first, then removals, then additions.
public struct TopicListChange: Hashable, Sendable {
  /// Topics to write after the last one; those that the list holds already, in whatever spelling, are left out.
  public var additions: [String]
  /// Topics to take out; those that the list does not hold are left out.
  public var removals: [String]
  /// Topics to write in another way, by vocabulary mapping; a rename to a topic that is there already takes the old one out.
  public var renames: [Rename]

  /// One topic's old and new label.
  public struct Rename: Hashable, Sendable {
    /// The label that is replaced, matched to the letter.
    public let old: String
    /// The label that takes its place.
    public let new: String

    /// Creates a rename.
    public init(_ old: String, to new: String) {
      self.old = old
      self.new = new
    }
  }

  /// Creates a change.
  public init(adding additions: [String] = [], removing removals: [String] = [], renaming renames: [Rename] = []) {
    self.additions = additions
    self.removals = removals
    self.renames = renames
  }
}
