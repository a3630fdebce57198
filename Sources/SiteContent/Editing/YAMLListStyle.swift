/// How a file writes its lists: within brackets, or a line per item.
enum YAMLListStyle {
  case flow
  case block(indent: [UInt8], gap: [UInt8])

  /// A line for each topic.
  func lines(for topics: [String], quoting: TopicQuoting, lineBreak: [UInt8]) -> [UInt8] {
    guard case .block(let indent, let gap) = self else { return [] }
    return topics.flatMap { indent + [0x2D] + gap + quoting.source(of: $0, in: .yaml, isFlow: false) + lineBreak }
  }
}
