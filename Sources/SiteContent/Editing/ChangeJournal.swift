/// Where the replacements of a run are written down before they are made, so that they can be undone.
public protocol ChangeJournal {
  /// Writes down that a file is about to be replaced; must have reached the disk when it returns.
  func willReplace(path: String, oldBytes: [UInt8], newDigest: SHA256Digest) throws
  /// Writes down that a file has been replaced.
  func didReplace(path: String) throws
}

/// What the journal knows about one file, and what recovery found.
public enum ReplacementState: Hashable, Sendable {
  /// The file has the old bytes.
  case old
  /// The file has the new bytes.
  case new
  /// Somebody has written other bytes since.
  case other
}
