import Files

/// The arguments of the process.
enum Arguments {
  /// All but the name of the program, as `FileName` has them: bytes that are not UTF-8 are not
  /// lost.
  static var ofProcess: [String] {
    let words = UnsafeBufferPointer(
      start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
    return words.dropFirst().compactMap { word in
      word.map { word in FileName.text(of: UnsafeRawBufferPointer(start: word, count: length(word)))
      }
    }
  }

  private static func length(_ word: UnsafePointer<CChar>) -> Int {
    var length = 0
    while word[length] != 0 { length += 1 }
    return length
  }
}

/// A command that takes names of files as `FileName` has them, also those that are not UTF-8.
protocol ReadsAnyFileName {}
