/// The report as one HTML page: tables and plots, readable in light and dark, without script and without requests.
struct EvaluationPage {
  private let evaluation: Evaluation

  init(_ evaluation: Evaluation) { self.evaluation = evaluation }

  var html: String {
    var body = "<h1>Evaluation of \(HTML.escaped(evaluation.kind))</h1>\n"
    body += "<dl class=\"settings\">\n"
    for (key, value) in evaluation.settings {
      body +=
        "<div><dt>\(HTML.escaped(key.split(separator: "_").joined(separator: " ")))</dt><dd>\(HTML.escaped(value.plain))</dd></div>\n"
    }
    body += "</dl>\n" + section(evaluation.mainTable)
    body += "<details><summary>What the runs are</summary>\n<dl>\n"
    for run in evaluation.runs {
      body += "<dt>\(HTML.escaped(run.name))</dt><dd>\(HTML.escaped(run.about))</dd>\n"
    }
    body += "</dl></details>\n"
    for chart in evaluation.charts {
      body +=
        "<figure>\n<h2>\(HTML.escaped(chart.title))</h2>\n\(chart.svg)<figcaption>\(HTML.escaped(chart.about))</figcaption>\n</figure>\n"
    }
    for table in evaluation.tables { body += section(table) }
    body += section(everyFigure)
    if !evaluation.notes.isEmpty {
      body += "<h2>Notes</h2>\n<ul>\n" + evaluation.notes.map { "<li>\(HTML.escaped($0))</li>\n" }.joined() + "</ul>\n"
    }
    return HTML.page(title: "Evaluation of \(evaluation.kind)", style: Self.style, body: body)
  }

  /// All metrics of all runs with their intervals.
  private var everyFigure: EvaluationTable {
    let metrics = evaluation.runs.first?.table.rows.map(\.name) ?? []
    return EvaluationTable(
      title: "All metrics with 95 % intervals", columns: ["run"] + metrics,
      rows: evaluation.runs.map { run in
        [run.name]
          + metrics.map { name in
            run.table[name].map { "\(Fixed.text($0.mean)) (\(Fixed.interval($0.interval)))" } ?? "–"
          }
      })
  }

  private func section(_ table: EvaluationTable) -> String {
    var html = "<h2>\(HTML.escaped(table.title))</h2>\n<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr>"
    html += table.columns.map { "<th scope=\"col\">\(HTML.escaped($0))</th>" }.joined() + "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      html += row.first == "recommend" ? "<tr class=\"main\">" : "<tr>"
      html += row.enumerated().map { column, cell in
        column == 0 ? "<th scope=\"row\">\(HTML.escaped(cell))</th>" : "<td>\(HTML.escaped(cell))</td>"
      }.joined()
      html += "</tr>\n"
    }
    return html + "</tbody>\n</table>\n</div>\n"
  }

  private static let style = """
    :root { color-scheme: light dark; --page: #fff; --text: #1c2126; --faint: #5b6570; --grid: #e3e7eb; --axis: #98a2ad;
      --muted: #7d8894; --better: #1a7f37; --worse: #c02a2a; --row: #eef4fc;
      --c0: #0b62c4; --c1: #c2570c; --c2: #1a7f5a; --c3: #8e44ad; --c4: #b8860b; --c5: #c0396b; --c6: #4f7d17;
      --c7: #0e7c86; --c8: #7a5c43; --c9: #6b7480; }
    @media (prefers-color-scheme: dark) { :root { --page: #14181d; --text: #e4e8ec; --faint: #9aa5b1; --grid: #2a323a;
      --axis: #66717d; --muted: #8b96a2; --better: #4cc26b; --worse: #ff7b72; --row: #1b2a3d;
      --c0: #5aa9ff; --c1: #ff9d57; --c2: #4fd0a0; --c3: #c792ea; --c4: #e6c04c; --c5: #ff85ab; --c6: #a5d75a;
      --c7: #56c9d6; --c8: #caa588; --c9: #9aa5b1; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 4rem; background: var(--page); color: var(--text);
      font: 16px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.6rem; margin: 0 0 1rem; } h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; }
    .settings { display: flex; flex-wrap: wrap; gap: .5rem 1.75rem; margin: 0 0 1rem; font-size: .875rem; }
    dt { color: var(--faint); font-size: .8125rem; } dd { margin: 0 0 .35rem; overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
    th, td { padding: .3rem .75rem .3rem 0; text-align: right; border-bottom: 1px solid var(--grid); font-weight: 400; }
    thead th { color: var(--faint); font-size: .8125rem; } th:first-child { text-align: left; }
    tr.main th, tr.main td { font-weight: 600; background: var(--row); }
    tr.main th { padding-left: .5rem; } tbody th { padding-left: .5rem; } thead th:first-child { padding-left: .5rem; }
    details { margin-top: 1rem; font-size: .875rem; } summary { cursor: pointer; color: var(--faint); }
    figure { margin: 0; } figcaption { color: var(--faint); font-size: .875rem; max-width: 46rem; }
    svg { width: 100%; max-width: 760px; height: auto; display: block; }
    svg text { fill: var(--text); font: 13px system-ui, sans-serif; }
    svg .tick { fill: var(--faint); font-size: 12px; } svg .label { fill: var(--faint); } svg .faint { font-size: 11px; }
    svg .end { text-anchor: end; } svg .middle { text-anchor: middle; } svg .strong { font-weight: 600; }
    svg .grid { stroke: var(--grid); } svg .axis { stroke: var(--axis); }
    svg .diagonal { stroke: var(--muted); stroke-dasharray: 4 4; }
    svg .line { fill: none; stroke-width: 1.5; } svg .line.main { stroke-width: 3; } svg .leader { fill: none; opacity: .6; }
    svg .range { stroke-width: 2; }
    svg line.c0, svg path.c0 { stroke: var(--c0); } svg rect.c0, svg circle.c0, svg .t0 { fill: var(--c0); }
    svg line.muted { stroke: var(--muted); } svg circle.muted { fill: var(--muted); }
    svg line.better { stroke: var(--better); } svg circle.better { fill: var(--better); }
    svg line.worse { stroke: var(--worse); } svg circle.worse { fill: var(--worse); }

    """
    + (1...9).map {
      "svg path.c\($0) { stroke: var(--c\($0)); } svg rect.c\($0), svg .t\($0) { fill: var(--c\($0)); }\n"
    }
    .joined()
}

/// Small parts of HTML.
enum HTML {
  /// A text in which no sign means anything to HTML; control characters are dropped.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in Terminal.safe(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A page that loads nothing.
  static func page(title: String, style: String, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="color-scheme" content="light dark">
    <title>\(escaped(title))</title>
    <style>
    \(style)</style>
    </head>
    <body>
    <main>
    \(body)</main>
    </body>
    </html>

    """
  }
}
