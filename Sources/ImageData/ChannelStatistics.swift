/// The mean and the standard deviation of each colour channel, on the scale where white is 1.
package struct ChannelStatistics: Codable, Equatable, Sendable {
  /// The means of red, green and blue, each in 0...1.
  package let means: [Double]
  /// The population standard deviations of red, green and blue, each in 0...0.5.
  package let deviations: [Double]

  /// Measures a set of at least one image.
  ///
  /// The sums of the bytes and of their squares are exact integers, so the order of the images does
  /// not matter; each result then takes a handful of roundings (relative error below 1e-15).
  package init(of images: ImageSet) {
    precondition(images.count > 0, "statistics need at least one image")
    var sums = [UInt64](repeating: 0, count: ImageSet.channels)
    var squares = sums
    images.pixels.withUnsafeBufferPointer { pixels in
      for plane in 0..<(images.count * ImageSet.channels) {
        var sum: UInt64 = 0
        var square: UInt64 = 0
        for pixel in pixels[(plane * ImageSet.planeSize)..<((plane + 1) * ImageSet.planeSize)] {
          sum &+= UInt64(pixel)
          square &+= UInt64(pixel) &* UInt64(pixel)
        }
        sums[plane % ImageSet.channels] += sum
        squares[plane % ImageSet.channels] += square
      }
    }
    let count = UInt64(images.count * ImageSet.planeSize)
    let white = Double(count) * 255
    means = sums.map { Double($0) / white }
    deviations = zip(sums, squares).map { sum, square in
      // count^2 times the variance, an integer that may need more than 64 bits.
      let scaled = UInt128(count) * UInt128(square) - UInt128(sum) * UInt128(sum)
      return Double(scaled).squareRoot() / white
    }
  }

  /// Decodes stored statistics; throws unless there are as many as channels and each is in its
  /// range.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    means = try fields.decode([Double].self, forKey: .means)
    deviations = try fields.decode([Double].self, forKey: .deviations)
    guard means.count == ImageSet.channels, deviations.count == ImageSet.channels else {
      throw DecodingError.dataCorruptedError(
        forKey: .means, in: fields, debugDescription: "there are three channels")
    }
    guard means.allSatisfy({ (0...1).contains($0) }),
      deviations.allSatisfy({ (0...0.5).contains($0) })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .deviations, in: fields,
        debugDescription: "means are in 0...1, deviations in 0...0.5")
    }
  }

  /// Returns, for each channel, the normalised value of each of the 256 bytes:
  /// (byte/255 - mean) / deviation, where a channel that never varies is only centred.
  func normalisationTable() -> [Float] {
    zip(means, deviations).flatMap { mean, deviation in
      (0..<256).map { Float((Double($0) / 255 - mean) / (deviation > 0 ? deviation : 1)) }
    }
  }
}
