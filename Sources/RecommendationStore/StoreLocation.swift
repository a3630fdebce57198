import Foundation

/// Where the database of a content folder lies.
public enum StoreLocation {
  /// The folder inside the content root.
  public static let folderName = ".recommend"
  /// The file inside that folder.
  public static let fileName = "recommend.sqlite"

  /// The database that belongs to a content root, whether it exists or not.
  public static func defaultPath(underRoot root: String) -> String {
    joined(joined(root, folderName), fileName)
  }

  /// The nearest existing database from a directory upward, as git looks for its own; nil when there is none.
  public static func nearestPath(from directory: String) -> String? {
    var directory = URL(fileURLWithPath: directory).standardizedFileURL.path
    while true {
      let candidate = defaultPath(underRoot: directory)
      if FileStatus(path: candidate) != nil { return candidate }
      let parent = (directory as NSString).deletingLastPathComponent
      if parent == directory || parent.isEmpty { return nil }
      directory = parent
    }
  }

  /// The databases of the folders in a directory, one level deep, in the order of their paths; hidden folders are passed over.
  ///
  /// Whoever ran `recommend index content/` asks from the folder that `content` lies in, where nothing is found upward.
  public static func paths(inFoldersOf directory: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { !$0.hasPrefix(".") }
      .map { defaultPath(underRoot: joined(directory, $0)) }
      .filter { FileStatus(path: $0) != nil }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The content root that a database lies in: the folder above `.recommend`; nil for a database elsewhere.
  public static func root(ofDatabase path: String) -> String? {
    let folder = (URL(fileURLWithPath: path).standardizedFileURL.path as NSString).deletingLastPathComponent
    guard (folder as NSString).lastPathComponent == folderName else { return nil }
    return (folder as NSString).deletingLastPathComponent
  }

  /// Makes the folder of a default database, with a `.gitignore` that keeps all of it out of git.
  ///
  /// For a database elsewhere the folder is the caller's, and must be there.
  public static func createFolder(forDatabase path: String) throws(StoreError) {
    let folder = (path as NSString).deletingLastPathComponent
    guard (folder as NSString).lastPathComponent == folderName else {
      if folder.isEmpty || FileStatus(path: folder)?.isDirectory == true { return }
      throw .inputOutput(path: path, reason: "there is no folder '\(folder)'")
    }
    if mkdir(folder, 0o777) != 0, errno != EEXIST {
      throw .inputOutput(path: folder, reason: String(cString: strerror(errno)))
    }
    let ignore = joined(folder, ".gitignore")
    let descriptor = open(ignore, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST { return }
      throw .inputOutput(path: ignore, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    guard write(descriptor, "*\n", 2) == 2 else {
      throw .inputOutput(path: ignore, reason: String(cString: strerror(errno)))
    }
  }

  /// The path as it is, when it is relative and stays below the content root; a `path-escape` otherwise.
  ///
  /// A database is a file like any other and may come from elsewhere: no path in it is followed unchecked.
  public static func checkedRelativePath(_ path: String) throws(StoreError) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !path.isEmpty, !path.hasPrefix("/"), !parts.contains(".."), !path.utf8.contains(0) else {
      throw .pathEscape(path: path)
    }
    return path
  }

  private static func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
