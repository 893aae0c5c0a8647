extension SafetensorsHeader {
  /// Checks that the tensors fill the `dataBytes` bytes after the header, each with as many as its
  /// shape and type need, without overlap and without holes.
  ///
  /// - Throws: the first tensor in the order of the data that does not fit, or the bytes after the
  ///   last one.
  func requireLayout(dataBytes: Int) throws(SafetensorsError) {
    var end = 0
    // A tensor without entries comes before the one that begins at the same byte.
    for tensor in tensors.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      if let problem = tensor.problem(after: end, dataBytes: dataBytes) {
        throw .misplacedTensor(name: tensor.name, reason: problem)
      }
      end = tensor.end
    }
    guard end == dataBytes else { throw .unusedData(bytes: dataBytes - end) }
  }
}

extension SafetensorsHeader.Tensor {
  /// What is wrong with the place of the tensor in the data when the tensors before end at
  /// `previous`, or nil.
  fileprivate func problem(after previous: Int, dataBytes: Int) -> String? {
    if begin > end { return "its data begin at byte \(begin) and end before, at byte \(end)" }
    if end > dataBytes { return "its data end at byte \(end), the file has \(dataBytes) of them" }
    if begin < previous {
      return "its data begin at byte \(begin), within another tensor that ends at byte \(previous)"
    }
    if begin > previous {
      return "its data begin at byte \(begin), the tensors before end at byte \(previous)"
    }
    guard let bits = bitCount else { return "\(words) has more bits than can be counted" }
    guard bits.isMultiple(of: 8) else { return "\(words) ends within a byte" }
    guard bits / 8 == end - begin else {
      return "\(words) takes \(bits / 8) bytes, its data have \(end - begin)"
    }
    return nil
  }

  /// The bits that the shape and the type need, or nil beyond 2^63.
  private var bitCount: Int? {
    var bits = type.bitCount
    for dimension in shape {
      let (product, overflow) = bits.multipliedReportingOverflow(by: dimension)
      if overflow { return nil }
      bits = product
    }
    return bits
  }

  private var words: String {
    let dimensions = shape.prefix(8).map(String.init).joined(separator: " x ")
    return "the shape [\(dimensions)\(shape.count > 8 ? " x ..." : "")] of \(type.rawValue)"
  }
}
