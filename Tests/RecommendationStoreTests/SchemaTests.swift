import RecommendationStore
import Testing

@Suite struct SchemaTests {
  @Test func `every table of ours is strict`() throws {
    let folder = try TemporaryFolder()
    _ = try clinicStore(in: folder)
    let loose = try texts(
      "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite%'",
      in: folder.file("clinic.sqlite"))
    #expect(loose == [])
  }

  @Test func `every foreign key has an index that begins with it`() throws {
    let folder = try TemporaryFolder()
    _ = try clinicStore(in: folder)
    let bare = try texts(
      """
      SELECT t.name || '.' || f."from" FROM pragma_table_list t, pragma_foreign_key_list(t.name) f
      WHERE t.schema = 'main' AND NOT EXISTS (
        SELECT 1 FROM pragma_index_list(t.name) i, pragma_index_info(i.name) c WHERE c.seqno = 0 AND c.name = f."from")
      AND NOT EXISTS (
        SELECT 1 FROM pragma_table_info(t.name) k WHERE k.pk = 1 AND k.name = f."from")
      """, in: folder.file("clinic.sqlite"))
    #expect(bare == [])
  }

  @Test func `a person can read the views`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    let store = try clinicStore(in: folder)
    try store.record([StoredDecision(itemKey: "3475", topic: "Medigy: Booking", answer: .accepted)])
    try store.setName("Visits", ofCluster: 7)
    #expect(
      try texts("SELECT item || ' ' || rank || ' ' || related_item || ' ' || score FROM related LIMIT 1", in: path)
        == ["3118 1 3475 0.612345"])
    #expect(try texts("SELECT item || ' ' || copy_of FROM copies", in: path) == ["3500 3475"])
    #expect(try texts("SELECT label FROM topic_counts", in: path) == ["Patients", "Medigy: Booking"])
    #expect(
      try texts("SELECT item || ' ' || topic FROM item_topic_list ORDER BY item, position", in: path)
        == ["3118 Medigy: Booking", "3118 Patients", "3475 Patients"])
    #expect(
      try texts("SELECT item || ' ' || topic || ' ' || decision FROM topic_suggestions", in: path) == [
        "3475 Medigy: Booking accepted"
      ])
    #expect(try texts("SELECT place FROM problem_list", in: path) == ["content/c.md:4:9"])
    #expect(try texts("SELECT name || ': ' || terms FROM cluster_overview", in: path) == ["Visits: booking, visits"])
    #expect(try texts("SELECT name || ' ' || item FROM cluster_items", in: path) == ["Visits 3118"])
    #expect(
      try texts("SELECT coalesce(surface, term) || ' ' || document_frequency FROM terms", in: path)
        == Array(clinicContents.terms).map { "\($0.surface ?? $0.term) \($0.documentFrequency)" })
  }

  @Test func `the file is marked as ours and its full-text index names its content`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    _ = try clinicStore(in: folder)
    #expect(try texts("PRAGMA application_id", in: path) == ["\(0x7263_6D64)"])
    #expect(try texts("PRAGMA user_version", in: path) == ["5"])
    #expect(try texts("PRAGMA journal_mode", in: path) == ["wal"])
    #expect(
      try texts("SELECT sql FROM sqlite_schema WHERE name = 'items_fts'", in: path)[0].contains("content=\"items\""))
    #expect(
      try texts(
        "SELECT i.key FROM items_fts f JOIN items i ON i.id = f.rowid WHERE items_fts MATCH 'maps' ORDER BY i.key",
        in: path)
        == ["3475", "3500"])
  }
}
