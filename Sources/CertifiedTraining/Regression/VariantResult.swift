import Foundation
import NeuralNet
import Training

/// The outcome of one variant trained from one seed.
package struct VariantResult: Codable, Sendable {
  /// The settings of the run.
  package let configuration: TrainingConfiguration
  /// What tells its images from others.
  package let imagesDigest: String
  /// Test images.
  package let images: Int
  /// Test accuracy of the network as trained (frozen shuffles are permutations).
  package let top1: Double
  /// Its Clopper-Pearson 95 % interval.
  package let interval95: [Double]
  /// Test accuracy with every matrix rounded to its nearest permutation.
  package let top1Rounded: Double
  /// The largest |accuracy after - before| of an epoch's replacement of certified matrices by their
  /// permutations; nil when there was none.
  let roundingChange: Double?
  /// How far the shuffles have moved; nil for fixed ones.
  let movement: Movement?
  /// The shuffles of the network that are not fixed.
  package let shuffles: Int
  /// How many of them have a rounding justified by a theorem at the end.
  package let certified: Int
  /// The sum of the certified upper bounds of P over matrices not frozen.
  package let penalty: Double
  /// Certificates made, one a matrix and epoch, each re-checked by the independent checker.
  package let certificates: Int
  /// What the checker or a claim objected to; empty unless something is wrong.
  package let objections: [String]
  /// What the theorems say of the steps, and of the penalties that were reported.
  package let theorems: TheoremTally
  /// Training images a second of processor time in the last epoch.
  package let imagesPerCPUSecond: Double
  /// Which test images are right, one bit each, base64.
  package let correctness: String

  /// How far the rounded network is from two others, in channels to re-route.
  ///
  /// It tells shuffles that are handed back, the manual ones or those of the start, from others.
  /// That they are more than noise it cannot tell: random networks are far, too.
  struct Movement: Codable, Equatable, Sendable {
    /// From the network with manual shuffles.
    let fromManual: Int
    /// From what the start rounds to.
    let fromStart: Int
    /// The 5 % quantile of random networks' distances from the manual one.
    let random: Int

    /// Whether the network is as far from both as nineteen in twenty random ones are from the
    /// manual one.
    var isFar: Bool { min(fromManual, fromStart) >= random }
  }

  /// Fixed, learned or relaxed shuffles.
  package var shuffle: ShuffleKind { configuration.network.shuffle }
  /// The root seed.
  package var seed: UInt64 { configuration.seed }

  /// One bit an image, the first image in the lowest bit of the first byte.
  static func pack(_ bits: [Bool]) -> String {
    var bytes = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
    for (k, bit) in bits.enumerated() where bit { bytes[k / 8] |= 1 << UInt8(k % 8) }
    return Data(bytes).base64EncodedString()
  }

  /// The correctness of each test image.
  package var isCorrect: [Bool] {
    let bytes = Data(base64Encoded: correctness).map(Array.init) ?? []
    return (0..<min(images, 8 * bytes.count)).map { bytes[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
  }
}
