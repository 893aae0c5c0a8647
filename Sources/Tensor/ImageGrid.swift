/// The images behind one channel row: how many, and their extents in pixels.
package struct ImageGrid: Hashable, Sendable {
  /// The number of images.
  package let images: Int

  /// Pixel rows of an image.
  package let height: Int

  /// Pixel columns of an image.
  package let width: Int

  /// Describes `images` images of `height` by `width` pixels.
  package init(images: Int, height: Int, width: Int) {
    precondition(images > 0 && height > 0 && width > 0, "an image grid has positive extents")
    self.images = images
    self.height = height
    self.width = width
  }

  /// The grid of an activation `[C, N, H, W]`.
  package init(_ shape: [Int]) {
    precondition(shape.count == 4, "\(shape) is not the shape [C, N, H, W] of an activation")
    self.init(images: shape[1], height: shape[2], width: shape[3])
  }

  /// The pixels of one image.
  package var pixels: Int { height * width }

  /// The floats of one channel row.
  package var count: Int { images * pixels }

  /// The grid after a 3x3 window with padding 1 and this stride: extents divided, rounded up.
  package func strided(by stride: Int) -> ImageGrid {
    ImageGrid(
      images: images, height: (height + stride - 1) / stride, width: (width + stride - 1) / stride)
  }
}
