import LinearAlgebra

public struct AverageLinkClustering: ClusteringAlgorithm, Equatable {
  public init() {}
  public func partition(
    of embedding: ItemEmbedding, into clusterCount: Int, startingFrom start: Partition?, workerCount: Int
  ) -> Partition { Partition([Int32](repeating: -1, count: embedding.count)) }
}
