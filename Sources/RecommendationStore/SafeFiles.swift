import Foundation

/// Removes a file; one that is not there is as good as removed.
func removeFile(_ path: String) {
  _ = unlink(path)
}

/// Waits until a file is on the disk.
func syncFile(_ path: String) throws(StoreError) {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .inputOutput(path: path, reason: String(cString: strerror(errno))) }
  defer { close(descriptor) }
  guard fsync(descriptor) == 0 else { throw .inputOutput(path: path, reason: String(cString: strerror(errno))) }
}

/// Moves a finished file to its place and waits until the folder is on the disk; an existing file is replaced.
func moveFile(_ source: String, to target: String) throws(StoreError) {
  guard rename(source, target) == 0 else {
    throw .inputOutput(path: target, reason: String(cString: strerror(errno)))
  }
  let folder = (target as NSString).deletingLastPathComponent
  let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .inputOutput(path: folder, reason: String(cString: strerror(errno))) }
  defer { close(descriptor) }
  guard fsync(descriptor) == 0 else { throw .inputOutput(path: folder, reason: String(cString: strerror(errno))) }
}

/// The path of a file with all links followed.
func resolvedPath(_ path: String) throws(StoreError) -> String {
  guard let resolved = realpath(path, nil) else {
    throw .inputOutput(path: path, reason: String(cString: strerror(errno)))
  }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// Gives a file a second name.
func linkFile(_ source: String, to target: String) throws(StoreError) {
  guard link(source, target) == 0 else {
    throw .inputOutput(path: target, reason: String(cString: strerror(errno)))
  }
}
