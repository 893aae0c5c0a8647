import ArgumentParser
import NeuralNet
import Runs
import Training

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Export the network of a run to a safetensors file.",
    discussion: """
      The file holds every parameter and running statistic under the network's own names, the \
      permutations of frozen shuffles and of fixed ones that are not those of the papers, and the structure of the network in its metadata. \
      `autoshuffle train --init` and `autoshuffle evaluate --weights` read it.
      """)

  @Option(name: .customLong("run"), help: ArgumentHelp("Folder of the run.", valueName: "run"))
  var folder: String

  @Argument(help: ArgumentHelp("The file to write, *.safetensors.", valueName: "file"))
  var file: String

  @OptionGroup var common: CommonOptions

  private struct Answer: Encodable {
    let schema = "autoshuffle.export/1"
    let file: String
    let parameters: Int
    let frozenShuffles: Int
  }

  func validate() throws {
    guard file.lowercased().hasSuffix(".safetensors") else {
      throw ValidationError("the file \(file) must end in .safetensors")
    }
  }

  func run() throws {
    let (network, checkpoint) = try guarded {
      let directory = try RunDirectory(opening: folder)
      let checkpoint = try CheckpointFile.read(from: directory.checkpoint)
      return (try checkpoint.makeNetwork(), checkpoint)
    }
    try guarded {
      try NetworkFile.write(network, statistics: checkpoint.statistics, to: file)
    }
    let isManual = network.configuration.hasManualShuffles
    let answer = Answer(
      file: file, parameters: network.parameterCount,
      frozenShuffles: isManual ? 0 : network.shuffles.count { $0.permutation != nil })
    try common.show(answer) {
      let counts = "\(answer.parameters) parameters, \(answer.frozenShuffles) frozen shuffles"
      return common.quiet ? [] : ["\(file): \(counts)"]
    }
  }
}
