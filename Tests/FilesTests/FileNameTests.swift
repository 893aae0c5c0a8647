import Files
import Testing

@Suite struct FileNameTests {
  /// Names that are UTF-8 stay what they are.
  @Test(arguments: [
    "", "m.csv", "größe/é.csv", "e\u{301}", "\u{10feff}", "日本\u{1f600}", "\u{fffd}",
  ])
  func unicodeIsItsOwnText(name: String) {
    #expect(FileName.text(of: name.utf8).unicodeScalars.elementsEqual(name.unicodeScalars))
    #expect(FileName.bytes(of: name) == Array(name.utf8))
    #expect(!FileName.isEscaped(name))
  }

  /// Cut, overlong and surrogate encodings, single bytes, and the characters that stand for them.
  @Test(
    arguments: [
      [0xe9], [0xff, 0x2e], [0xc3], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xe2, 0x82],
      [0x61, 0xf4, 0x90, 0x80, 0x80, 0x62], [0xf4, 0x8f, 0xbf, 0xbf], [0xf4, 0x8f, 0xbc, 0x80],
      [0xf4, 0x8f, 0xbb, 0xbf, 0xe9, 0xc3, 0xa9, 0x80],
    ] as [[UInt8]])
  func everyNameHasItsOwnText(bytes: [UInt8]) {
    let text = FileName.text(of: bytes)
    #expect(FileName.bytes(of: text) == bytes)
    #expect(FileName.isEscaped(text))
    // Cutting the escapes out leaves UTF-8, so that nothing is escaped that needs not be.
    let shown = DisplayText.escaped(text)
    #expect(shown.contains("\\x"))
  }

  @Test func allPairsOfBytesComeBack() {
    for first in UInt8(1)...255 {
      for second in UInt8(1)...255 {
        let bytes = [first, second]
        #expect(FileName.bytes(of: FileName.text(of: bytes)) == bytes)
      }
    }
  }

  @Test func bytesAreShownInHexadecimal() {
    #expect(DisplayText.escaped(FileName.text(of: [0x61, 0xe9, 0x2e])) == #"a\xE9."#)
    #expect(DisplayText.escaped("a\u{a0}b c\u{7f}\n") == #"a\u{A0}b c\u{7F}\n"#)
    #expect(DisplayText.clippedNumber("\u{2212}1é") == #"\u{2212}1é"#)
  }
}
