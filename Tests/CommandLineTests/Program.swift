import Foundation
import TestSupport
import Testing

/// The built `autoshuffle`, run as a user runs it.
struct Program {
  /// What a run left behind.
  struct Outcome {
    let code: Int32
    let output: String
    let errors: String

    /// Standard output as one JSON object.
    func object() throws -> [String: Any] {
      try #require(
        try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any],
        "not one JSON object: \(output)")
    }
  }

  /// The executable, which the package manager builds beside the bundle of the tests.
  static func executable() throws -> URL {
    let places = [Bundle.main.executablePath] + CommandLine.arguments.map(Optional.some)
    let candidates = places.compactMap { $0 }.flatMap { path in
      // .../debug/Name.xctest, or .../debug/Name.xctest/Contents/MacOS/Name.
      sequence(first: URL(fileURLWithPath: path).deletingLastPathComponent()) { folder in
        folder.path == "/" ? nil : folder.deletingLastPathComponent()
      }.prefix(4).map { $0.appendingPathComponent("autoshuffle") }
    }
    return try #require(
      candidates.first { url in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
          && !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: url.path)
      }, "autoshuffle is not built beside the tests")
  }

  /// Runs the program with a known environment: no data set, 80 columns.
  static func run(_ arguments: String...) throws -> Outcome {
    try run(arguments)
  }

  /// Runs the program in `folder`.
  static func run(_ arguments: [String], in folder: TemporaryFolder? = nil) throws -> Outcome {
    try run(executable(), arguments, in: folder)
  }

  /// Runs a command of bash in `folder`, with the program as `$E`.
  static func shell(_ command: String, in folder: TemporaryFolder) throws -> Outcome {
    try run(URL(fileURLWithPath: "/bin/bash"), ["-c", command], in: folder)
  }

  private static func run(
    _ executable: URL, _ arguments: [String], in folder: TemporaryFolder?
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    var environment = ProcessInfo.processInfo.environment
    environment["AUTOSHUFFLE_CIFAR10"] = nil
    environment["COLUMNS"] = "80"
    environment["E"] = try Self.executable().path
    process.environment = environment
    if let folder { process.currentDirectoryURL = folder.url }
    // Files, not pipes: a pipe that nobody empties stops a talkative program.
    let log = try TemporaryFolder()
    let output = try log.handle("output")
    let errors = try log.handle("errors")
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "\(arguments) ended with a signal")
    return Outcome(
      code: process.terminationStatus, output: try log.text("output"),
      errors: try log.text("errors"))
  }
}
