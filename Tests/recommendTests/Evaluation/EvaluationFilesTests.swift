import RecommendationEngine
import SiteContent
import Testing

@testable import recommend

@Suite struct EvaluationFilesTests {
  private func file(_ text: String) throws -> String {
    let path = try EvaluationFolder.path() + "/file.tsv"
    try TextFile.write(text, to: path)
    return path
  }

  @Test func `columns are found by their names, whatever their order`() throws {
    let file = try JudgementFile(path: file("kind\tsource\ttarget\nbody-link\ta.md\tb.md\n"))
    #expect(file.judgements.map { [$0.query, $0.item] } == [["a.md", "b.md"]])
    #expect(file.judgements.map(\.grade) == [1])
  }

  @Test func `four fields are TREC qrels, their ids percent-encoded`() throws {
    let file = try JudgementFile(path: file("a%20b 0 c%25 2\n"))
    #expect(file.judgements.map { [$0.query, $0.item] } == [["a b", "c%"]])
    #expect(file.judgements.map(\.grade) == [2])
  }

  @Test func `a grade that is no number is refused with its line`() throws {
    let path = try file("query\titem\tgrade\na\tb\t1\na\tc\tgood\n")
    let error = #expect(throws: CommandFailure.self) { try JudgementFile(path: path) }
    #expect(error?.message == "\(path):3: 'good' is not a grade. Use a number.")
  }

  @Test func `a query that stands twice is refused`() throws {
    let path = try file("1\tlenses\n1\tnerves\n")
    #expect(throws: CommandFailure.self) { try QueryFile(path: path) }
  }

  @Test func `CSV is read as it was written, formulas and quotes among it`() {
    let report = Report(
      columns: ["run", "item"], rows: [[.text("=x"), .text("a \"b\", c")], [.text("r"), .text("-5")]])
    let text = report.rendered(as: .csv, terminal: Terminal(.standardOutput, choice: .never), width: nil)
    #expect(DelimitedRecords.records(text) == [["run", "item"], ["=x", "a \"b\", c"], ["r", "-5"]])
  }

  @Test func `a run is read back, and an unknown one is refused with the known ones`() throws {
    let path = try EvaluationFolder.path() + "/per_item.csv"
    try TextFile.write("run,item,nDCG@10\r\nrecommend,b,0.5\r\nrecommend,a,1\r\nbm25,a,0\r\n", to: path)
    let run = try FinishedRun(path: path, id: "recommend").measurements
    #expect(run.itemIDs == ["a", "b"])
    #expect(run.values == [1, 0.5])
    let error = #expect(throws: CommandFailure.self) { try FinishedRun(path: path, id: "hugo") }
    #expect(error?.message == "\(path) has no run 'hugo'. It has 'bm25', 'recommend'.")
  }

  @Test func `a configuration that is written is the one that is read`() throws {
    for name in ModelConfiguration.builtInNames {
      let configuration = try ModelConfiguration.builtIn(named: name)
      let read = try ModelConfiguration.load(yaml: ConfigurationText.yaml(configuration), path: "tuned.yaml")
      #expect(read.allSettings.map(\.value) == configuration.allSettings.map(\.value))
    }
  }
}
