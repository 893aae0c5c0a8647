import Files
import Foundation

/// The official archive of CIFAR-10 in the binary format.
///
/// Source: Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009.
package enum CIFAR10Archive {
  /// Where the archive is published.
  package static let url = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
  /// The MD5 sum published beside it.
  static let md5 = "c32a1d4ab5d03f1284b67883e8d87530"

  /// Downloads the archive, compares its checksum, unpacks it, reads its images, and only then puts
  /// its files into `folder`, which is made if need be.
  ///
  /// Runs the programs curl, md5sum and tar. Throws `ImageDataError`, at once if the folder has
  /// images; temporary files are removed in any case.
  package static func fetch(into folder: String) throws(ImageDataError) {
    let manager = FileManager.default
    try CIFAR10.requireNoImages(in: folder)
    let work = manager.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? manager.removeItem(at: work) }
    let unpacked = work.appendingPathComponent("unpacked").path
    try writing(to: work.path) {
      try manager.createDirectory(atPath: unpacked, withIntermediateDirectories: true)
    }
    let archive = work.appendingPathComponent("archive.tar.gz").path
    guard try run("curl", ["-sSfL", "-o", archive, url]).status == 0 else {
      throw .unfetched("\(url) cannot be downloaded, see the message of curl above")
    }
    try check(archive)
    guard try run("tar", ["-xzf", archive, "-C", unpacked, "--strip-components=1"]).status == 0
    else {
      throw .unfetched("the archive cannot be unpacked, see the message of tar above")
    }
    _ = try CIFAR10.read(folder: unpacked)
    try writing(to: folder) {
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for file in try manager.contentsOfDirectory(atPath: unpacked) {
        let place = URL(fileURLWithPath: folder).appendingPathComponent(file)
        if manager.fileExists(atPath: place.path) { try manager.removeItem(at: place) }
        try manager.moveItem(
          at: URL(fileURLWithPath: unpacked).appendingPathComponent(file), to: place)
      }
    }
  }

  /// Throws unless the file has the published checksum.
  static func check(_ archive: String) throws(ImageDataError) {
    let sum = try run("md5sum", [archive]).output.prefix(32)
    guard sum == md5 else {
      throw .unfetched("the MD5 sum of what was downloaded is \(sum), not \(md5)")
    }
  }

  private static func writing(to path: String, _ body: () throws -> Void) throws(ImageDataError) {
    do {
      try body()
    } catch {
      throw .unwritable(path: path, reason: FileProblem.reason(of: error))
    }
  }

  private static func run(
    _ program: String, _ arguments: [String]
  ) throws(ImageDataError) -> (status: Int32, output: String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      throw .unfetched("the program \(program) cannot be started")
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
