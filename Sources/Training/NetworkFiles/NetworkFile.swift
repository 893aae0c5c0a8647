import Files
import Foundation
import ImageData
import NeuralNet
import Tensor

/// A whole network in a safetensors file, the exchange with other frameworks.
///
/// Tensors, each by the name that the network gives it:
///
/// - every parameter, F32, such as `stage2.unit1.branch.conv1.weight`; convolutions are `[out, in /
///   groups, kh, kw]`, the classifier's weight is `[classes, in]`, scales, shifts and the bias
///   `[C]`, a learned shuffle `<shuffle>.matrix` is `[C, C]` with y_i = sum_j M_ij x_j;
/// - the running statistics of every batch norm, F32 `[C]`: `<norm>.runningMean` and
///   `<norm>.runningVariance`;
/// - for every learned shuffle that has been frozen, in place of its matrix, and for every fixed
///   one that is not the one of the papers, `<shuffle>.permutation`, I64 `[C]`: output channel i
///   takes input channel p(i), counted from 0.
///
/// Metadata: `format` is `autoshuffle.network/1`; `network` the structure and, if known,
/// `statistics` the means and deviations by which images are normalised, both JSON.
///
/// Every number is finite and no running variance negative; a file with others is refused, because
/// nothing sensible could be computed with it.
package struct NetworkFile {
  /// The value of `format` in the metadata.
  static let format = "autoshuffle.network/1"

  /// The path of the file.
  package let path: String

  /// The structure of the network, nil in a file that others wrote without saying it.
  package let configuration: NetworkConfiguration?

  /// The statistics by which images are normalised before they enter the network.
  package let statistics: ChannelStatistics?

  private let file: SafetensorsFile

  /// Opens the file at `path` and reads its header; the tensors are looked at when they are used.
  package init(path: String) throws(NetworkFileError) {
    self.path = path
    do {
      file = try SafetensorsFile(path: path)
    } catch {
      throw NetworkFileError(path: path, .container(error))
    }
    let metadata = file.metadata
    if let format = metadata["format"], format.hasPrefix("autoshuffle."), format != Self.format {
      throw NetworkFileError(path: path, .otherFormat(format))
    }
    configuration = try Self.decode("network", in: metadata, path)
    statistics = try Self.decode("statistics", in: metadata, path)
  }

  /// Returns the statistics, or throws that the file has none.
  package func requireStatistics() throws(NetworkFileError) -> ChannelStatistics {
    guard let statistics else { throw NetworkFileError(path: path, .noStatistics) }
    return statistics
  }

  /// Builds the network of the file in the state of the file; a custom one is built by its own
  /// code, and filled by `load`.
  package func makeNetwork() throws(NetworkFileError) -> TrainableNetwork {
    guard let configuration else { throw NetworkFileError(path: path, .noStructure) }
    if case .custom(let name) = configuration.architecture {
      throw NetworkFileError(path: path, .customNetwork(name))
    }
    let network = TrainableNetwork(configuration: configuration, seed: 0)
    try load(into: network)
    return network
  }

  /// Fills a network with the tensors of the file, which must be exactly those of the network.
  ///
  /// A learned shuffle for which the file has a permutation is frozen. When this throws, some
  /// tensors may have been filled already.
  package func load(into network: TrainableNetwork) throws(NetworkFileError) {
    let expected = network.configuration
    if let configuration, !configuration.hasTensors(of: expected) {
      throw NetworkFileError(
        path: path, .otherNetwork(found: configuration, expected: expected))
    }
    do {
      try NetworkTensors(file).load(into: network)
    } catch {
      throw NetworkFileError(path: path, error)
    }
  }

  /// Returns the permutations of the file for all shuffles of a network, whatever else it holds.
  package func permutations(
    for network: TrainableNetwork
  ) throws(NetworkFileError) -> [String: [Int]] {
    do {
      return try NetworkTensors(file).permutations(for: network)
    } catch {
      throw NetworkFileError(path: path, error)
    }
  }

  /// Writes a network to a temporary file and renames it, so that `path` never holds half of one.
  package static func write(
    _ network: TrainableNetwork, statistics: ChannelStatistics?, to path: String
  ) throws(NetworkFileError) {
    do {
      var metadata = ["format": format, "network": try json(network.configuration)]
      if let statistics { metadata["statistics"] = try json(statistics) }
      let bytes = SafetensorsWriter.file(NetworkTensors.all(of: network), metadata: metadata)
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw NetworkFileError(path: path, .unwritable(FileProblem.reason(of: error)))
    }
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func decode<Value: Decodable>(
    _ key: String, in metadata: [String: String], _ path: String
  ) throws(NetworkFileError) -> Value? {
    guard let text = metadata[key] else { return nil }
    let decoder = JSONDecoder()
    // Files of before there were gains do not name theirs.
    decoder.userInfo[.absentGain] = 0.0
    do {
      return try decoder.decode(Value.self, from: Data(text.utf8))
    } catch let error as NetworkConfigurationError {
      throw NetworkFileError(path: path, .badMetadata(key, String(error.description.dropLast())))
    } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
      throw NetworkFileError(path: path, .badMetadata(key, context.debugDescription))
    } catch {
      throw NetworkFileError(path: path, .badMetadata(key, "it is not the JSON it should be"))
    }
  }
}
