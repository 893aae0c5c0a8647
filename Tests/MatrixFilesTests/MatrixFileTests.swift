import Exact
import Foundation
import MatrixFiles
import Testing

@Suite struct MatrixFileTests {
  /// Calls `body` with a new directory that is removed afterwards.
  private func withDirectory(_ body: (URL) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("matrix-files-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory)
  }

  @Test func theExtensionGivesTheFormat() throws {
    try withDirectory { directory in
      let csv = directory.appendingPathComponent("m.CSV")
      try Data("1,1/3\n".utf8).write(to: csv)
      #expect(try MatrixFile.read(path: csv.path)[0, 1] == Rational(1, 3))
      let npy = directory.appendingPathComponent("m.npy")
      try Data(MatrixWriter.npy([0.5, -2], rows: 1, columns: 2)).write(to: npy)
      #expect(
        try MatrixFile.read(path: npy.path) == RationalMatrix([[Rational(1, 2), -2]]))
    }
  }

  @Test func namesWhatIsWrongWithThePath() throws {
    try withDirectory { directory in
      let missing = directory.appendingPathComponent("none.csv").path
      #expect(throws: MatrixFileError.missingFile(path: missing)) {
        try MatrixFile.read(path: missing)
      }
      let other = directory.appendingPathComponent("m.png")
      try Data("1".utf8).write(to: other)
      #expect(throws: MatrixFileError.unknownExtension(path: other.path)) {
        try MatrixFile.read(path: other.path)
      }
      let below = other.appendingPathComponent("m.csv").path
      #expect(throws: MatrixFileError.missingFile(path: below)) {
        try MatrixFile.read(path: below)
      }
      let folder = directory.appendingPathComponent("folder.csv")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      #expect(
        throws: MatrixFileError.unreadable(path: folder.path, reason: "it is not a regular file")
      ) {
        try MatrixFile.read(path: folder.path)
      }
    }
  }

  @Test func aFileBeyondTheLimitIsNotRead() throws {
    try withDirectory { directory in
      let path = directory.appendingPathComponent("large.npy").path
      _ = FileManager.default.createFile(atPath: path, contents: nil)
      let handle = try #require(FileHandle(forWritingAtPath: path))
      // A hole: no block of the disk is written.
      try handle.truncate(atOffset: UInt64(MatrixFile.byteLimit) + 1)
      try handle.close()
      #expect(
        throws: MatrixFileError.fileTooLarge(path: path, bytes: MatrixFile.byteLimit + 1)
      ) {
        try MatrixFile.read(path: path)
      }
    }
  }
}
