import Foundation
import Testing

/// The repository that this test was compiled in.
enum Repository {
  /// Its top folder.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A target of Package.swift.
  struct Target {
    let name: String
    let type: String
    /// Its folder, where it is not the usual one.
    let path: String?
    /// Rooms and products of other packages.
    let dependencies: Set<String>
  }

  /// The targets, as the package manager understands Package.swift.
  ///
  /// `dump-package` only evaluates the manifest and, in a scratch folder of its own, does not wait
  /// for the lock that a running `swift test` holds; `describe` would also fetch dependencies.
  static func targets() throws -> [Target] {
    let scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("architecture-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let text = try output(
      of: ["swift", "package", "--scratch-path", scratch.path, "dump-package"])
    let manifest = try JSONDecoder().decode(Manifest.self, from: text)
    return manifest.targets.map { target in
      Target(
        name: target.name, type: target.type, path: target.path,
        dependencies: Set(target.dependencies.compactMap(\.name)))
    }
  }

  /// The sources of a target in a language, Swift if none is named.
  static func sources(of target: Target, _ extensions: Set<String> = ["swift"]) throws -> [URL] {
    let usual = (target.type == "test" ? "Tests/" : "Sources/") + target.name
    let folder = root.appendingPathComponent(target.path ?? usual)
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    return files.compactMap { $0 as? URL }.filter { extensions.contains($0.pathExtension) }
      .sorted { $0.path < $1.path }
  }

  /// The standard output of a program run in the top folder; its failure fails the test.
  static func output(of command: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = root
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(command.joined(separator: " ")) failed")
    return data
  }

  private struct Manifest: Decodable {
    let targets: [ManifestTarget]
  }

  private struct ManifestTarget: Decodable {
    let name: String
    let type: String
    let path: String?
    let dependencies: [Dependency]
  }

  /// `{"byName": ["Exact", null]}` or `{"product": ["TOMLKit", "TOMLKit", null, null]}`.
  private struct Dependency: Decodable {
    let byName: [String?]?
    let product: [JSONNoise]?
    let target: [String?]?

    var name: String? {
      if let name = byName?.first ?? target?.first { return name }
      if case .name(let name)? = product?.first { return name }
      return nil
    }
  }

  /// A name, or something else that does not matter here.
  private enum JSONNoise: Decodable {
    case name(String)
    case other

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      self = (try? value.decode(String.self)).map { .name($0) } ?? .other
    }
  }
}
