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
    let size = try Self.regularFileSize(path)
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .unreadable(path: path, reason: FileProblem.reason(ofCode: errno))
    }
    count = size
    read = { range throws(ByteSourceError) in
      if range.isEmpty { return [] }
      let data: Data?
      do {
        try handle.seek(toOffset: UInt64(range.lowerBound))
        data = try handle.read(upToCount: range.count)
      } catch {
        throw .unreadable(path: path, reason: FileProblem.reason(of: error))
      }
      guard let data, data.count == range.count else {
        throw .unreadable(path: path, reason: "it was cut short while it was read")
      }
      return Array(data)[...]
    }
  }

  /// The bytes of the regular file at `path`; a directory fails to read, and a device or a pipe
  /// might never end.
  package static func regularFileSize(_ path: String) throws(ByteSourceError) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let code = errno
      if code == ENOENT || code == ENOTDIR { throw .missingFile(path: path) }
      throw .unreadable(path: path, reason: FileProblem.reason(ofCode: code))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is not a regular file")
    }
    return Int(status.st_size)
  }
}

/// Why the bytes of a file cannot be had.
package enum ByteSourceError: Error, Equatable, Sendable {
  /// There is no file at `path`.
  case missingFile(path: String)
  /// The file exists and cannot be read.
  case unreadable(path: String, reason: String)
}
