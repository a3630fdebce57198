extension StoredClustering {
  /// What is kept beside the clusters to tell damage: a fingerprint of clusters, memberships and lineage, in no order but their own.
  ///
  /// - Complexity: O(*n* log *n*), O(*n*) where the memberships ascend by row and rank already.
  var check: [UInt8] {
    var print = Fingerprint()
    print.add(clusters.count)
    for cluster in clusters.sorted(by: { $0.id < $1.id }) {
      print.add(cluster.id)
      print.add(cluster.label)
      print.add(cluster.size)
      print.add(cluster.cohesion)
      print.add(cluster.terms.count)
      for term in cluster.terms {
        print.add(term.term)
        print.add(term.weight)
      }
      print.add(cluster.topics.count)
      for match in cluster.topics.sorted(by: { $0.topic < $1.topic }) {
        print.add(match.topic)
        print.add(match.precision)
        print.add(match.recall)
      }
    }
    print.add(memberships.count)
    for membership in memberships.sorted(by: { ($0.row, $0.rank) < ($1.row, $1.rank) }) {
      print.add(membership.row)
      print.add(membership.cluster)
      print.add(membership.rank)
      print.add(membership.weight)
    }
    print.add(lineage.count)
    for line in lineage {
      print.add(line.event.rawValue)
      print.add(line.oldID)
      print.add(line.newID)
      print.add(line.overlap)
    }
    return Packing.bytes(of: [print.value])
  }
}
