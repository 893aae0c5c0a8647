import Foundation

/// A sequence of bytes of which ranges are read when they are needed.
package struct ByteSource {
  /// The number of bytes.
  package let count: Int
  /// Reads a range within `0..<count`.
  package let read: (Range<Int>) throws(ByteSourceError) -> ArraySlice<UInt8>

  /// Bytes in memory.
  package init(_ bytes: [UInt8]) {
    count = bytes.count
    read = { range in bytes[range] }
  }

  /// The regular file at `path`, which stays open as long as the source is in use.
  package init(path: String) throws(ByteSourceError) {
    // Looked at before it is opened: opening a pipe would wait for its writer.
    count = try Self.regularFileSize(path)
    let file = try OpenFile(path)
    read = { range throws(ByteSourceError) in
      let bytes = try file.read(upTo: range.count, from: range.lowerBound)
      guard bytes.count == range.count else {
        throw .unreadable(path: path, reason: "it was cut short while it was read")
      }
      return bytes[...]
    }
  }

  /// All bytes that the file, pipe or device at `path` gives, if they are at most `limit`.
  ///
  /// - Throws: `tooLarge` once there are more than `limit`, so that a device without end is
  ///   refused.
  package static func contents(
    ofFileAt path: String, limit: Int
  ) throws(ByteSourceError) -> [UInt8] {
    let file = try OpenFile(path)
    var bytes: [UInt8] = []
    let size = file.size
    guard size <= limit else { throw .tooLarge(path: path, bytes: size, limit: limit) }
    while true {
      // One more than is allowed, or than the file is said to have, shows that there are more.
      let wanted = min(max(size - bytes.count, 1 << 16), limit - bytes.count) + 1
      let part = try file.read(upTo: wanted)
      if part.isEmpty { return bytes }
      if bytes.isEmpty { bytes = part } else { bytes += part }
      guard bytes.count <= limit else {
        throw .tooLarge(path: path, bytes: bytes.count, limit: limit)
      }
    }
  }

  /// The bytes of the regular file at `path`; a directory fails to read, and a device or a pipe
  /// might never end.
  package static func regularFileSize(_ path: String) throws(ByteSourceError) -> Int {
    var status = stat()
    guard FileName.withPath(path, { stat($0, &status) }) == 0 else {
      throw ByteSourceError(errno, path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is not a regular file")
    }
    return Int(status.st_size)
  }
}

/// A file that is closed with the last reference.
private final class OpenFile {
  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws(ByteSourceError) {
    self.path = path
    descriptor = FileName.withPath(path) { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw ByteSourceError(errno, path) }
  }

  deinit {
    close(descriptor)
  }

  /// The bytes of a regular file; 0 for pipes, devices and folders.
  var size: Int {
    var status = stat()
    let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    return isRegular ? Int(status.st_size) : 0
  }

  /// The next bytes, or those from an offset of a regular file on: as many as there are, up to
  /// `count`.
  func read(upTo count: Int, from offset: Int? = nil) throws(ByteSourceError) -> [UInt8] {
    var problem: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let rest = buffer.baseAddress.map { $0 + filled }
        let got =
          offset.map { pread(descriptor, rest, count - filled, $0 + filled) }
          ?? Foundation.read(descriptor, rest, count - filled)
        if got == 0 { return }
        if got > 0 {
          filled += got
        } else if errno != EINTR {
          problem = errno
          return
        }
      }
    }
    if let problem { throw ByteSourceError(problem, path) }
    return bytes
  }
}

/// Why the bytes of a file cannot be had.
package enum ByteSourceError: Error, Equatable, Sendable {
  /// There is no file at `path`.
  case missingFile(path: String)
  /// The file exists and cannot be read.
  case unreadable(path: String, reason: String)
  /// The file has more bytes than are read; of a pipe or device, `bytes` are those seen.
  case tooLarge(path: String, bytes: Int, limit: Int)

  /// What the error number of a call about the file at `path` means.
  fileprivate init(_ code: Int32, _ path: String) {
    self =
      code == ENOENT || code == ENOTDIR
      ? .missingFile(path: path)
      : .unreadable(path: path, reason: FileProblem.reason(ofCode: code))
  }

  /// A sentence for a user without its capital and its full stop.
  package var clause: String {
    switch self {
    case .missingFile(let path): "there is no file \(path)"
    case .unreadable(let path, let reason): "the file \(path) cannot be read: \(reason)"
    case .tooLarge(let path, let bytes, let limit):
      "the file \(path) has \(bytes) bytes or more; at most \(limit) are read"
    }
  }
}
