/// Labelled 32x32 colour images, all in memory.
///
/// Pixels lie as in the CIFAR files: image after image, each three planes (red, green, blue) of 32
/// rows of 32 bytes.
package struct ImageSet: Sendable, Equatable {
  /// Rows and columns of an image.
  package static let side = 32
  /// Colour planes of an image: red, green, blue.
  package static let channels = 3
  /// Pixels of one plane.
  static let planeSize = side * side
  /// Bytes of one image.
  package static let imageSize = channels * planeSize

  /// The bytes of all images, `count * imageSize` of them.
  package let pixels: [UInt8]
  /// The class of each image, an index into `classNames`.
  package let labels: [UInt8]
  /// The names of the classes.
  package let classNames: [String]

  /// Takes images that are already in memory.
  ///
  /// Traps unless there are `imageSize` bytes a label and every label names a class.
  package init(pixels: [UInt8], labels: [UInt8], classNames: [String]) {
    precondition(pixels.count == labels.count * Self.imageSize, "3072 bytes are needed per label")
    precondition(labels.allSatisfy { Int($0) < classNames.count }, "a label names no class")
    self.pixels = pixels
    self.labels = labels
    self.classNames = classNames
  }

  /// The number of images.
  package var count: Int { labels.count }

  /// Returns the first `limit` images, or all if there are not so many.
  package func prefix(_ limit: Int) -> ImageSet {
    precondition(limit >= 0, "a limit is not negative")
    guard limit < count else { return self }
    return ImageSet(
      pixels: Array(pixels[..<(limit * Self.imageSize)]), labels: Array(labels[..<limit]),
      classNames: classNames)
  }

  /// Returns the last `limit` images, or all if there are not so many.
  package func suffix(_ limit: Int) -> ImageSet {
    precondition(limit >= 0, "a limit is not negative")
    return ImageSet(
      pixels: Array(pixels.suffix(limit * Self.imageSize)), labels: Array(labels.suffix(limit)),
      classNames: classNames)
  }

  /// Returns the images with other labels, as many.
  package func relabelled(_ labels: [UInt8]) -> ImageSet {
    ImageSet(pixels: pixels, labels: labels, classNames: classNames)
  }

  /// The number of images of each class.
  package var countsPerClass: [Int] {
    var counts = [Int](repeating: 0, count: classNames.count)
    for label in labels { counts[Int(label)] += 1 }
    return counts
  }
}
