import LinearAlgebra
import Testing

@testable import RecommendationEngine

/// What every method must keep, whatever it computes.
@Suite struct TopicSuggesterContractTests {
  static let collection = smallCollection(itemCount: 150)
  static let model = TopicSuggestionModel(fittedTo: collection)
  /// The methods that learn from the rows; the others look at names and frequencies only.
  static let learning: [SuggestionMethod] = [.neighbors50, .neighbors10, .centroid, .linear]

  @Test(arguments: SuggestionMethod.allCases)
  func `a method gives each topic a finite score`(method: SuggestionMethod) {
    for text in [pureText(ofTopic: 2), ItemText(columns: [], weights: [])] {
      let scores = Self.model.scores(of: text, by: method)
      #expect(scores.count == Self.collection.topicCount)
      #expect(scores.allSatisfy { $0.isFinite })
    }
  }

  @Test(arguments: learning)
  func `a text of a topic's own terms scores highest for that topic`(method: SuggestionMethod) {
    for topic in 0..<Self.collection.topicCount {
      let scores = Self.model.scores(of: pureText(ofTopic: topic), by: method)
      #expect(scores.indices.max { scores[$0] < scores[$1] } == topic)
    }
  }

  @Test func `the same seed gives the same probabilities, and so does one thread`() {
    let expected = Self.model
    // 0 stands for one thread per core again.
    Parallelism.threadCount = 1
    defer { Parallelism.threadCount = 0 }
    let again = TopicSuggestionModel(fittedTo: Self.collection)
    for item in [0, 17, 149] {
      #expect(again.probabilities(ofItem: item) == expected.probabilities(ofItem: item))
    }
  }

  @Test func `probabilities lie in 0…1`() {
    for text in [pureText(ofTopic: 0), ItemText(columns: [], weights: [])] {
      #expect(Self.model.probabilities(of: text).allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func `an item without topics is not learned from, and gets suggestions`() {
    var collection = Self.collection
    let held = collection.topics[4]
    collection.topics[4] = []
    let model = TopicSuggestionModel(fittedTo: collection)
    let probabilities = model.probabilities(ofItem: 4)
    #expect(model.methods.isTraining[4] == false)
    #expect(probabilities[Int(held[0])] > 0.5)
  }

  @Test func `an item's own topics do not reach its probabilities`() {
    // Item 7 holds a topic that it says nothing about: learned from, it would vote for itself.
    var collection = Self.collection
    let own = collection.topics[7][0]
    collection.topics[7] = [(own + 2) % 5]
    let model = TopicSuggestionModel(fittedTo: collection)
    let probabilities = model.probabilities(ofItem: 7)
    #expect(probabilities[Int(own)] > 0.5)
    #expect(probabilities[Int(own + 2) % 5] < 0.2)
  }

  @Test func `the probabilities are those of the outcomes, on items that were not learned from`() {
    let fresh = smallCollection(itemCount: 300, seed: 8)
    var sum = 0.0
    var held = 0
    for item in 0..<300 {
      sum += Self.model.probabilities(of: fresh.text(ofItem: item)).reduce(0, +)
      held += fresh.topics[item].count
    }
    // 375 uses are expected; 150 training items leave an error of some per cent.
    #expect(abs(sum - Double(held)) < 0.1 * Double(held))
  }
}
