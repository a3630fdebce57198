import RecommendationEngine

extension Chart {
  /// What each run reaches, with its interval, and beside it how far this program is from it.
  static func comparison(of runs: [EvaluatedRun], metric: String) -> Chart {
    let rows = runs.map { (run: $0, row: $0.table[metric], comparison: $0.comparison(metric)) }
    let top = 34.0
    let step = 26.0
    let height = top + step * Double(rows.count) + 34
    var canvas = SVGCanvas(height: height, label: "\(metric) of each run with its 95 % interval")
    let values: [Double] = rows.flatMap { row in
      [row.row?.interval?.lower, row.row?.interval?.upper, row.row?.mean].compactMap { $0 }
    }
    let differences: [Double] = rows.flatMap { row in
      [row.comparison?.metric.interval?.lower, row.comparison?.metric.interval?.upper].compactMap { $0 }
    }
    let left = Axis(values + [0], from: 190, to: 460)
    let right = Axis(differences + [0], from: 500, to: 740, tickCount: 4)
    canvas.text(metric, 190, 16, "label")
    canvas.text("recommend − run", 500, 16, "label")
    let bottom = top + step * Double(rows.count)
    for axis in [left, right] {
      for tick in axis.ticks {
        canvas.line(axis.position(tick), top - 8, axis.position(tick), bottom, tick == 0 ? "axis" : "grid")
        canvas.text(axis.label(tick), axis.position(tick), bottom + 18, "tick middle")
      }
    }
    for (number, row) in rows.enumerated() {
      let y = top + step * (Double(number) + 0.5)
      let style = number == 0 ? "c0" : "muted"
      canvas.text(row.run.name, 180, y + 4, number == 0 ? "name end strong" : "name end")
      if let value = row.row {
        let text = "\(row.run.name): \(Fixed.text(value.mean)) (\(Fixed.interval(value.interval)))"
        if let interval = value.interval {
          canvas.line(left.position(interval.lower), y, left.position(interval.upper), y, "range \(style)")
        }
        canvas.circle(left.position(value.mean), y, 4.5, "dot \(style)", title: text)
      }
      if let comparison = row.comparison, let interval = comparison.metric.interval {
        let isSure = comparison.adjustedPValue < 0.05
        let style = isSure ? (comparison.metric.difference > 0 ? "better" : "worse") : "muted"
        canvas.line(right.position(interval.lower), y, right.position(interval.upper), y, "range \(style)")
        canvas.circle(
          right.position(comparison.metric.difference), y, 4.5, "dot \(style)",
          title:
            "\(Fixed.signed(comparison.metric.difference)) (\(Fixed.interval(interval))), p \(Fixed.pValue(comparison.adjustedPValue))"
        )
      }
    }
    return Chart(
      title: "\(metric): runs and differences",
      about:
        "Means with 95 % intervals; on the right recommend minus the run, paired by item: green where recommend is better, red where it is worse (p < 0.05 after Holm's correction), grey where it is open.",
      svg: canvas.svg)
  }

  /// Lines over a common axis, named at their right ends.
  static func lines(title: String, about: String, xLabel: String, xs: [Double], series: [Series]) -> Chart {
    let height = 340.0
    var canvas = SVGCanvas(height: height, label: title)
    let x = Axis(xs, from: 48, to: 590, tickCount: 8)
    let y = Axis(series.flatMap(\.values) + [0], from: height - 42, to: 14)
    for tick in y.ticks {
      canvas.line(48, y.position(tick), 590, y.position(tick), tick == 0 ? "axis" : "grid")
      canvas.text(y.label(tick), 42, y.position(tick) + 4, "tick end")
    }
    for tick in x.ticks where tick >= (xs.first ?? 0) && tick <= (xs.last ?? 0) {
      canvas.text(x.label(tick), x.position(tick), height - 22, "tick middle")
    }
    canvas.text(xLabel, 319, height - 4, "label middle")
    // This program last, so that it lies in front.
    for (number, line) in series.enumerated().sorted(by: { !$0.element.isMain && $1.element.isMain }) {
      canvas.path(
        zip(xs, line.values).map { (x: x.position($0), y: y.position($1)) },
        "line \(line.isMain ? "main" : "") \(style(number))")
    }
    for place in labelPlaces(series.map { y.position($0.values.last ?? 0) }, from: 14, to: height - 42) {
      let line = series[place.index]
      let end = y.position(line.values.last ?? 0)
      canvas.path([(592, end), (602, place.y)], "leader \(style(place.index))")
      canvas.text(line.name, 606, place.y + 4, "name \(line.isMain ? "strong" : "") t\(min(place.index, 9))")
    }
    return Chart(title: title, about: about, svg: canvas.svg)
  }

  /// Bars side by side, a group for each label.
  static func bars(
    title: String, about: String, labels: [String], notes: [String], series: [Series], yLabel: String = ""
  ) -> Chart {
    let height = 320.0
    let isLegend = series.count > 1
    let top = isLegend ? 36.0 : 18
    var canvas = SVGCanvas(height: height, label: title)
    let y = Axis(series.flatMap(\.values) + [0], from: height - 52, to: top)
    for tick in y.ticks {
      canvas.line(48, y.position(tick), 744, y.position(tick), tick == 0 ? "axis" : "grid")
      canvas.text(y.label(tick), 42, y.position(tick) + 4, "tick end")
    }
    let groupWidth = 696 / Double(max(labels.count, 1))
    let barWidth = min(groupWidth * 0.8 / Double(max(series.count, 1)), 64)
    let every = max(1, Int((28 / groupWidth).rounded(.up)))
    for (group, label) in labels.enumerated() {
      let middle = 48 + groupWidth * (Double(group) + 0.5)
      if group % every == 0 {
        canvas.text(label, middle, height - 34, "tick middle")
        if !notes.isEmpty { canvas.text(notes[group], middle, height - 18, "tick middle faint") }
      }
      for (number, line) in series.enumerated() {
        let x = middle + (Double(number) - Double(series.count) / 2) * barWidth
        let end = y.position(line.values[group])
        canvas.rectangle(
          x + 0.5, min(end, y.position(0)), barWidth - 1, (y.position(0) - end).magnitude, "bar \(style(number))",
          title: "\(line.name) \(label): \(Fixed.text(line.values[group]))")
      }
    }
    if isLegend {
      var x = 48.0
      for (number, line) in series.enumerated() {
        canvas.rectangle(x, 4, 12, 12, "bar \(style(number))")
        canvas.text(line.name, x + 17, 14, "name")
        x += 36 + 7 * Double(Terminal.width(line.name))
      }
    }
    if !yLabel.isEmpty { canvas.text(yLabel, 396, height - 2, "label middle") }
    return Chart(title: title, about: about, svg: canvas.svg)
  }

  /// What came true beside what was promised, and how often each probability was given.
  static func reliability(_ diagram: ReliabilityDiagram, title: String, about: String) -> Chart {
    let height = 400.0
    var canvas = SVGCanvas(height: height, label: title)
    let x = Axis([0, 1], from: 60, to: 400)
    let y = Axis([0, 1], from: 356, to: 16)
    for tick in y.ticks {
      canvas.line(60, y.position(tick), 400, y.position(tick), tick == 0 ? "axis" : "grid")
      canvas.text(y.label(tick), 54, y.position(tick) + 4, "tick end")
      canvas.text(x.label(tick), x.position(tick), 374, "tick middle")
    }
    canvas.line(x.position(0), y.position(0), x.position(1), y.position(1), "diagonal")
    canvas.text("predicted probability", 230, 394, "label middle")
    let filled = diagram.bins.filter { $0.count > 0 }
    canvas.path(filled.map { (x: x.position($0.meanPredicted), y: y.position($0.observed)) }, "line main c0")
    for bin in filled {
      canvas.circle(
        x.position(bin.meanPredicted), y.position(bin.observed), 4.5, "dot c0",
        title: "\(Fixed.text(bin.meanPredicted)) predicted, \(Fixed.text(bin.observed)) right, \(bin.count) suggestions"
      )
    }
    let rowHeight = 340 / Double(max(diagram.bins.count, 1))
    let most = Double(max(diagram.bins.map(\.count).max() ?? 1, 1))
    canvas.text("suggestions", 470, 10, "label")
    for (number, bin) in diagram.bins.enumerated() {
      let top = 356 - rowHeight * Double(number + 1)
      canvas.text(
        "\(Fixed.text(bin.lowerBound, 1))–\(Fixed.text(bin.upperBound, 1))", 462, top + rowHeight / 2 + 4, "tick end")
      canvas.rectangle(470, top + 3, 200 * Double(bin.count) / most, rowHeight - 6, "bar c0")
      canvas.text(Fixed.count(bin.count), 478 + 200 * Double(bin.count) / most, top + rowHeight / 2 + 4, "tick")
    }
    return Chart(title: title, about: about, svg: canvas.svg)
  }

  /// The style of a series: the first is this program, those after the tenth share one.
  private static func style(_ number: Int) -> String { "c\(min(number, 9))" }

  /// Places for labels that want to be at some heights, 15 apart.
  private static func labelPlaces(_ wanted: [Double], from top: Double, to bottom: Double) -> [(index: Int, y: Double)]
  {
    let gap = 15.0
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var places = order.map { (index: $0, y: wanted[$0]) }
    for place in places.indices.dropFirst() { places[place].y = max(places[place].y, places[place - 1].y + gap) }
    if let last = places.indices.last, places[last].y > bottom {
      places[last].y = bottom
      for place in places.indices.dropLast().reversed() {
        places[place].y = min(places[place].y, places[place + 1].y - gap)
      }
    }
    return places
  }
}
