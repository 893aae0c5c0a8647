import RandomStreams

/// Where an augmented image takes its pixels from.
///
/// The image is padded by four black pixels on each side, cropped to its old size at a random place
/// and flipped left to right half of the time: the usual augmentation of CIFAR-10.
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
    for row in 0..<side {
      let sourceRow = row + shift.rows
      for column in 0..<side {
        let sourceColumn = (isFlipped ? side - 1 - column : column) + shift.columns
        let isInside = (0..<side).contains(sourceRow) && (0..<side).contains(sourceColumn)
        let byte = isInside ? plane[sourceRow * side + sourceColumn] : 0
        target[row * side + column] = table[Int(byte)]
      }
    }
  }
}
