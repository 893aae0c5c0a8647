import Foundation

/// The official archive of CIFAR-10 in the binary format.
///
/// Source: Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009.
enum CIFAR10Archive {
  /// Where the archive is published.
  static let url = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
  /// The MD5 sum published beside it.
  static let md5 = "c32a1d4ab5d03f1284b67883e8d87530"

  /// Downloads the archive, compares its checksum and unpacks the batches into `folder`.
  ///
  /// Throws a `Failure` that says which step failed; the temporary files are removed in any case.
  static func fetch(into folder: String) throws {
    let manager = FileManager.default
    let work = manager.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? manager.removeItem(at: work) }
    do {
      try manager.createDirectory(at: work, withIntermediateDirectories: true)
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Failure(.badData, "The folder \(folder) cannot be made: \(error.localizedDescription).")
    }
    let archive = work.appendingPathComponent("archive.tar.gz").path
    guard try run("curl", ["-sSfL", "-o", archive, url]).status == 0 else {
      throw Failure(
        .missingFile, "The archive \(url) cannot be downloaded; see the message of curl above.")
    }
    try check(archive)
    let unpacked = ["-xzf", archive, "-C", folder, "--strip-components=1"]
    guard try run("tar", unpacked).status == 0 else {
      throw Failure(.badData, "The archive cannot be unpacked; see the message of tar above.")
    }
  }

  /// Throws unless the file has the published checksum.
  static func check(_ archive: String) throws {
    let sum = try run("md5sum", [archive]).output.prefix(32)
    guard sum == md5 else {
      throw Failure(
        .badData, "The archive is damaged: its MD5 sum is \(sum), not \(md5); download it again.")
    }
  }

  private static func run(
    _ program: String, _ arguments: [String]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      throw Failure(
        .internalError, "The program \(program) cannot be started: \(error.localizedDescription).")
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
