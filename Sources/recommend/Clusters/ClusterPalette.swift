import RecommendationEngine

/// Eight colours for any number of clusters: neighbours on the map differ.
///
/// The colours were chosen so that each has a contrast of at least 3 : 1 with the ground, in light and in dark, and that they
/// differ in lightness as well as in hue: for those who see no difference of red and green. They help the eye; it is the place
/// and the label that tell what a dot belongs to.
struct ClusterPalette {
  /// The number of the colour of each cluster.
  let colors: [Int]

  private static let light = [
    "#0067a5", "#d1500a", "#0a8f72", "#b9529f", "#7a6a00", "#3f87e0", "#6b1f2e", "#3c2f8f",
  ]
  private static let dark = [
    "#3f9be0", "#ff8a4c", "#35c9a5", "#e88fd0", "#d8c24a", "#a9d2ff", "#c8586a", "#9a86f0",
  ]

  /// Gives each cluster in turn a colour that none of its nearest clusters has, of those the one used least.
  init(places: [MapLayout.Point]) {
    var colors: [Int] = []
    var uses = [Int](repeating: 0, count: Self.light.count)
    for place in places {
      func distance(_ other: MapLayout.Point) -> Double {
        (other.x - place.x) * (other.x - place.x) + (other.y - place.y) * (other.y - place.y)
      }
      let near = colors.indices.sorted { (distance(places[$0]), $0) < (distance(places[$1]), $1) }.prefix(5)
      let taken = Set(near.map { colors[$0] })
      let color = uses.indices.filter { !taken.contains($0) }.min { (uses[$0], $0) < (uses[$1], $1) } ?? 0
      uses[color] += 1
      colors.append(color)
    }
    self.colors = colors
  }

  /// The style rules that fill what has a class `c0`, `c1`, … with its colour.
  static var style: String {
    func rules(_ colors: [String]) -> String {
      colors.enumerated().map { ".c\($0){fill:\($1);background:\($1)}" }.joined()
    }
    return rules(light) + "@media(prefers-color-scheme:dark){" + rules(dark) + "}"
  }
}
