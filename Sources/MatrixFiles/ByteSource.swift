import Foundation

/// A sequence of bytes of which ranges are read when they are needed.
struct ByteSource {
  /// The number of bytes.
  let count: Int
  /// Reads a range within `0..<count`.
  let read: (Range<Int>) throws(MatrixFileError) -> ArraySlice<UInt8>

  /// Bytes in memory.
  init(_ bytes: [UInt8]) {
    count = bytes.count
    read = { range in bytes[range] }
  }

  /// The regular file at `path`, which stays open as long as the source is in use.
  init(path: String) throws(MatrixFileError) {
    let size = try MatrixFile.regularFileSize(path)
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    count = size
    read = { range throws(MatrixFileError) in
      if range.isEmpty { return [] }
      let data: Data?
      do {
        try handle.seek(toOffset: UInt64(range.lowerBound))
        data = try handle.read(upToCount: range.count)
      } catch {
        throw .unreadable(path: path, reason: error.localizedDescription)
      }
      guard let data, data.count == range.count else {
        throw .unreadable(path: path, reason: "it was cut short while it was read")
      }
      return Array(data)[...]
    }
  }
}
