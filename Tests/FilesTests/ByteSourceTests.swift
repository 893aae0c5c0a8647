import Files
import Foundation
import Testing

@Suite struct ByteSourceTests {
  private func withFile(_ content: Data, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("bytes-\(UUID().uuidString)").path
    try content.write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 300_000])
  func contentsAreWhole(count: Int) throws {
    let content = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 >> 8) })
    try withFile(content) { path in
      #expect(try ByteSource.contents(ofFileAt: path, limit: count) == Array(content))
      #expect(try ByteSource.contents(ofFileAt: path, limit: 1 << 40) == Array(content))
      if count > 0 {
        #expect(throws: ByteSourceError.tooLarge(path: path, bytes: count, limit: count - 1)) {
          try ByteSource.contents(ofFileAt: path, limit: count - 1)
        }
      }
      let source = try ByteSource(path: path)
      #expect(source.count == count)
      #expect(try Array(source.read(count / 3..<count)) == Array(content[(count / 3)...]))
    }
  }

  /// A device that never ends is refused once the limit is passed.
  @Test func whatHasNoEndIsRefused() {
    #expect(throws: ByteSourceError.tooLarge(path: "/dev/zero", bytes: 100_001, limit: 100_000)) {
      try ByteSource.contents(ofFileAt: "/dev/zero", limit: 100_000)
    }
    #expect(
      throws: ByteSourceError.unreadable(path: "/dev/zero", reason: "it is not a regular file")
    ) {
      try ByteSource(path: "/dev/zero")
    }
  }

  @Test func theReasonIsTheSystems() {
    #expect(throws: ByteSourceError.missingFile(path: "/no/such")) {
      try ByteSource.contents(ofFileAt: "/no/such", limit: 1)
    }
    #expect(throws: ByteSourceError.missingFile(path: "/dev/null/x")) {
      try ByteSource(path: "/dev/null/x")
    }
    #expect(throws: ByteSourceError.unreadable(path: "/dev", reason: "is a directory")) {
      try ByteSource.contents(ofFileAt: "/dev", limit: 1)
    }
    let long = "/" + String(repeating: "x", count: 5000)
    #expect(throws: ByteSourceError.unreadable(path: long, reason: "file name too long")) {
      try ByteSource.contents(ofFileAt: long, limit: 1)
    }
  }
}
