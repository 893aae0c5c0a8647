/// Which members that a room shows to the package are used by it alone.
enum PackageMembers {
  /// A source: the room it is in, nil for tests and fuzzers, and its text.
  struct Source {
    let room: String?
    let text: String
  }

  /// The functions, variables and constants that are `package` while no other room names them,
  /// nor a test without `@testable`; `room.name`, sorted.
  ///
  /// Types are left out, since one may have to be seen because a member's type is.
  static func idle(in sources: [Source]) -> [String] {
    let files = sources.map { source in
      let words = words(of: source.text)
      return (
        room: source.room, names: members(in: words), words: Set(words),
        testable: testable(in: words)
      )
    }
    var idle: Set<String> = []
    for file in files {
      guard let room = file.room else { continue }
      for name in file.names
      where !files.contains(where: {
        $0.room != room && $0.words.contains(name) && !$0.testable.contains(room)
      }) {
        idle.insert("\(room).\(name)")
      }
    }
    return idle.sorted()
  }

  private static let modifiers: Set<String> = [
    "static", "mutating", "final", "lazy", "nonisolated", "private", "set",
  ]

  /// The names behind `package`, modifiers and one of `func`, `var`, `let`.
  private static func members(in words: [String]) -> Set<String> {
    var names: Set<String> = []
    for (place, word) in words.enumerated() where word == "package" {
      let rest = words[(place + 1)...].drop { modifiers.contains($0) }
      if let kind = rest.first, ["func", "var", "let"].contains(kind),
        let name = rest.dropFirst().first
      {
        names.insert(name)
      }
    }
    return names
  }

  /// The rooms that a test sees the inside of.
  private static func testable(in words: [String]) -> Set<String> {
    Set(
      words.indices.dropLast(2).filter { words[$0] == "testable" && words[$0 + 1] == "import" }
        .map { words[$0 + 2] })
  }

  /// The words of the code, without comments; operators count as none.
  private static func words(of source: String) -> [String] {
    source.utf8.split(separator: UInt8(ascii: "\n")).flatMap { line in
      code(of: line).split { !isWordByte($0) }.map { String(decoding: $0, as: UTF8.self) }
    }
  }

  private static func code(of line: Substring.UTF8View) -> Substring.UTF8View {
    let slash = UInt8(ascii: "/")
    let start = zip(line.indices, line.indices.dropFirst()).first {
      line[$0] == slash && line[$1] == slash
    }
    return start.map { line[..<$0.0] } ?? line
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 128...:
      true
    default: false
    }
  }
}
