import CertifiedTraining
import Foundation
import ImageData
import NeuralNet
import Runs
import Training

/// A network with one permutation for each shuffle, as an argument of `routes` names it.
struct RouteSource {
  /// The argument.
  let path: String
  /// The network; of a file of permutations only the structure means something.
  let network: TrainableNetwork
  /// Whether the network has weights.
  let hasWeights: Bool
  /// The statistics by which its images are normalised, if known.
  let statistics: ChannelStatistics?
  /// The permutations by the names of the shuffles; learned matrices are rounded.
  let permutations: [String: [Int]]

  /// Opens a run, a network file, or a file of permutations of a network of the given structure.
  ///
  /// Throws a `Failure` with code 64, 65 or 66.
  init(_ path: String, structure: Architecture?) throws {
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure(.missingFile, "There is no run, network or file of permutations \(path).")
    }
    let isNetwork = path.lowercased().hasSuffix(".safetensors")
    hasWeights = isFolder.boolValue || isNetwork
    if isFolder.boolValue {
      let checkpoint = try guarded {
        try CheckpointFile.read(from: RunDirectory(opening: path).checkpoint)
      }
      network = try guarded { try checkpoint.makeNetwork() }
      statistics = checkpoint.statistics
    } else if isNetwork {
      let file = try guarded { try NetworkFile(path: path) }
      network = try guarded { try file.makeNetwork() }
      statistics = file.statistics
    } else {
      guard let structure else {
        throw Failure(
          .usage,
          "A file of permutations needs --groups or --width to say what network they are of.")
      }
      do {
        network = TrainableNetwork(
          configuration: try NetworkConfiguration(architecture: structure, shuffle: .fixed), seed: 0
        )
      } catch {
        throw Failure(.usage, error.description)
      }
      statistics = nil
      permutations = try PermutationFile.read(path, for: network)
      return
    }
    permutations = CertifiedRun.rounding.allPermutations(of: network)
  }
}
