import LinearAlgebra

/// One part of the items that is scored by what was learned from others.
struct TrainingFold: Sendable {
  /// The items to learn from, ascending.
  let training: [Int]
  /// The items to score, ascending.
  let held: [Int]
}

/// Ways to cut a collection so that each scored item was not learned from.
enum TrainingFolds {
  /// Cuts items at random into parts of about the same size; each part is held once.
  ///
  /// Items of one group (near-duplicates) stay together: a copy in the training part would give the answer away.
  ///
  /// - Parameter group: For each item of the collection the first item of its group.
  static func random(_ items: [Int], count: Int, group: [Int], seed: UInt64) -> [TrainingFold] {
    var generator = SplitMix64(seed: seed)
    let leaders = items.filter { group[$0] == $0 }
    let order = generator.permutation(of: leaders.count)
    var fold = [Int](repeating: 0, count: group.count)
    for (place, number) in order.enumerated() { fold[leaders[number]] = place % count }
    return (0..<count).map { number in
      TrainingFold(
        training: items.filter { fold[group[$0]] != number }, held: items.filter { fold[group[$0]] == number })
    }
  }

  /// Cuts dated items in the order of time: each part is scored by what was learned from all before it.
  ///
  /// With three parts the first half is only learned from, and the parts share the second half.
  static func forward(_ items: [Int], dates: [String?], count: Int) -> [TrainingFold] {
    let ordered = items.filter { dates[$0] != nil }.sorted { (dates[$0]!, $0) < (dates[$1]!, $1) }
    return (0..<count).map { part in
      let start = ordered.count / 2 + (ordered.count - ordered.count / 2) * part / count
      let end = ordered.count / 2 + (ordered.count - ordered.count / 2) * (part + 1) / count
      return TrainingFold(training: ordered[..<start].sorted(), held: ordered[start..<end].sorted())
    }
  }

  /// For each item the first item that it is nearly equal to, directly or through others.
  ///
  /// - Parameter similar: For each item the later items that it is nearly equal to.
  static func groups(_ similar: [[Int]]) -> [Int] {
    var parent = Array(similar.indices)
    func root(_ item: Int) -> Int {
      var item = item
      while parent[item] != item {
        parent[item] = parent[parent[item]]
        item = parent[item]
      }
      return item
    }
    for (item, others) in similar.enumerated() {
      for other in others {
        let (left, right) = (root(item), root(other))
        parent[max(left, right)] = min(left, right)
      }
    }
    return similar.indices.map(root)
  }
}
