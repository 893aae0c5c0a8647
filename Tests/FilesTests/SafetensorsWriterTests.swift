import Files
import Foundation
import Testing

@Suite struct SafetensorsWriterTests {
  private static let floats = SafetensorsWriter.Tensor(
    name: "b.weight", type: .f32, shape: [1, 2], bytes: [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40])
  private static let integers = SafetensorsWriter.Tensor(
    name: "a \"quoted\"\n\\ é", type: .i64, shape: [1], bytes: [7, 0, 0, 0, 0, 0, 0, 0])
  private static let metadata = ["format": "x/1", "text\t\"": "{\"k\": [1]}\u{1}"]

  @Test func whatIsWrittenIsRead() throws {
    let bytes = SafetensorsWriter.file([Self.integers, Self.floats], metadata: Self.metadata)
    let file = try SafetensorsFile(bytes)
    #expect(file.metadata == Self.metadata)
    #expect(file.tensors.map(\.name) == [Self.integers.name, Self.floats.name])
    #expect(file.tensors.map(\.type) == [.i64, .f32])
    #expect(file.tensors.map(\.shape) == [[1], [1, 2]])
    #expect(
      try file.tensors.map { Array(try file.bytes(of: $0)) } == [
        [7, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40],
      ])
  }

  /// The bytes of a small file, written out by hand from the format's description.
  @Test func theBytesAreThoseOfTheFormat() {
    let tensor = SafetensorsWriter.Tensor(name: "a", type: .u8, shape: [3], bytes: [1, 2, 3])
    let header = #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#
    // 53 characters, padded to 56.
    let expected = [56, 0, 0, 0, 0, 0, 0, 0] + Array((header + "   ").utf8) + [1, 2, 3]
    #expect(SafetensorsWriter.file([tensor], metadata: [:]) == expected)
  }

  /// Another JSON parser agrees on the header.
  @Test func theHeaderIsJSON() throws {
    let bytes = SafetensorsWriter.file([Self.integers, Self.floats], metadata: Self.metadata)
    let length = Int(bytes[0]) + 256 * Int(bytes[1])
    #expect(length % 8 == 0)
    let object = try JSONSerialization.jsonObject(with: Data(bytes[8..<(8 + length)]))
    let members = try #require(object as? [String: Any])
    #expect(members["__metadata__"] as? [String: String] == Self.metadata)
    let entry = try #require(members[Self.integers.name] as? [String: Any])
    #expect(entry["data_offsets"] as? [Int] == [0, 8])
  }

  @Test func nothingAtAllIsAFile() throws {
    let file = try SafetensorsFile(SafetensorsWriter.file([], metadata: [:]))
    #expect(file.tensors.isEmpty && file.metadata.isEmpty)
  }
}
