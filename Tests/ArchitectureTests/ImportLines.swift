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
    for line in source.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ").drop { word in
        word.hasPrefix("@") || modifiers.contains(word)
      }
      guard words.first == "import" else { continue }
      let names = words.dropFirst().drop { kinds.contains($0) }
      if let name = names.first?.split(whereSeparator: { ".;".contains($0) }).first {
        result.insert(String(name))
      }
    }
    return result
  }
}
