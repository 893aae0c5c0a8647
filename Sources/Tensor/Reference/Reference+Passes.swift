extension Reference {
  /// A channel as a reader sees it: `max((x - mean) * scale + shift, floor)`.
  package struct Source {
    /// Subtracted from each element.
    package let mean: Double

    /// Multiplies the difference.
    package let scale: Double

    /// Added to the product.
    package let shift: Double

    /// The least value, `-infinity` for none.
    package let floor: Double

    /// Describes a reader.
    package init(mean: Double, scale: Double, shift: Double, floor: Double) {
      self.mean = mean
      self.scale = scale
      self.shift = shift
      self.floor = floor
    }

    /// Returns what the floor is compared with.
    package func beforeFloor(_ x: Double) -> Double { (x - mean) * scale + shift }

    /// Returns what the reader sees; a value that is not a number stays one.
    package func value(_ x: Double) -> Double {
      let z = beforeFloor(x)
      return z < floor ? floor : z
    }
  }

  /// The gradient of a raw row `y` behind a batch norm: `h * scale + (y - mean) * slope + offset`.
  package struct Gradient {
    /// Multiplies the gradient behind the batch norm.
    package let scale: Double

    /// Subtracted from each element of the raw row.
    package let mean: Double

    /// Multiplies the difference.
    package let slope: Double

    /// Added to the products.
    package let offset: Double

    /// Describes a gradient; without a raw row the slope is 0.
    package init(scale: Double, mean: Double, slope: Double, offset: Double) {
      self.scale = scale
      self.mean = mean
      self.slope = slope
      self.offset = offset
    }

    /// Returns the gradient of the raw element `y`, given that behind the batch norm.
    package func value(_ h: Double, _ y: Double) -> Double {
      h * scale + (y - mean) * slope + offset
    }
  }

  /// Returns the 3x3 patches, padding 1, of images of one channel: nine rows of pixels, row
  /// `3a + b` holding `x[i + a - 1][j + b - 1]`, 0 outside the image.
  package static func patches(_ x: [Double], grid: ImageGrid) -> [[Double]] {
    (0..<9).map { k in
      (0..<grid.count).map { at in
        let (image, i, j) = (
          at / grid.pixels, at % grid.pixels / grid.width + k / 3 - 1, at % grid.width + k % 3 - 1
        )
        guard (0..<grid.height).contains(i), (0..<grid.width).contains(j) else { return 0 }
        return x[(image * grid.height + i) * grid.width + j]
      }
    }
  }
}
