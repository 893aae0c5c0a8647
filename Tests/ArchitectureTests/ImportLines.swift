/// The modules that a Swift source imports, read from its text.
enum ImportLines {
  private static let modifiers: Set<Substring> = [
    "public", "package", "internal", "fileprivate", "private",
  ]
  private static let kinds: Set<Substring> = [
    "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
  ]

  /// The names after `import`, with attributes, access and kinds left out and submodules cut off.
  static func modules(in source: String) -> Set<String> {
    var result: Set<String> = []
    let code = source.replacing(/\/\*.*?\*\//.dotMatchesNewlines(), with: " ")
    for statement in code.split(whereSeparator: { $0.isNewline || $0 == ";" }) {
      let words = statement.split(separator: " ").drop { word in
        word.hasPrefix("@") || modifiers.contains(word)
      }
      guard words.first == "import" else { continue }
      let names = words.dropFirst().drop { kinds.contains($0) }
      if let name = names.first?.split(separator: ".").first {
        result.insert(String(name))
      }
    }
    return result
  }
}
