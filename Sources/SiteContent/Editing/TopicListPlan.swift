/// What a change means for a list as it stands: which items get another text, which go, what comes.
struct TopicListPlan {
  private(set) var renames: [(index: Int, topic: String)] = []
  private(set) var removals: Set<Int> = []
  private(set) var additions: [String] = []

  /// Whether the list stays as it is.
  var isEmpty: Bool { renames.isEmpty && removals.isEmpty && additions.isEmpty }

  /// Plans a change of a list of texts.
  init(_ change: TopicListChange, of items: [String]) {
    var texts = items
    let labels = items.map(TopicSpelling.label)
    for rename in change.renames {
      for index in items.indices where labels[index] == TopicSpelling.label(rename.old) && !removals.contains(index) {
        let isElsewhere = texts.indices.contains { other in
          other != index && !removals.contains(other)
            && TopicSpelling.folded(texts[other]) == TopicSpelling.folded(rename.new)
        }
        if isElsewhere {
          removals.insert(index)
          renames.removeAll { $0.index == index }
        } else if !texts[index].utf8.elementsEqual(rename.new.utf8) {
          texts[index] = rename.new
          renames.removeAll { $0.index == index }
          renames.append((index, rename.new))
        }
      }
    }
    for removal in change.removals {
      for index in items.indices where TopicSpelling.label(texts[index]) == TopicSpelling.label(removal) {
        removals.insert(index)
        renames.removeAll { $0.index == index }
      }
    }
    var held = Set(texts.indices.filter { !removals.contains($0) }.map { TopicSpelling.folded(texts[$0]) })
    for addition in change.additions where held.insert(TopicSpelling.folded(addition)).inserted {
      additions.append(addition)
    }
  }
}
