/// The tables, indexes and views of the database, word for word as SQLite keeps them.
///
/// `schema.sql` of a database is compared with these texts on every opening, so a table that became a view, or a
/// trigger that someone added, is refused before it is used. The ids of items and terms ascend with the rows and columns of the
/// engine's matrices and leave room between them (``RowIDs``); a topic's id is its place plus 1.
enum Schema {
  /// The number of this schema, in `PRAGMA user_version`. It grows with every change of the tables, and of what lies in their blobs and
  /// fingerprints; an index of a lower one is built anew.
  static let version = 5

  /// What the schemas before lack: their terms were rows of a table.
  static let addedInVersion5: Set = ["_term_blocks", "terms"]

  /// What makes everything, in the order of creation.
  static let statements = generation + texts + vectors + groups + people + indexes + views

  /// The tables of people, which a run never touches and a rebuild carries over.
  static let peoplesTables = ["decisions", "cluster_names", "settings", "retag_runs", "retag_changes", "retag_plan"]

  /// Of these the one that runs write to as well.
  static let settingsTable = "settings"

  private static let generation = [
    """
    CREATE TABLE generations (
      id INTEGER PRIMARY KEY,
      digest TEXT NOT NULL,
      model TEXT NOT NULL,
      configuration TEXT NOT NULL,
      item_count INTEGER NOT NULL,
      copy_count INTEGER NOT NULL,
      key_count INTEGER NOT NULL,
      topic_count INTEGER NOT NULL,
      term_count INTEGER NOT NULL,
      problem_count INTEGER NOT NULL,
      _check INTEGER NOT NULL
    ) STRICT
    """
  ]

  private static let texts = [
    """
    CREATE TABLE items (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      path TEXT,
      line INTEGER,
      url TEXT,
      date TEXT,
      copy_of INTEGER REFERENCES items(id),
      word_count INTEGER NOT NULL,
      summary TEXT NOT NULL,
      text TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE keys (
      value TEXT NOT NULL,
      kind TEXT NOT NULL,
      item_id INTEGER NOT NULL REFERENCES items(id),
      _check INTEGER NOT NULL,
      PRIMARY KEY (value, kind, item_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE topics (
      id INTEGER PRIMARY KEY,
      label TEXT NOT NULL UNIQUE,
      namespace TEXT,
      name TEXT NOT NULL,
      item_count INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE item_topics (
      item_id INTEGER NOT NULL REFERENCES items(id),
      topic_id INTEGER NOT NULL REFERENCES topics(id),
      position INTEGER NOT NULL,
      PRIMARY KEY (item_id, topic_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE links (
      item_id INTEGER NOT NULL REFERENCES items(id),
      target_id INTEGER NOT NULL REFERENCES items(id),
      kind TEXT NOT NULL CHECK (kind IN ('related', 'link')),
      PRIMARY KEY (item_id, target_id, kind)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE problems (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL,
      line INTEGER,
      "column" INTEGER,
      severity TEXT NOT NULL,
      code TEXT NOT NULL,
      message TEXT NOT NULL,
      hint TEXT
    ) STRICT
    """,
    """
    CREATE TABLE _sources (
      path TEXT PRIMARY KEY,
      size INTEGER NOT NULL,
      modified_ns INTEGER NOT NULL,
      digest TEXT NOT NULL,
      content BLOB
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE _checks (
      item_id INTEGER PRIMARY KEY REFERENCES items(id),
      heading INTEGER NOT NULL,
      text INTEGER NOT NULL,
      topics INTEGER NOT NULL,
      counts INTEGER NOT NULL,
      neighbors INTEGER NOT NULL,
      nearest INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE VIRTUAL TABLE items_fts USING fts5(title, summary, text, content="items", content_rowid="id", columnsize=0)
    """,
  ]

  private static let vectors = [
    """
    CREATE TABLE _term_blocks (
      id INTEGER PRIMARY KEY,
      terms TEXT NOT NULL,
      checks BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE counts (
      item_id INTEGER PRIMARY KEY REFERENCES items(id),
      terms BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE neighbors (
      item_id INTEGER NOT NULL REFERENCES items(id),
      rank INTEGER NOT NULL,
      neighbor_id INTEGER NOT NULL REFERENCES items(id),
      score REAL NOT NULL,
      PRIMARY KEY (item_id, rank)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE _nearest (
      item_id INTEGER PRIMARY KEY REFERENCES items(id),
      items BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE _vectors (
      name TEXT PRIMARY KEY,
      content BLOB NOT NULL
    ) STRICT
    """,
  ]

  private static let groups = [
    """
    CREATE TABLE clusters (
      id INTEGER PRIMARY KEY,
      label TEXT NOT NULL,
      size INTEGER NOT NULL,
      cohesion REAL NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE item_clusters (
      item_id INTEGER NOT NULL REFERENCES items(id),
      cluster_id INTEGER NOT NULL REFERENCES clusters(id),
      rank INTEGER NOT NULL,
      weight REAL NOT NULL,
      PRIMARY KEY (item_id, rank)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE cluster_terms (
      cluster_id INTEGER NOT NULL REFERENCES clusters(id),
      rank INTEGER NOT NULL,
      term TEXT NOT NULL,
      weight REAL NOT NULL,
      PRIMARY KEY (cluster_id, rank)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE cluster_topics (
      cluster_id INTEGER NOT NULL REFERENCES clusters(id),
      topic_id INTEGER NOT NULL REFERENCES topics(id),
      precision REAL NOT NULL,
      recall REAL NOT NULL,
      PRIMARY KEY (cluster_id, topic_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE cluster_lineage (
      id INTEGER PRIMARY KEY,
      generation INTEGER NOT NULL REFERENCES generations(id),
      event TEXT NOT NULL CHECK (event IN ('same', 'grown', 'split', 'merged', 'born', 'died')),
      old_id INTEGER,
      new_id INTEGER,
      overlap REAL NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE suggestions (
      item_id INTEGER NOT NULL REFERENCES items(id),
      topic_id INTEGER NOT NULL REFERENCES topics(id),
      rank INTEGER NOT NULL,
      score REAL NOT NULL,
      band TEXT NOT NULL,
      evidence TEXT NOT NULL,
      PRIMARY KEY (item_id, topic_id)
    ) STRICT, WITHOUT ROWID
    """,
  ]

  /// What belongs to people: keyed by the item's key and the topic's label, and never touched by indexing.
  private static let people = [
    """
    CREATE TABLE decisions (
      item_key TEXT NOT NULL,
      topic TEXT NOT NULL,
      decision TEXT NOT NULL CHECK (decision IN ('accepted', 'rejected')),
      note TEXT,
      PRIMARY KEY (item_key, topic)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE cluster_names (
      cluster_id INTEGER PRIMARY KEY,
      name TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE retag_runs (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('started', 'applied', 'undone'))
    ) STRICT
    """,
    """
    CREATE TABLE retag_changes (
      run_id INTEGER NOT NULL REFERENCES retag_runs(id),
      path TEXT NOT NULL,
      temporary_name TEXT NOT NULL,
      old_bytes BLOB NOT NULL,
      old_sha256 TEXT NOT NULL,
      new_sha256 TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('planned', 'written', 'undone', 'refused')),
      PRIMARY KEY (run_id, path)
    ) STRICT
    """,
    """
    CREATE TABLE retag_plan (
      item_key TEXT NOT NULL,
      topic TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('add', 'rename', 'remove')),
      new_topic TEXT,
      path TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      score REAL,
      band TEXT,
      reason TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'rejected', 'applied')),
      run_id INTEGER REFERENCES retag_runs(id),
      PRIMARY KEY (item_key, topic, action)
    ) STRICT, WITHOUT ROWID
    """,
  ]

  private static let indexes = [
    "CREATE INDEX items_copy_of ON items(copy_of) WHERE copy_of IS NOT NULL",
    "CREATE INDEX keys_item_id ON keys(item_id)",
    "CREATE INDEX item_topics_topic_id ON item_topics(topic_id)",
    "CREATE INDEX links_target_id ON links(target_id)",
    "CREATE INDEX neighbors_neighbor_id ON neighbors(neighbor_id)",
    "CREATE INDEX item_clusters_cluster_id ON item_clusters(cluster_id)",
    "CREATE INDEX cluster_topics_topic_id ON cluster_topics(topic_id)",
    "CREATE INDEX cluster_lineage_generation ON cluster_lineage(generation)",
    "CREATE INDEX suggestions_topic_id ON suggestions(topic_id)",
    "CREATE INDEX retag_plan_run_id ON retag_plan(run_id) WHERE run_id IS NOT NULL",
    "CREATE INDEX retag_plan_path ON retag_plan(path)",
  ]

  private static let views = [
    """
    CREATE VIEW terms AS
    SELECT b.id * 512 + json_extract(t.value, '$[0]') AS id, json_extract(t.value, '$[1]') AS term, json_extract(t.value, '$[2]') AS surface,
      json_extract(t.value, '$[3]') AS word_count, json_extract(t.value, '$[4]') AS document_frequency
    FROM _term_blocks b, json_each(b.terms) t
    """,
    """
    CREATE VIEW related AS
    SELECT a.key AS item, a.title AS title, n.rank AS rank, b.key AS related_item, b.title AS related_title, n.score AS score
    FROM neighbors n JOIN items a ON a.id = n.item_id JOIN items b ON b.id = n.neighbor_id ORDER BY n.item_id, n.rank
    """,
    """
    CREATE VIEW copies AS
    SELECT c.key AS item, c.title AS title, o.key AS copy_of, o.title AS copy_of_title
    FROM items c JOIN items o ON o.id = c.copy_of
    """,
    """
    CREATE VIEW topic_counts AS
    SELECT label, namespace, name, item_count FROM topics ORDER BY item_count DESC, label
    """,
    """
    CREATE VIEW item_topic_list AS
    SELECT i.key AS item, i.title AS title, t.label AS topic, p.position AS position
    FROM item_topics p JOIN items i ON i.id = p.item_id JOIN topics t ON t.id = p.topic_id
    """,
    """
    CREATE VIEW topic_suggestions AS
    SELECT i.key AS item, i.title AS title, s.rank AS rank, t.label AS topic, s.score AS score, s.band AS band, d.decision AS decision
    FROM suggestions s JOIN items i ON i.id = s.item_id JOIN topics t ON t.id = s.topic_id
    LEFT JOIN decisions d ON d.item_key = i.key AND d.topic = t.label
    """,
    """
    CREATE VIEW problem_list AS
    SELECT path || coalesce(':' || line, '') || coalesce(':' || "column", '') AS place, severity, message, code, hint
    FROM problems ORDER BY path, line, "column"
    """,
    """
    CREATE VIEW cluster_overview AS
    SELECT c.id AS id, coalesce(n.name, c.label) AS name, c.size AS size, c.cohesion AS cohesion,
      (SELECT group_concat(term, ', ') FROM (SELECT term FROM cluster_terms WHERE cluster_id = c.id ORDER BY rank)) AS terms
    FROM clusters c LEFT JOIN cluster_names n ON n.cluster_id = c.id
    """,
    """
    CREATE VIEW cluster_items AS
    SELECT c.id AS cluster, coalesce(n.name, c.label) AS name, i.key AS item, i.title AS title, m.rank AS rank, m.weight AS weight
    FROM item_clusters m JOIN clusters c ON c.id = m.cluster_id JOIN items i ON i.id = m.item_id
    LEFT JOIN cluster_names n ON n.cluster_id = c.id
    """,
  ]
}
