import Testing

@testable import RecommendationEngine

@Suite struct TrainingFoldsTests {
  @Test func `each item is held once and never learned from then`() {
    let items = [0, 2, 3, 5, 6, 7, 9]
    let folds = TrainingFolds.random(items, count: 3, group: Array(0..<10), seed: 4)
    #expect(folds.flatMap(\.held).sorted() == items)
    for fold in folds { #expect((fold.held + fold.training).sorted() == items) }
  }

  @Test func `items of one group stay together`() {
    let folds = TrainingFolds.random(Array(0..<6), count: 3, group: [0, 0, 2, 2, 4, 4], seed: 4)
    for fold in folds { #expect(fold.held.count == 2 && fold.held[1] == fold.held[0] + 1) }
  }

  @Test func `a part in time is newer than all it is scored with`() {
    let dates: [String?] = ["2020", "2011", nil, "2013", "2015", "2012", "2018", "2014", "2019", "2016"]
    let folds = TrainingFolds.forward([0, 1, 3, 4, 5, 6, 7, 8, 9], dates: dates, count: 3)
    #expect(folds.map(\.held.count) == [1, 2, 2])
    for fold in folds {
      #expect(fold.training.compactMap { dates[$0] }.max()! < fold.held.compactMap { dates[$0] }.min()!)
    }
  }
}
