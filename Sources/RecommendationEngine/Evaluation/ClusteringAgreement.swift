/// How well a clustering agrees with known classes, or with another clustering.
///
/// Names of groups do not matter, only who is together. Values equal scikit-learn's, also where a definition leaves
/// them open: no items, or one group on both sides, count as full agreement.
public struct ClusteringAgreement: Sendable, Equatable {
  private let table: ContingencyTable

  /// Compares two groupings of the same items, item by item.
  ///
  /// - Complexity: O(*n* log *n*).
  public init<Class: Hashable, Cluster: Hashable>(classes: [Class], clusters: [Cluster]) {
    table = ContingencyTable(classes: classes, clusters: clusters)
  }

  // MARK: Counting pairs of items

  /// The adjusted Rand index: pairs of items on which both groupings agree, 0 on average by chance, 1 when equal.
  ///
  /// L. Hubert and P. Arabie, "Comparing partitions", Journal of Classification 2 (1985).
  public var adjustedRandIndex: Double {
    let together = table.cells.reduce(0.0) { $0 + pairs($1.count) }
    let sameClass = table.classSizes.reduce(0.0) { $0 + pairs($1) }
    let sameCluster = table.clusterSizes.reduce(0.0) { $0 + pairs($1) }
    if together == sameClass && together == sameCluster { return 1 }
    let expected = sameClass * sameCluster / pairs(table.itemCount)
    return (together - expected) / ((sameClass + sameCluster) / 2 - expected)
  }

  /// The geometric mean of pair precision and pair recall; 0 when no pair is together in both.
  ///
  /// E. Fowlkes and C. Mallows, "A method for comparing two hierarchical clusterings", JASA 78 (1983).
  public var fowlkesMallowsIndex: Double {
    let together = table.cells.reduce(0.0) { $0 + pairs($1.count) }
    let sameClass = table.classSizes.reduce(0.0) { $0 + pairs($1) }
    let sameCluster = table.clusterSizes.reduce(0.0) { $0 + pairs($1) }
    return together == 0 ? 0 : (together / sameClass).squareRoot() * (together / sameCluster).squareRoot()
  }

  private func pairs(_ count: Int) -> Double {
    Double(count) * Double(count - 1) / 2
  }

  // MARK: Information

  /// The mutual information over the arithmetic mean of both entropies, 0…1; equals ``vMeasure``.
  ///
  /// A. Strehl and J. Ghosh, "Cluster ensembles", JMLR 3 (2002), with the arithmetic mean, scikit-learn's default.
  public var normalizedMutualInformation: Double {
    if isTrivial { return 1 }
    let information = mutualInformation
    // The entropies are rounded; an information of nearly nothing is nothing.
    if information <= .ulpOfOne { return 0 }
    return information / ((entropy(of: table.classSizes) + entropy(of: table.clusterSizes)) / 2)
  }

  /// The mutual information above what chance gives, over the arithmetic mean of both entropies above the same.
  ///
  /// N. X. Vinh, J. Epps and J. Bailey, "Information theoretic measures for clusterings comparison", JMLR 11 (2010).
  ///
  /// - Complexity: O(classes · clusters · size of the groups), without the classes or clusters of the same size again.
  public var adjustedMutualInformation: Double {
    if isTrivial { return 1 }
    let expected = expectedMutualInformation
    let normalizer = (entropy(of: table.classSizes) + entropy(of: table.clusterSizes)) / 2
    var denominator = normalizer - expected
    let smallest = Double.ulpOfOne
    denominator = denominator < 0 ? min(denominator, -smallest) : max(denominator, smallest)
    return (mutualInformation - expected) / denominator
  }

  /// 1 − H(class | cluster) / H(class): whether each cluster holds one class only.
  ///
  /// A. Rosenberg and J. Hirschberg, "V-measure: a conditional entropy-based external cluster evaluation measure",
  /// EMNLP-CoNLL 2007.
  public var homogeneity: Double {
    let classEntropy = entropy(of: table.classSizes)
    return classEntropy == 0 ? 1 : mutualInformation / classEntropy
  }

  /// 1 − H(cluster | class) / H(cluster): whether each class lies in one cluster only.
  public var completeness: Double {
    let clusterEntropy = entropy(of: table.clusterSizes)
    return clusterEntropy == 0 ? 1 : mutualInformation / clusterEntropy
  }

  /// The harmonic mean of homogeneity and completeness.
  public var vMeasure: Double {
    harmonicMean(homogeneity, completeness)
  }

  private var isTrivial: Bool {
    table.itemCount == 0 || (table.classSizes.count == 1 && table.clusterSizes.count == 1)
  }

  /// −Σ *p* ln *p* over the shares of the groups.
  private func entropy(of sizes: [Int]) -> Double {
    guard sizes.count > 1 else { return 0 }
    let count = Double(table.itemCount)
    return sizes.reduce(0) { $0 - Double($1) / count * naturalLogarithm(Double($1) / count) }
  }

  /// Σ *p*(class, cluster) ln (*p*(class, cluster) / (*p*(class) *p*(cluster))), in nats, not below 0.
  private var mutualInformation: Double {
    let count = Double(table.itemCount)
    let sum = table.cells.reduce(0.0) { sum, cell in
      let joint = Double(cell.count)
      let byChance = Double(table.classSizes[cell.classIndex]) * Double(table.clusterSizes[cell.clusterIndex])
      return sum + joint / count * naturalLogarithm(count * joint / byChance)
    }
    return max(0, sum)
  }

  /// The mean mutual information of all groupings with the same sizes: Vinh et al., equation 24a.
  private var expectedMutualInformation: Double {
    let count = table.itemCount
    var logFactorials = [0.0]
    for number in stride(from: 1, through: count, by: 1) {
      logFactorials.append(logFactorials[number - 1] + naturalLogarithm(Double(number)))
    }
    let clusterSizes = multiplicities(of: table.clusterSizes)
    var sum = 0.0
    for (a, classCount) in multiplicities(of: table.classSizes) {
      for (b, clusterCount) in clusterSizes {
        let fixed =
          logFactorials[a] + logFactorials[b] + logFactorials[count - a] + logFactorials[count - b]
          - logFactorials[count]
        var pairSum = 0.0
        for joint in max(1, a + b - count)...min(a, b) {
          let probability = exponential(
            fixed - logFactorials[joint] - logFactorials[a - joint] - logFactorials[b - joint]
              - logFactorials[count - a - b + joint])
          let information = naturalLogarithm(Double(count) * Double(joint) / (Double(a) * Double(b)))
          pairSum += Double(joint) / Double(count) * information * probability
        }
        sum += pairSum * Double(classCount * clusterCount)
      }
    }
    return sum
  }

  private func multiplicities(of sizes: [Int]) -> [(size: Int, count: Int)] {
    var counts: [Int: Int] = [:]
    for size in sizes { counts[size, default: 0] += 1 }
    return counts.map { (size: $0.key, count: $0.value) }.sorted { $0.size < $1.size }
  }

  // MARK: Matching

  /// The share of items in the right place when each cluster is named after one class in the best way (ACC).
  ///
  /// Each class names at most one cluster. 1 without items.
  ///
  /// - Complexity: O(*s*² · *l*), *s* the smaller and *l* the larger of the numbers of classes and clusters.
  public var accuracy: Double {
    guard table.itemCount > 0 else { return 1 }
    let columns = table.clusterSizes.count
    var gains = [Double](repeating: 0, count: table.classSizes.count * columns)
    for cell in table.cells { gains[cell.classIndex * columns + cell.clusterIndex] = Double(cell.count) }
    let matching = AssignmentProblem(rowCount: table.classSizes.count, columnCount: columns, gains: gains).solved()
    let matched = matching.enumerated().reduce(0.0) { sum, pair in
      pair.element.map { sum + gains[pair.offset * columns + $0] } ?? sum
    }
    return matched / Double(table.itemCount)
  }

  /// The share of items that belong to the most frequent class of their cluster; grows with the number of clusters.
  public var purity: Double {
    guard table.itemCount > 0 else { return 1 }
    var largest = [Int](repeating: 0, count: table.clusterSizes.count)
    for cell in table.cells { largest[cell.clusterIndex] = max(largest[cell.clusterIndex], cell.count) }
    return Double(largest.reduce(0, +)) / Double(table.itemCount)
  }
}

extension ClusteringAgreement {
  /// How alike clusterings of the same items are: the mean adjusted Rand index over all pairs of them.
  ///
  /// Run the same method with several seeds (or resamples) to see whether its groups are there or made up. 1 for fewer
  /// than two clusterings.
  public static func stability(of clusterings: [[Int]]) -> Double {
    var indices: [Double] = []
    for (position, clustering) in clusterings.enumerated() {
      for other in clusterings[..<position] {
        indices.append(ClusteringAgreement(classes: other, clusters: clustering).adjustedRandIndex)
      }
    }
    return indices.isEmpty ? 1 : mean(of: indices)
  }
}
