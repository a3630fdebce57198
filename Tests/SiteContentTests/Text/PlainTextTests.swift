import Testing

@testable import SiteContent

/// The text of a page, line by line.
private func lines(_ markdown: String) -> [String] {
  PlainText.fromMarkdown(Array(markdown.utf8)[...]).text.split(separator: "\n").map(String.init)
}

/// The words of a page, in one line.
private func words(_ extracted: ExtractedText) -> String {
  PlainText.inline(extracted.text)
}

private func links(_ markdown: String) -> [String] {
  PlainText.fromMarkdown(Array(markdown.utf8)[...]).links
}

private func html(_ document: String) -> ExtractedText {
  PlainText.fromHTML(Array(document.utf8)[...])
}

@Suite struct `Text of Markdown` {
  @Test func `headings, paragraphs, items and cells are lines of their own`() {
    #expect(
      lines("# Falls\n\nWhy *people* fall.\n\n- at home\n- outside\n") == [
        "Falls", "Why people fall.", "at home", "outside",
      ])
    #expect(lines("| Dose | Unit |\n|---|---|\n| 5 | mg |\n") == ["Dose", "Unit", "5", "mg"])
  }

  @Test func `code is kept, also what looks like a tag in it`() {
    #expect(lines("Use `<mspace>` or:\n\n```html\n<b>bold</b>\n```\n") == ["Use <mspace> or:", "<b>bold</b>"])
  }

  @Test func `the text of a link and of an image is kept, their addresses are not`() {
    #expect(lines("See [the guide](guide.md) ![a ward](ward.png).") == ["See the guide a ward."])
    #expect(
      links(
        "See [the guide](guide.md) ![a ward](ward.png), https://example.org/x and <a href='b.html?x=1&amp;y=2'>b</a>")
        == ["guide.md", "https://example.org/x", "b.html?x=1&y=2"])
  }

  @Test func `an address that is its own text is a link, not words`() {
    #expect(lines("Write to https://example.org/very/long now.") == ["Write to  now."])
  }

  @Test func `tags in Markdown go, with script and style and comments`() {
    #expect(lines("<div class=\"x\">\n\nIn *between*\n\n</div>") == ["In between"])
    #expect(lines("A <span title='no'>word</span><!-- no --> more<br>line") == ["A word more", "line"])
    #expect(lines("<script>\nvar no = 1\n\nno\n</script>\nyes") == ["yes"])
    #expect(lines("<div>\n<style>\n.no {}\n\n.no {}\n</style>\n</div>\n\nyes") == ["yes"])
    #expect(lines("One\n\n<!--more-->\n\ntwo") == ["One", "two"])
  }

  @Test func `a style tag that is never closed hides its paragraph only`() {
    #expect(lines("About the <style> tag\n\nyes").last == "yes")
  }

  @Test func `indented HTML is read as HTML`() {
    #expect(lines("One\n\n        <td>cell</td>\n") == ["One", "cell"])
  }

  @Test func `character references are decoded, also when encoded twice`() {
    #expect(lines("A&#47;B &amp;#8217; caf&eacute; &quo;x&quo; &nbsp;") == ["A/B ’ café &quo;x&quo; \u{A0}"])
  }

  @Test func `what no reader sees is dropped`() {
    #expect(lines("Inno\u{AD}va\u{200B}tion\u{200E} \u{95} x\u{0}") == ["Innovation • x"])
  }

  @Test func `a body in HTML inside a Markdown file is read`() {
    #expect(
      lines("<p>Chronic care&nbsp;is.</p><p>Below are 5 ways.</p>") == ["Chronic care\u{A0}is.", "Below are 5 ways."])
  }

  @Test func `text ends at two million bytes`() {
    let long = Array(String(repeating: "wörter ", count: 400_000).utf8)
    #expect((1_999_990...2_000_000).contains(PlainText.fromMarkdown(long[...]).text.utf8.count))
  }
}

@Suite struct `Shortcodes` {
  @Test func `tags go and the text between them stays`() {
    #expect(lines("{{< note title=\"no\" >}}\nTake *care*.\n{{< /note >}}") == ["Take care."])
    #expect(lines("{{% tab name=\"no\" %}}a{{% /tab %}}b v{{< version >}}.") == ["a b v."])
    #expect(lines("{% include no.html %}Text {{ site.title }}{% if x %}more{% endif %}") == ["Text more"])
    #expect(lines("## Users {#users .wide}\nText\n{: .no}") == ["Users", "Text"])
    #expect(lines("a {% comment %}no{% endcomment %} b {{< comment >}}no{{< /comment >}}") == ["a  b"])
  }

  @Test func `a shortcode that is only shown keeps its words`() {
    #expect(lines("Write `{{</* note */>}}` here") == ["Write note here"])
  }

  @Test func `a brace that opens nothing is text`() {
    #expect(lines("f(x) { return {{a} } {% b") == ["f(x) { return {{a} } {% b"])
  }

  @Test func `a shortcode that is the target of a link gives its page`() {
    #expect(
      links(
        """
        [a]({{< ref "a.md" >}}) [b]({{< relref path="b c.md#x" >}} "t") [c]({{% ref d.md %}})
        <a class="x" href="{{< ref "/e" >}}">e</a> [f]({% post_url 2014-01-02-f %}) [g]({{ site.url }}/g) {{< ref "no" >}}
        """) == ["a.md", "b c.md#x", "d.md", "/e", "2014-01-02-f", "/g"])
  }

  @Test func `images written into the page are dropped`() {
    let data = String(repeating: "iVBORw0KGgo", count: 50)
    #expect(lines("A ![pic](data:image/png;base64,\(data)) data:image/png;base64,\(data)= z") == ["A pic  z"])
    #expect(html("<p>A<img src='data:image/png;base64,\(data)'> z").text == "A\n z")
  }
}

@Suite struct `Text of HTML` {
  @Test func `blocks are lines, inline elements are not, hidden ones are dropped`() {
    let page = html(
      "<!DOCTYPE html><html><head><meta charset='iso-8859-1'><style>no</style><script>if (a < b) no()</script></head>"
        + "<body><h1>Tïtle</h1><p>One <b>t</b>wo &mdash; <a href='x?a=1&amp;b=2'>three</a><td>cell<img alt='A pic'></body>"
    )
    #expect(page.text == "Tïtle\nOne two — three\ncell\nA pic")
    #expect(page.links == ["x?a=1&b=2"])
  }

  @Test(arguments: [
    "<p>One <b>t</b>wo<br>three &amp; four</p><ul><li>a<li>b</ul>", "a < b and c > d",
    "<div>x<template>no</template>y</div>",
    "<a href=x>t</a><a href = 'y z'>u</a><A HREF=\"v\">w</A>", "x<!-- no -->y<script>no</script>z",
    "AT&T &copy; &#8217;",
    "<table><tr><td>a</td><td>b</td></tr></table>", "<custom-tag>a</custom-tag>b<svg><text>c</text></svg>",
    "<p>a<p>b<div>c",
  ])
  func `documents and fragments give the same words and links`(source: String) {
    let document = html(source)
    // The NUL sends the document to the scanner of fragments.
    let fragment = html(source + "\0")
    #expect(words(document) == words(fragment))
    #expect(document.links == fragment.links)
  }

  @Test func `several threads may read at once`() async {
    let source = Array(String(repeating: "<div><p>One &amp; <b>two</b></p></div>", count: 500).utf8)
    let expected = PlainText.fromHTML(source[...])
    await withTaskGroup(of: ExtractedText.self) { group in
      for _ in 0..<8 { group.addTask { PlainText.fromHTML(source[...]) } }
      for await text in group { #expect(text == expected) }
    }
  }
}

@Suite struct `Titles and summaries` {
  @Test(arguments: [
    ("U&#46;S&#46; Web Design System&#58; Call", "U.S. Web Design System: Call"),
    ("&quo;good&quo; Q&A; session, AT&T &amp;#39;x&amp;#39;", "&quo;good&quo; Q&A; session, AT&T 'x'"),
    ("Changing <I>en passant</I><br>again", "Changing en passant again"),
    ("MathML Demo: <mspace> - space", "MathML Demo: <mspace> - space"),
    ("`.bind()` and `<b>`", ".bind() and <b>"),
    ("Get up with InfluxDB v{{< current-version >}}.", "Get up with InfluxDB v."),
    ("**The 18F** _Sandwich_ and [a link](http://x.y/z \"t\")", "The 18F Sandwich and a link"),
    ("snake_case, *args and **kwargs, 2 * 3", "snake_case, *args and **kwargs, 2 * 3"),
    ("1. First", "1. First"), ("# Heading", "# Heading"), ("- dash", "- dash"), ("[REDACTED]", "[REDACTED]"),
    ("\u{200B}Want\u{A0}to  Expand?\u{200E} ", "Want to Expand?"),
    ("Contents \u{95} Perl", "Contents • Perl"), ("", ""), (" \n ", ""),
  ])
  func `a title is what a reader sees`(source: String, seen: String) {
    #expect(PlainText.inline(source) == seen)
  }

  @Test(arguments: 0...19)
  func `a control byte goes wherever it stands, white space stays`(place: Int) {
    var bytes = Array("line one\nline two\t.".utf8)
    let text = String(decoding: bytes, as: UTF8.self)
    bytes.insert(0x01, at: place)
    #expect(PlainText.fromPlain(bytes[...]).text == text)
    #expect(PlainText.fromPlain(Array(text.utf8)[...]).text == text)
  }

  @Test(arguments: [
    "See [a](b", "[a](http://example.org/b", "![a](b", "[a]: b", "www.example.org/a", "`a", "<a b", "a\\",
  ])
  func `a text that ends in the middle of a link is read as if a line ended there`(text: String) {
    let ended = PlainText.fromMarkdown(Array((text + "\n").utf8)[...])
    // What stands behind the text in memory does not count.
    for rest in ["", ") c", "> c", "c"] {
      let found = PlainText.fromMarkdown(Array((text + rest).utf8)[..<text.utf8.count])
      #expect(found.text == ended.text && found.links == ended.links)
    }
  }
}
