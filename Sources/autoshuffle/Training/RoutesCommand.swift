import ArgumentParser
import Foundation
import ImageData
import NeuralNet
import RandomStreams
import Reporting
import Routes
import Training

struct RoutesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "routes",
    abstract: "Say where the shuffles of a network send its channels, up to names.",
    discussion: """
      SOURCE is the folder of a run, a safetensors file of a network, or a file of permutations with \
      the network's --groups or --width: JSON, {"stage2.unit1.shuffle": [0, 24, ...], ...}, or \
      text with one permutation a line, in the order the data meets them. Distances are numbers of \
      channels to re-route; matrices that are still learned are rounded first, as evaluate --rounded \
      does.
      """)

  @Argument(help: "Run, network or permutations.")
  var source: String

  @Argument(help: "The same of a second network of the same structure, to compare with.")
  var against: String?

  @Option(
    parsing: .unconditional, help: "Groups of ShuffleNet v1, 3 or 8, for files of permutations.")
  var groups: Int?

  @Option(help: "Width of ShuffleNet v2, 0.5, 1 or 1.5, for files of permutations.")
  var width: String?

  @Option(
    help: ArgumentHelp(
      "Write a network that computes the same with random shuffles of the same tables.",
      valueName: "file"))
  var relabel: String?

  @Option(parsing: .unconditional, help: "Random networks to compare with.")
  var samples = 1000

  @Option(parsing: .unconditional, help: "Root of all random numbers.")
  var seed: UInt64 = 1

  @OptionGroup var common: CommonOptions

  func validate() throws {
    // Every sample is kept; more would show nothing that these do not.
    if !(1...1_000_000).contains(samples) {
      throw ValidationError("--samples must be 1...1000000")
    }
    if groups != nil, width != nil {
      throw ValidationError("give one of --groups and --width")
    }
    if let relabel, !relabel.lowercased().hasSuffix(".safetensors") {
      throw ValidationError("the file \(relabel) must end in .safetensors")
    }
  }

  func run() throws {
    let first = try RouteSource(source, structure: try architecture())
    let second = try against.map {
      try RouteSource($0, structure: first.network.configuration.architecture)
    }
    if let second,
      second.network.configuration.architecture != first.network.configuration.architecture
    {
      throw Failure(
        .usage,
        "\(against ?? "") holds \(second.network.configuration), which has other routes than "
          + "\(first.network.configuration).")
    }
    let report: RoutesReport
    do {
      report = try RoutesReport(
        first.network, permutations: first.permutations, against: second?.permutations,
        samples: samples, seed: seed)
    } catch {
      throw Failure(.badData, error.description)
    }
    if let relabel { try writeEquivalent(of: first, to: relabel) }
    try common.show(report) {
      report.lines + (relabel.map { ["written: \($0), which computes the same"] } ?? [])
    }
  }

  /// The structure that flags give.
  private func architecture() throws -> Architecture? {
    if let groups { return .v1(groups: groups) }
    guard let width else { return nil }
    do {
      return .v2(width: try Architecture.Width(parsing: width))
    } catch {
      throw Failure(.usage, error.description)
    }
  }

  private func writeEquivalent(of source: RouteSource, to path: String) throws {
    guard source.hasWeights else {
      throw Failure(.usage, "\(source.path) holds permutations only; --relabel needs a network.")
    }
    var stream = RandomStream(root: seed, name: "routes.relabel")
    let other: TrainableNetwork
    do {
      let routes = source.network.routes
      let images = try routes.randomEquivalent(of: source.permutations, from: &stream)
      other = try source.network.relabelled(from: source.permutations, to: images)
    } catch {
      throw Failure(.badData, error.description)
    }
    try guarded { try NetworkFile.write(other, statistics: source.statistics, to: path) }
  }
}
