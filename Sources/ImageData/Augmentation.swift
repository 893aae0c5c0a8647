import RandomStreams

/// Where an augmented image takes its pixels from.
///
/// The image is padded by four black pixels on each side, cropped to its old size at a random place
/// and flipped left to right half of the time: the usual augmentation of CIFAR-10. The padding is
/// black before normalisation, so afterwards it is (0 - mean) / deviation of its channel. So do the
/// recipes that pad images (torchvision's `RandomCrop(32, padding=4)`, then `ToTensor`, then
/// `Normalize`); recipes that pad normalised tensors pad with 0, the mean colour.
struct Augmentation {
  /// The pixels added on each side.
  static let padding = 4

  /// Rows and columns by which the crop is shifted against the image, each in -4...4.
  let shift: (rows: Int, columns: Int)
  /// Whether the crop is mirrored.
  let isFlipped: Bool

  /// Leaves the image as it is.
  init() {
    shift = (0, 0)
    isFlipped = false
  }

  /// Draws a crop and a flip; three numbers are consumed.
  init(stream: inout RandomStream) {
    let padding = Self.padding
    shift = (stream.int(in: -padding...padding), stream.int(in: -padding...padding))
    isFlipped = stream.oneIn(2)
  }

  /// Writes one plane of the augmented image, replacing each byte by its table entry.
  func write(
    plane: UnsafePointer<UInt8>, table: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
  ) {
    let side = ImageSet.side
    // The columns of the crop that lie inside the image; a flip writes them from right to left.
    let first = max(0, -shift.columns)
    let end = min(side, side - shift.columns)
    let step = isFlipped ? -1 : 1
    for row in 0..<side {
      let line = target + (row * side + (isFlipped ? side - 1 : 0))
      let sourceRow = row + shift.rows
      let isInside = (0..<side).contains(sourceRow)
      let inside = isInside ? first..<end : 0..<0
      let source = plane + (isInside ? sourceRow * side + shift.columns : 0)
      for column in 0..<inside.lowerBound { line[step * column] = table[0] }
      for column in inside { line[step * column] = table[Int(source[column])] }
      for column in inside.upperBound..<side { line[step * column] = table[0] }
    }
  }
}
