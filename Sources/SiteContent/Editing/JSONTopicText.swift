import Foundation

/// A JSON array of texts that is itself the text of a field.
enum JSONTopicText {
  /// The topics, or nil when the text is not a JSON array of texts: `[REDACTED]` is a text like any other.
  static func topics(in text: String) -> [String]? {
    guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)), let items = value as? [Any] else {
      return nil
    }
    let topics = items.compactMap { $0 as? String }
    return topics.count == items.count ? topics : nil
  }
}
