import RecommendationEngine
import Testing

@Suite struct AssignmentProblemTests {
  @Test func `rows take the columns that cost the least together`() {
    let problem = AssignmentProblem(rowCount: 3, columnCount: 3, costs: [4, 1, 3, 2, 0, 5, 3, 2, 2])
    #expect(problem.solved() == [1, 0, 2])
  }

  @Test func `gains are made as large as possible`() {
    #expect(AssignmentProblem(rowCount: 2, columnCount: 2, gains: [9, 8, 8, 1]).solved() == [1, 0])
  }

  @Test func `rows without a column are left over`() {
    #expect(AssignmentProblem(rowCount: 3, columnCount: 1, costs: [3, 1, 2]).solved() == [nil, 0, nil])
    #expect(AssignmentProblem(rowCount: 2, columnCount: 0, costs: []).solved() == [nil, nil])
    #expect(AssignmentProblem(rowCount: 0, columnCount: 2, costs: []).solved() == [])
  }

  @Test(arguments: MetricsGolden.shared.assignments)
  func `the total equals that of scipy and each column is taken once`(golden: MetricsGolden.Assignment) {
    let problem = AssignmentProblem(rowCount: golden.rows, columnCount: golden.columns, costs: golden.costs)
    let columns = problem.solved()
    let taken = columns.compactMap { $0 }
    #expect(taken.count == min(golden.rows, golden.columns))
    #expect(Set(taken).count == taken.count)
    let total = columns.enumerated().reduce(0.0) { sum, pair in
      pair.element.map { sum + golden.costs[pair.offset * golden.columns + $0] } ?? sum
    }
    #expect(total == golden.total)
  }

  @Test func `a large problem is no worse than random swaps can make it`() {
    var generator = SeededGenerator(seed: 4)
    let count = 60
    let costs = (0..<count * count).map { _ in generator.unitInterval() }
    let columns = AssignmentProblem(rowCount: count, columnCount: count, costs: costs).solved().compactMap { $0 }
    #expect(columns.sorted() == Array(0..<count))
    for row in 0..<count {
      for other in 0..<row {
        let now = costs[row * count + columns[row]] + costs[other * count + columns[other]]
        let swapped = costs[row * count + columns[other]] + costs[other * count + columns[row]]
        #expect(now <= swapped + 1e-12)
      }
    }
  }
}
