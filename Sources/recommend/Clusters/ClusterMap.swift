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
    /// Where its label would best be.
    let place: MapLayout.Point
    let id: Int
    let label: String
    let size: Int
  }

  let dots: [Dot]
  let clusters: [Group]
  /// The number of the colour of each cluster.
  let colors: [Int]
  /// The part of the layout that holds the items and the places of labels.
  private let frame: (x: ClosedRange<Double>, y: ClosedRange<Double>)

  init(dots: [Dot], clusters: [Group]) {
    self.dots = dots
    self.clusters = clusters
    let places = dots.map(\.place) + clusters.map(\.place)
    frame = (Self.frame(places.map(\.x)), Self.frame(places.map(\.y)))
    colors = ClusterPalette(places: clusters.map(\.place)).colors
  }

  private static let width = 1200.0
  private static let height = 900.0
  private static let margin = 36.0

  /// The map as an SVG document; it follows the reader's choice of light or dark.
  var svg: String { svg(linkingLabels: false) }

  /// The map; where asked for, each label leads to the row of its cluster on the same page.
  ///
  /// There are two sets of labels: on a narrow page the larger clusters only, in larger letters.
  func svg(linkingLabels isLinked: Bool) -> String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" "
      + "role=\"group\" aria-label=\"Map of \(dots.count) items in \(clusters.count) clusters\">\n"
      + "<style>\(Self.style)\(ClusterPalette.style)</style>\n"
      + "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n" + points
      + "<g class=\"wide\">\n" + labels(scale: 1, width: 34, reach: 0.15, linked: isLinked)
      + "</g>\n<g class=\"narrow\">\n" + labels(scale: 2.4, width: 24, reach: 0.08, linked: isLinked)
      + "</g>\n</svg>\n"
  }

  /// The range of some coordinates; not less than a third of the layout, so that few items are not torn apart.
  private static func frame(_ values: [Double]) -> ClosedRange<Double> {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let missing = max(0, 1 / 3 - (high - low)) / 2
    return low - missing...high + missing
  }

  // MARK: Parts

  private static let style = """
    .ground{fill:#fbfaf7}.d{stroke:#fbfaf7;stroke-width:.6}.none{fill:#8f8d86}.lead{stroke:#5c6470;stroke-width:1}\
    text{font:600 16px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;text-anchor:middle;fill:#20242b;\
    stroke:#fbfaf7;stroke-width:5;stroke-linejoin:round;paint-order:stroke}.d:hover{stroke:#20242b;stroke-width:2}.narrow{display:none}\
    @media(max-width:640px){.wide{display:none}.narrow{display:inline}.narrow text{stroke-width:10}.lead{stroke-width:2}}\
    @media(prefers-color-scheme:dark){.ground{fill:#15181d}.d{stroke:#15181d}.none{fill:#767c86}.lead{stroke:#a2a9b4}\
    text{fill:#f1efe9;stroke:#15181d}.d:hover{stroke:#fff}}
    """

  private var points: String {
    let radius = dots.count > 5000 ? "1.8" : dots.count > 1000 ? "3.4" : dots.count > 200 ? "5" : "8"
    // Items that fit no cluster lie below the others.
    let order = dots.indices.filter { dots[$0].cluster == nil } + dots.indices.filter { dots[$0].cluster != nil }
    return order.map { index -> String in
      let dot = dots[index]
      let place = onPage(dot.place)
      let group = dot.cluster.map { clusters[$0].label } ?? "in no cluster"
      let title = "<title>\(Self.escaped(dot.title)) (\(Self.escaped(group)))</title>"
      let circle =
        "<circle class=\"d \(dot.cluster.map { "c\(colors[$0])" } ?? "none")\" cx=\"\(Self.fixed(place.x))\" "
        + "cy=\"\(Self.fixed(place.y))\" r=\"\(radius)\""
      guard let link = dot.link.flatMap(Self.safeLink) else { return "\(circle)>\(title)</circle>\n" }
      return "<a href=\"\(Self.escaped(link))\">\(title)\(circle)/></a>\n"
    }.joined()
  }

  private func labels(scale: Double, width: Int, reach: Double, linked: Bool) -> String {
    let sizes = clusters.map { (13 + min(9, Double($0.size).squareRoot() / 2)) * scale }
    let texts = clusters.map { Terminal.fitted(Terminal.safe($0.label), width: width) }
    // In units of the map's width.
    let widths = clusters.indices.map { Self.textWidth(texts[$0]) * sizes[$0] / Self.width }
    let placement = LabelPlacement(
      clusters.indices.map { index in
        let place = onPage(clusters[index].place)
        return .init(
          // Drawn in from the edge first, as a label seeks its place near by only.
          anchor: .init(
            x: max(widths[index] / 2, min(1 - widths[index] / 2, place.x / Self.width)), y: place.y / Self.width),
          width: widths[index],
          height: sizes[index] * 1.25 / Self.width)
      }, width: 1, height: Self.height / Self.width, reach: reach)
    return clusters.indices.compactMap { index -> String? in
      guard let middle = placement.middles[index] else { return nil }
      let (x, y) = (middle.x * Self.width, middle.y * Self.width)
      let text =
        "<text x=\"\(Self.fixed(x))\" y=\"\(Self.fixed(y + sizes[index] * 0.35))\" "
        + "style=\"font-size:\(Self.fixed(sizes[index]))px\">\(Self.escaped(texts[index]))</text>"
      let lead = Self.lead(
        from: onPage(clusters[index].place), to: (x, y), width: widths[index] * Self.width, height: sizes[index])
      return lead + (linked ? "<a href=\"#c\(clusters[index].id)\">\(text)</a>\n" : "\(text)\n")
    }.joined()
  }

  /// A line from the middle of a cluster to its label, where the label had to move away.
  private static func lead(
    from anchor: MapLayout.Point, to middle: (x: Double, y: Double), width: Double, height: Double
  ) -> String {
    let x = min(max(anchor.x, middle.x - width / 2), middle.x + width / 2)
    let y = min(max(anchor.y, middle.y - height / 2), middle.y + height / 2)
    let square = (x - anchor.x) * (x - anchor.x) + (y - anchor.y) * (y - anchor.y)
    guard square > height * height / 4 else { return "" }
    return
      "<line class=\"lead\" x1=\"\(fixed(anchor.x))\" y1=\"\(fixed(anchor.y))\" x2=\"\(fixed(x))\" y2=\"\(fixed(y))\"/>"
  }

  /// About how wide a text is in these fonts, in parts of its size; rather too wide, so that labels do not touch.
  private static func textWidth(_ text: String) -> Double {
    text.reduce(0.4) { sum, character in
      switch character {
      case "i", "j", "l", "I", ".", ",", ":", ";", "'", "’", "|", "!": sum + 0.38
      case "f", "r", "t", "-", "(", ")", "/", " ": sum + 0.48
      case "m", "w", "M", "W", "%", "@", "…": sum + 1.05
      case "A"..."Z": sum + 0.78
      default: sum + 0.7 * Double(Terminal.width(String(character)))
      }
    }
  }

  private func onPage(_ place: MapLayout.Point) -> MapLayout.Point {
    func share(_ value: Double, of range: ClosedRange<Double>) -> Double {
      (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    }
    return .init(
      x: Self.margin + share(place.x, of: frame.x) * (Self.width - 2 * Self.margin),
      y: Self.margin + share(place.y, of: frame.y) * (Self.height - 2 * Self.margin))
  }

  /// A link that leads somewhere harmless: http, https, or a path on the site.
  static func safeLink(_ link: String) -> String? {
    let lowered = link.lowercased()
    if lowered.hasPrefix("http://") || lowered.hasPrefix("https://") { return link }
    return link.hasPrefix("/") && !link.hasPrefix("//") && !link.hasPrefix("/\\") ? link : nil
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
