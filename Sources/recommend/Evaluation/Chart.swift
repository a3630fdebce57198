/// A plot, drawn as SVG: no script, no font, no picture from elsewhere; its colours follow the page.
struct Chart {
  let title: String
  let about: String
  let svg: String

  /// A line of a plot.
  struct Series {
    let name: String
    /// Whether it is this program, which is drawn in front.
    let isMain: Bool
    let values: [Double]
  }

  static let width = 760.0
}

/// Collects the elements of an SVG picture.
struct SVGCanvas {
  private var elements = ""
  let height: Double
  private let label: String

  init(height: Double, label: String) {
    self.height = height
    self.label = label
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    elements +=
      "<line class=\"\(style)\" x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\"/>\n"
  }

  mutating func path(_ points: [(x: Double, y: Double)], _ style: String) {
    let steps = points.enumerated().map { ($0 == 0 ? "M" : "L") + Self.number($1.x) + " " + Self.number($1.y) }
    elements += "<path class=\"\(style)\" d=\"\(steps.joined())\"/>\n"
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, title: String = ""
  ) {
    elements +=
      "<rect class=\"\(style)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(0, width)))\" height=\"\(Self.number(max(0, height)))\">\(Self.titled(title))</rect>\n"
  }

  mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ style: String, title: String = "") {
    elements +=
      "<circle class=\"\(style)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\">\(Self.titled(title))</circle>\n"
  }

  mutating func text(_ text: String, _ x: Double, _ y: Double, _ style: String) {
    elements +=
      "<text class=\"\(style)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\">\(HTML.escaped(text))</text>\n"
  }

  /// The picture.
  var svg: String {
    "<svg viewBox=\"0 0 \(Self.number(Chart.width)) \(Self.number(height))\" role=\"img\" aria-label=\"\(HTML.escaped(label))\">\n"
      + elements + "</svg>\n"
  }

  private static func titled(_ title: String) -> String {
    title.isEmpty ? "" : "<title>\(HTML.escaped(title))</title>"
  }

  /// A coordinate with one place.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let rest = tenths.magnitude % 10
    return sign + String(tenths.magnitude / 10) + (rest == 0 ? "" : "." + String(rest))
  }
}

/// An axis: a range of values, where they lie, and round numbers to mark.
struct Axis {
  let lower: Double
  let upper: Double
  let start: Double
  let end: Double
  let ticks: [Double]
  /// The places that the ticks need.
  let places: Int

  /// An axis from round number to round number.
  ///
  /// - Parameters:
  ///   - values: What must fit.
  ///   - start: Where the lower end lies.
  ///   - end: Where the upper end lies.
  init(_ values: [Double], from start: Double, to end: Double, tickCount: Int = 5) {
    let least = values.min() ?? 0
    let greatest = max(values.max() ?? 1, least + 1e-3)
    let rough = (greatest - least) / Double(tickCount)
    var step = 1.0
    while step > rough { step /= 10 }
    while step * 10 <= rough { step *= 10 }
    if let factor = [1.0, 2, 5, 10].first(where: { step * $0 >= rough - 1e-12 }) { step *= factor }
    let first = (least / step + 1e-9).rounded(.down)
    let last = (greatest / step - 1e-9).rounded(.up)
    self.start = start
    self.end = end
    lower = first * step
    upper = last * step
    let count = Int(last - first)
    let lowest = lower
    ticks = (0...count).map { lowest + Double($0) * step }
    var places = 0
    var scaled = step
    while places < 4, (scaled - scaled.rounded()).magnitude > 1e-6 {
      scaled *= 10
      places += 1
    }
    self.places = places
  }

  func position(_ value: Double) -> Double {
    start + (value - lower) / (upper - lower) * (end - start)
  }

  func label(_ tick: Double) -> String { Fixed.text(tick, places) }
}
