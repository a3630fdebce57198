import RecommendationEngine

/// Draws items as points, coloured by cluster, with labels that do not cover each other.
struct ClusterMap {
  /// An item on the map.
  struct Dot {
    let place: MapLayout.Point
    /// The cluster, as an index into `clusters`; nil for an item that fits none.
    let cluster: Int?
    let title: String
    let link: String?
  }

  /// A cluster on the map.
  struct Group {
    let place: MapLayout.Point
    let id: Int
    let label: String
    let size: Int
  }

  let dots: [Dot]
  let clusters: [Group]

  private static let width = 1200.0
  private static let height = 900.0
  private static let margin = 36.0

  /// The map as an SVG document; it follows the reader's choice of light or dark.
  var svg: String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" "
      + "role=\"img\" aria-label=\"Map of \(dots.count) items in \(clusters.count) clusters\">\n"
      + "<style>\(Self.style)\(palette)</style>\n"
      + "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n" + points + labels + "</svg>\n"
  }

  /// The map and a list of the clusters on one page that needs nothing else.
  func html(title: String, rows: [(id: Int, label: String, size: Int, terms: String, items: [Dot])]) -> String {
    let list = rows.enumerated().map { number, row in
      let items = row.items.map { Self.linked($0) }.joined(separator: " · ")
      return """
        <tr id="c\(row.id)"><td><i class="k\(number)"></i>\(row.id)</td><th scope="row">\(Self.escaped(row.label))</th>\
        <td class="n">\(row.size)</td><td>\(Self.escaped(row.terms))</td><td>\(items)</td></tr>
        """
    }.joined(separator: "\n")
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(Self.escaped(title))</title>
      <style>
      :root{color-scheme:light dark;--page:#fbfaf7;--ink:#20242b;--soft:#5c6470;--line:#dedbd3}
      @media(prefers-color-scheme:dark){:root{--page:#15181d;--ink:#e8e6e1;--soft:#a2a9b4;--line:#333942}}
      body{margin:0 auto;max-width:75rem;padding:1.5rem;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
      h1{font-size:1.4rem;margin:0 0 1rem}svg{width:100%;height:auto;border:1px solid var(--line);border-radius:8px}
      .wrap{overflow-x:auto}table{border-collapse:collapse;width:100%;margin-top:1.5rem;font-size:.9rem}
      td,th{padding:.45rem .6rem;border-top:1px solid var(--line);text-align:left;vertical-align:top}thead th{color:var(--soft);font-weight:500}
      .n{text-align:right}i{display:inline-block;width:.8em;height:.8em;border-radius:50%;margin-right:.5em}a{color:inherit}
      \(clusters.indices.map { "i.k\($0){background:\(Self.color($0, lightness: 58))}" }.joined())
      </style></head><body>
      <h1>\(Self.escaped(title))</h1>
      \(svg)
      <div class="wrap"><table><thead><tr><th>Cluster</th><th>Label</th><th class="n">Items</th><th>Terms</th><th>Typical items</th></tr></thead>
      <tbody>
      \(list)
      </tbody></table></div>
      </body></html>

      """
  }

  // MARK: Parts

  private static let style = """
    .ground{fill:#fbfaf7}.d{stroke:#fbfaf7;stroke-width:.6}.none{fill:#b9b7b0}.halo{stroke:#fbfaf7}.t{fill:#20242b}\
    text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;text-anchor:middle}\
    .halo{stroke-width:5;stroke-linejoin:round;fill:none;opacity:.88}.d:hover{stroke:#20242b;stroke-width:2}\
    @media(prefers-color-scheme:dark){.ground{fill:#15181d}.d{stroke:#15181d}.none{fill:#565b63}.halo{stroke:#15181d}\
    .t{fill:#f1efe9}.d:hover{stroke:#fff}}
    """

  /// A colour for each cluster: hues a golden angle apart, so that neighbours in number differ most.
  private var palette: String {
    clusters.indices.map { ".c\($0){fill:\(Self.color($0, lightness: 47))}" }.joined()
      + "@media(prefers-color-scheme:dark){"
      + clusters.indices.map { ".c\($0){fill:\(Self.color($0, lightness: 64))}" }.joined() + "}"
  }

  private static func color(_ number: Int, lightness: Int) -> String {
    let hue = Int((Double(number) * 137.508 + 210).truncatingRemainder(dividingBy: 360))
    return "hsl(\(hue) \(62 - number % 3 * 10)% \(lightness + number % 2 * 6)%)"
  }

  private var points: String {
    let radius = dots.count > 5000 ? "1.8" : dots.count > 1000 ? "3" : dots.count > 200 ? "4.5" : "7"
    // Items that fit no cluster lie below the others.
    let order = dots.indices.filter { dots[$0].cluster == nil } + dots.indices.filter { dots[$0].cluster != nil }
    return order.map { index -> String in
      let dot = dots[index]
      let place = Self.onPage(dot.place)
      let circle =
        "<circle class=\"d \(dot.cluster.map { "c\($0)" } ?? "none")\" cx=\"\(Self.fixed(place.x))\" cy=\"\(Self.fixed(place.y))\" "
        + "r=\"\(radius)\"><title>\(Self.escaped(dot.title))</title></circle>"
      return (dot.link.flatMap(Self.safeLink).map { "<a href=\"\(Self.escaped($0))\">\(circle)</a>" } ?? circle) + "\n"
    }.joined()
  }

  private var labels: String {
    let sizes = clusters.map { 13 + min(9, Double($0.size).squareRoot() / 2) }
    let texts = clusters.map { Terminal.fitted(Terminal.safe($0.label), width: 34) }
    // A letter of these fonts is a little over half as wide as it is high.
    let placement = LabelPlacement(
      clusters.indices.map { index in
        let place = Self.onPage(clusters[index].place)
        return .init(
          anchor: .init(x: place.x / Self.width, y: place.y / Self.width),
          width: Double(Terminal.width(texts[index])) * sizes[index] * 0.57 / Self.width,
          height: sizes[index] * 1.3 / Self.width)
      }, width: 1, height: Self.height / Self.width)
    return clusters.indices.compactMap { index -> String? in
      guard let middle = placement.middles[index] else { return nil }
      let position =
        "x=\"\(Self.fixed(middle.x * Self.width))\" y=\"\(Self.fixed(middle.y * Self.width + sizes[index] * 0.35))\" font-size=\"\(Self.fixed(sizes[index]))\" font-weight=\"600\""
      let text = Self.escaped(texts[index])
      return "<text class=\"halo\" \(position)>\(text)</text><text class=\"t\" \(position)>\(text)</text>\n"
    }.joined()
  }

  private static func onPage(_ place: MapLayout.Point) -> MapLayout.Point {
    .init(x: margin + place.x * (width - 2 * margin), y: margin + place.y * (height - 2 * margin))
  }

  private static func linked(_ dot: Dot) -> String {
    let title = escaped(dot.title)
    return dot.link.flatMap(safeLink).map { "<a href=\"\(escaped($0))\" rel=\"noopener noreferrer\">\(title)</a>" }
      ?? title
  }

  /// A link that leads somewhere harmless: http, https, or a path on the site.
  private static func safeLink(_ link: String) -> String? {
    let lowered = link.lowercased()
    if lowered.hasPrefix("http://") || lowered.hasPrefix("https://") { return link }
    return link.hasPrefix("/") && !link.hasPrefix("//") ? link : nil
  }

  private static func fixed(_ value: Double) -> String { Value.formatted((value * 10).rounded() / 10) }

  static func escaped(_ text: String) -> String {
    var result = ""
    for character in Terminal.safe(text) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
    return result
  }
}
