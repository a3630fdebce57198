import RecommendationEngine
import Testing

@Suite struct HugoRelatedContentTests {
  func page(_ id: ItemID, _ date: String?, keywords: [String] = [], tags: [String] = []) -> HugoRelatedContent.Page {
    HugoRelatedContent.Page(id: id, date: date, keywords: ["keywords": keywords, "tags": tags])
  }

  /// Builds of sites with 26 pages by Hugo 0.168; `scripts/golden-metrics` makes them.
  @Test(arguments: MetricsGolden.shared.hugo.sites)
  func `every list equals that of a real build`(site: MetricsGolden.Hugo.Site) {
    let pages = MetricsGolden.shared.hugo.pages.map { page in
      HugoRelatedContent.Page(
        id: ItemID(page.id), date: page.date,
        keywords: ["tags": page.tags, "keywords": page.keywords, "series": page.series])
    }
    let configuration = site.configuration.map { given in
      HugoRelatedContent.Configuration(
        threshold: given.threshold, includesNewer: given.includeNewer,
        indices: given.indices.map {
          .init(
            name: $0.name, weight: $0.weight, lowercases: given.toLower,
            cardinalityThreshold: $0.cardinalityThreshold ?? 0)
        })
    }
    let hugo = HugoRelatedContent(pages: pages, configuration: configuration ?? .init())
    for page in pages {
      #expect(hugo.related(to: page.id, limit: 100).ids.map(\.rawValue) == site.related[page.id.rawValue])
    }
  }

  @Test func `by default one shared tag is enough, and a shared year is not`() {
    let hugo = HugoRelatedContent(pages: [
      page("asked", "2024-06-01", tags: ["a", "b"]), page("tag", "2023-01-01", tags: ["a"]),
      page("year", "2024-01-01"), page("nothing", "2020-01-01", tags: ["c"]),
    ])
    // Tag: norm(80) = 80 ≥ 80. Year: norm(10) = 10 < 80.
    #expect(hugo.related(to: "asked", limit: 10).ids == ["tag"])
  }

  @Test func `matches add up, and more matches lower the bar`() {
    let hugo = HugoRelatedContent(pages: [
      page("asked", "2024-06-01", keywords: ["k"], tags: ["a", "b"]),
      page("both", "2024-01-01", tags: ["a", "b"]),  // 80 + 80 + 10 = 170, mean 56 ≥ 80 / 3 = 26
      page("tagyear", "2024-02-01", tags: ["a"]),  // 80 + 10 = 90, mean 45 ≥ 40
      page("keyword", "2023-01-01", keywords: ["k"]),  // 100
      page("tag", "2023-01-02", tags: ["b"]),  // 80
    ])
    #expect(hugo.related(to: "asked", limit: 10).ids == ["both", "keyword", "tagyear", "tag"])
    #expect(hugo.related(to: "asked", limit: 2).ids == ["both", "keyword"])
  }

  @Test func `same weights come by date descending and then by name`() {
    let hugo = HugoRelatedContent(pages: [
      page("asked", "2024-06-01", tags: ["a"]), page("old", "2021-01-01", tags: ["a"]),
      page("z", "2022-01-01", tags: ["a"]), page("y", "2022-01-01", tags: ["a"]), page("undated", nil, tags: ["a"]),
    ])
    #expect(hugo.related(to: "asked", limit: 10).ids == ["y", "z", "old", "undated"])
  }

  @Test func `newer pages are left out unless they are included`() {
    let pages = [page("asked", "2022-06-01", tags: ["a"]), page("newer", "2024-01-01", tags: ["a"])]
    #expect(HugoRelatedContent(pages: pages).related(to: "asked", limit: 10).ids == [])
    let including = HugoRelatedContent(pages: pages, configuration: .init(includesNewer: true))
    #expect(including.related(to: "asked", limit: 10).ids == ["newer"])
    #expect(HugoRelatedContent(pages: pages).related(to: "newer", limit: 10).ids == ["asked"])
    // Without a date nothing is newer.
    let undated = [page("asked", nil, tags: ["a"]), page("dated", "2024-01-01", tags: ["a"])]
    #expect(HugoRelatedContent(pages: undated).related(to: "asked", limit: 10).ids == ["dated"])
  }

  @Test func `letter case matters unless the index lowers it`() {
    let pages = [page("asked", "2024-06-01", tags: ["Health"]), page("other", "2024-01-01", tags: ["health"])]
    #expect(HugoRelatedContent(pages: pages).related(to: "asked", limit: 10).ids == [])
    let lowered = HugoRelatedContent(
      pages: pages, configuration: .init(indices: [.init(name: "tags", weight: 80, lowercases: true)]))
    #expect(lowered.related(to: "asked", limit: 10).ids == ["other"])
  }

  @Test func `keywords of too many pages are left out`() {
    let pages = ["a", "b", "c"].map { page(ItemID($0), "2024-01-01", tags: ["all", $0 == "c" ? "own" : "two"]) }
    let configuration = HugoRelatedContent.Configuration(
      indices: [.init(name: "tags", weight: 80, cardinalityThreshold: 70)])
    let hugo = HugoRelatedContent(pages: pages, configuration: configuration)
    #expect(hugo.related(to: "a", limit: 10).ids == ["b"])
    #expect(hugo.related(to: "c", limit: 10).ids == [])
  }

  @Test func `an unknown page and an index of weight 0 find nothing`() {
    let pages = [page("a", "2024-01-01", tags: ["t"]), page("b", "2024-01-01", tags: ["t"])]
    #expect(HugoRelatedContent(pages: pages).related(to: "x", limit: 10).ids == [])
    let off = HugoRelatedContent(
      pages: pages, configuration: .init(threshold: 0, indices: [.init(name: "tags", weight: 0)]))
    #expect(off.related(to: "a", limit: 10).ids == [])
  }
}
