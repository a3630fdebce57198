import RecommendationEngine
import Testing

@testable import recommend

@Suite struct ClusterMapTests {
  private let map = ClusterMap(
    dots: [
      .init(place: .init(x: 0.2, y: 0.2), cluster: 0, title: "Roses & <bees>", link: "https://example.org/a?b=1&c=2"),
      .init(place: .init(x: 0.3, y: 0.2), cluster: 0, title: "Pruning", link: "javascript:alert(1)"),
      .init(place: .init(x: 0.8, y: 0.7), cluster: 1, title: "Cuffs", link: "/cuffs/"),
      .init(place: .init(x: 0.5, y: 0.9), cluster: nil, title: "Alone", link: "//elsewhere.example/"),
    ],
    clusters: [
      .init(place: .init(x: 0.25, y: 0.2), id: 7, label: "Garden roses", size: 2),
      .init(place: .init(x: 0.8, y: 0.7), id: 9, label: "Blood pressure", size: 1),
    ])

  @Test func `texts are escaped, and only harmless links are kept`() {
    let svg = map.svg
    #expect(svg.contains("<title>Roses &amp; &lt;bees&gt; (Garden roses)</title>"))
    #expect(svg.contains("<title>Alone (in no cluster)</title>"))
    #expect(svg.contains("<a href=\"https://example.org/a?b=1&amp;c=2\">"))
    #expect(svg.contains("<a href=\"/cuffs/\">"))
    #expect(!svg.contains("javascript:") && !svg.contains("elsewhere.example"))
  }

  @Test func `labels stand twice: for wide pages and for narrow ones`() {
    #expect(map.svg.ranges(of: ">Garden roses</text>").count == 2)
    #expect(!map.svg.contains("#c7"))
    #expect(map.svg(linkingLabels: true).contains("<a href=\"#c7\">"))
  }

  @Test func `the page has a language, one heading, and a row for each cluster`() {
    let page = ClusterMapPage(
      title: "Our <collection>", map: map,
      rows: [
        .init(label: "Garden roses", terms: "roses, bees", items: Array(map.dots[..<2])),
        .init(label: "Blood pressure", terms: "cuff", items: [map.dots[2]]),
      ]
    ).html
    #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
    #expect(page.contains("<h1>Our &lt;collection&gt;</h1>"))
    #expect(page.contains("4 items in 2 clusters."))
    #expect(page.contains("1 of them fit none."))
    #expect(
      page.contains(
        "<tr id=\"c9\"><td><i class=\"c1\"></i>9</td><th scope=\"row\">Blood pressure</th><td class=\"n\">1</td>"
          + "<td>cuff</td><td><a href=\"/cuffs/\" rel=\"noopener noreferrer\">Cuffs</a></td></tr>"))
    #expect(page.contains("<td>Roses</td>") == false && !page.contains("SQL("))
  }

  @Test func `neighbours on the map differ in colour`() {
    let places = (0..<30).map { MapLayout.Point(x: Double($0 % 6) / 6, y: Double($0 / 6) / 5) }
    let colors = ClusterPalette(places: places).colors
    for (number, color) in colors.enumerated() where number % 6 > 0 { #expect(color != colors[number - 1]) }
    #expect(Set(colors).count == 8)
  }
}
