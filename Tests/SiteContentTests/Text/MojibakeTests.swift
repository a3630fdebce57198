import Testing

@testable import SiteContent

@Suite struct `Mojibake` {
  @Test(arguments: [
    ("Yahoo!â€™s Event Utility", "Yahoo!’s Event Utility"),
    ("Chronic Care ManagementÂ is", "Chronic Care Management is"),
    ("Care\u{C2}\u{A0}is", "Care\u{A0}is"), ("Â¿DÃ³nde estÃ¡ mi Ã±?", "¿Dónde está mi ñ?"), ("MAÃ‘ANA", "MAÑANA"),
    ("It\u{E2}\u{80}\u{99}s read as Latin-one", "It’s read as Latin-one"), ("donÃ¢â‚¬â„¢t", "don’t"),
    ("Nice ðŸ˜€", "Nice 😀"),
    ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
  ])
  func `UTF-8 that was read as windows-1252 is put right`(damaged: String, repaired: String) {
    #expect(PlainText.repairingMojibake(damaged) == repaired)
  }

  @Test(arguments: [
    "In UTF-8, é read as Latin-1 is Ã©.", "The page shows \"Ã©\" where it should not.", "It printed Ã© for each é.",
    "Der letzte „Spaß“ war groß…", "« il a parlé…” »", "IRMÃ… e a mãe", "voilà, Ångström, naïve, CAFÉ”",
    "À\u{A0}Á\u{A0}Â\u{A0}Ã\u{A0}Ä",
    "ÂGE D’OR", "plain text",
  ])
  func `what may be meant is left alone`(text: String) {
    #expect(PlainText.repairingMojibake(text) == text)
  }
}
