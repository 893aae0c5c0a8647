/// A safetensors file: its header read and checked as a whole, its tensors read when they are
/// needed, so that the size of the file does not matter.
///
/// Checked as the reference implementation does: the header has at most 100 million bytes; every
/// tensor takes exactly the bytes that its shape and type need; together they fill the data after
/// the header without overlap and without holes. Duplicate keys, which the format forbids, are
/// refused too.
///
/// Source: https://github.com/huggingface/safetensors, "Format".
package struct SafetensorsFile {
  /// The largest header that is read, in bytes: the limit of the reference implementation.
  static let headerLimit = 100_000_000

  /// What the header says of each tensor, in the order of the UTF-8 bytes of their names.
  package let tensors: [SafetensorsHeader.Tensor]

  /// The texts under `__metadata__` by their keys.
  package let metadata: [String: String]

  private let source: ByteSource
  private let dataStart: Int

  /// Opens the file at `path`.
  ///
  /// - Throws: what is wrong with the file or its header; a tensor is looked at when it is read.
  package init(path: String) throws(SafetensorsError) {
    try self.init(try Self.reading { () throws(ByteSourceError) in try ByteSource(path: path) })
  }

  /// Reads a file with the content `bytes`.
  ///
  /// - Throws: what is wrong with the header.
  package init(_ bytes: [UInt8]) throws(SafetensorsError) {
    try self.init(ByteSource(bytes))
  }

  private init(_ source: ByteSource) throws(SafetensorsError) {
    guard source.count >= 8 else {
      throw .truncatedHeader(expectedBytes: 8, foundBytes: source.count)
    }
    let length = try Self.read(source, 0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.headerLimit else { throw .oversizedHeader(bytes: length) }
    let start = 8 + Int(length)
    guard source.count >= start else {
      throw .truncatedHeader(expectedBytes: start, foundBytes: source.count)
    }
    let header = try SafetensorsHeader(parsing: try Self.read(source, 8..<start))
    try header.requireLayout(dataBytes: source.count - start)
    self.source = source
    dataStart = start
    tensors = header.tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    metadata = header.metadata
  }

  /// The bytes of the entries of one of `tensors`, little-endian and row-major.
  package func bytes(
    of tensor: SafetensorsHeader.Tensor
  ) throws(SafetensorsError) -> ArraySlice<UInt8> {
    try Self.read(source, dataStart + tensor.begin..<dataStart + tensor.end)
  }

  private static func read(
    _ source: ByteSource, _ range: Range<Int>
  ) throws(SafetensorsError) -> ArraySlice<UInt8> {
    try reading { () throws(ByteSourceError) in try source.read(range) }
  }

  private static func reading<Result>(
    _ body: () throws(ByteSourceError) -> Result
  ) throws(SafetensorsError) -> Result {
    do {
      return try body()
    } catch {
      throw .source(error)
    }
  }
}
