import Foundation

/// Keeps a folder for one process: no other can hold a lock on it until this one is released or its
/// process ends, however it ends.
final class FolderLock: Sendable {
  private let descriptor: Int32

  /// Locks a folder that exists; nil if another process holds it, or it cannot be opened.
  ///
  /// A file system that knows no locks lets every process in.
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }
}
