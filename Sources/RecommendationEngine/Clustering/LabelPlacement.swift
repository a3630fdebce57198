/// Places labels on a map so that none covers another.
///
/// Labels come in the order given, most important first. Each tries its own place, then places on a spiral around it, and takes the
/// first where its rectangle lies inside the map and covers no earlier one. A label that finds no place within reach is left out.
public struct LabelPlacement: Sendable, Equatable {
  /// A label to place.
  public struct Label: Sendable, Equatable {
    /// Where its middle would best be.
    public var anchor: MapLayout.Point
    /// Its width on the map.
    public var width: Double
    /// Its height on the map.
    public var height: Double

    /// Creates a label, in the units of the map.
    public init(anchor: MapLayout.Point, width: Double, height: Double) {
      self.anchor = anchor
      self.width = width
      self.height = height
    }
  }

  /// The middle of each label, nil where there was no room.
  public let middles: [MapLayout.Point?]

  /// Places labels on a map.
  ///
  /// - Parameters:
  ///   - labels: The labels, most important first.
  ///   - width: The width of the map.
  ///   - height: The height of the map.
  ///   - gap: The room between two labels.
  ///   - reach: How far a label may move from its place.
  /// - Complexity: O(labels² · tries), at most 241 tries a label.
  public init(_ labels: [Label], width: Double = 1, height: Double = 1, gap: Double = 0.004, reach: Double = 0.15) {
    var middles: [MapLayout.Point?] = []
    for (index, label) in labels.enumerated() {
      let place = Self.offsets.lazy.map { offset in
        MapLayout.Point(x: label.anchor.x + offset.x * reach, y: label.anchor.y + offset.y * reach)
      }.first { middle in
        let isInside =
          middle.x - label.width / 2 >= 0 && middle.x + label.width / 2 <= width && middle.y - label.height / 2 >= 0
          && middle.y + label.height / 2 <= height
        return isInside
          && (0..<index).allSatisfy { other in
            guard let taken = middles[other] else { return true }
            return abs(taken.x - middle.x) >= (labels[other].width + label.width) / 2 + gap
              || abs(taken.y - middle.y) >= (labels[other].height + label.height) / 2 + gap
          }
      }
      middles.append(place)
    }
    self.middles = middles
  }

  /// Steps outward, as parts of the reach: ten rings of twenty-four directions, built by turning a vector by 15 degrees.
  private static let offsets: [MapLayout.Point] = {
    // The sine and cosine of 15 degrees, so that no trigonometric function of the C library decides.
    let cosine = 0.965925826289068
    let sine = 0.258819045102521
    var result = [MapLayout.Point(x: 0, y: 0)]
    for ring in 1...10 {
      var direction = MapLayout.Point(x: 0, y: -Double(ring) / 10)
      for _ in 0..<24 {
        result.append(direction)
        direction = MapLayout.Point(
          x: direction.x * cosine - direction.y * sine, y: direction.x * sine + direction.y * cosine)
      }
    }
    return result
  }()
}
