/// The map and a list of the clusters on one page that needs nothing else.
struct ClusterMapPage {
  /// A cluster in the list.
  struct Row {
    let label: String
    let terms: String
    /// Items that stand for it.
    let items: [ClusterMap.Dot]
  }

  let title: String
  let map: ClusterMap
  /// What is told of each cluster of the map, in the same order.
  let rows: [Row]

  /// The page as HTML; it follows the reader's choice of light or dark.
  var html: String {
    let looseCount = map.dots.count { $0.cluster == nil }
    let loose =
      looseCount == 0 ? "" : " <span class=\"loose\"><i class=\"none\"></i>\(looseCount) of them fit none.</span>"
    let heading = ClusterMap.escaped(title)
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(heading)</title>
      <style>
      \(Self.style)
      </style></head><body>
      <a class="skip" href="#list">Skip the map</a>
      <main>
      <h1>\(heading)</h1>
      <p>\(map.dots.count) items in \(map.clusters.count) clusters. Items that lie together are about the same.\(loose)</p>
      \(map.svg(linkingLabels: true))\
      <h2 id="list">The clusters</h2>
      <div class="wrap" role="region" aria-labelledby="list" tabindex="0">
      <table><thead><tr><th scope="col">Cluster</th><th scope="col">Label</th><th scope="col" class="n">Items</th>\
      <th scope="col">Terms</th><th scope="col">Typical items</th></tr></thead>
      <tbody>
      \(list)</tbody></table></div>
      </main>
      </body></html>

      """
  }

  private var list: String {
    var text = ""
    for (number, row) in rows.enumerated() {
      let group = map.clusters[number]
      let items: [String] = row.items.map(Self.linked)
      text +=
        "<tr id=\"c\(group.id)\"><td><i class=\"c\(map.colors[number])\"></i>\(group.id)</td>"
        + "<th scope=\"row\">\(ClusterMap.escaped(row.label))</th><td class=\"n\">\(group.size)</td>"
        + "<td>\(ClusterMap.escaped(row.terms))</td><td>\(items.joined(separator: "<br>"))</td></tr>\n"
    }
    return text
  }

  private static func linked(_ dot: ClusterMap.Dot) -> String {
    let title = ClusterMap.escaped(dot.title)
    guard let link = dot.link.flatMap(ClusterMap.safeLink) else { return title }
    return "<a href=\"\(ClusterMap.escaped(link))\" rel=\"noopener noreferrer\">\(title)</a>"
  }

  private static let style = """
    :root{color-scheme:light dark;--page:#fbfaf7;--ink:#20242b;--soft:#5c6470;--line:#dedbd3;--mark:#f0ecdf;--none:#8f8d86}
    @media(prefers-color-scheme:dark){:root{--page:#15181d;--ink:#e8e6e1;--soft:#a2a9b4;--line:#333942;--mark:#262b33;--none:#767c86}}
    body{margin:0 auto;max-width:75rem;padding:1.5rem;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
    h1{font-size:1.4rem;margin:0}h2{font-size:1.15rem;margin:1.5rem 0 .5rem}p{margin:.3rem 0 1rem;color:var(--soft)}
    svg{display:block;width:100%;height:auto;border:1px solid var(--line);border-radius:8px;box-sizing:border-box}
    .wrap{overflow-x:auto}table{border-collapse:collapse;width:100%;min-width:44rem;font-size:.9rem}
    td,th{padding:.45rem .6rem;border-top:1px solid var(--line);text-align:left;vertical-align:top}
    thead th{color:var(--soft);font-weight:500}tr:target{background:var(--mark)}.n{text-align:right}
    i{display:inline-block;width:.8em;height:.8em;border-radius:50%;margin-right:.5em}i.none{background:var(--none)}
    a{color:inherit}svg a{text-decoration:none}
    .skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.3rem}
    @media(max-width:640px){body{padding:.75rem}}
    """
}
