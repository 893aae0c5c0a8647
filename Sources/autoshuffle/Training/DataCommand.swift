import ArgumentParser
import ImageData
import Reporting

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Make, fetch or inspect images in the CIFAR-10 binary format.",
    subcommands: [Synthesise.self, Inspect.self, Fetch.self])

  struct Synthesise: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the built-in data set, 10,000 + 2,000 images of ten shapes.")

    @Argument(help: "Folder to write to.")
    var folder: String

    @Option(
      parsing: .unconditional,
      help: "Root of all random numbers; 0 gives the images that training uses by default.")
    var seed: UInt64 = 0

    @OptionGroup var common: CommonOptions

    private struct Answer: Encodable {
      let schema = "autoshuffle.synthesise/1"
      let folder: String
      let trainingImages: Int
      let testImages: Int
    }

    func run() throws {
      // Before the images are drawn, which takes time.
      try guarded { try CIFAR10.requireNoImages(in: folder) }
      let images = SyntheticImages.split(seed: seed)
      try guarded { try CIFAR10.write(images, folder: folder) }
      let answer = Answer(
        folder: folder, trainingImages: images.training.count, testImages: images.test.count)
      try common.show(answer) {
        common.quiet
          ? [] : ["\(folder): \(answer.trainingImages) + \(answer.testImages) images"]
      }
    }
  }

  struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a data folder and print its counts, means and deviations.")

    @Argument(help: "Folder to read.")
    var folder: String

    @OptionGroup var common: CommonOptions

    private struct Answer: Encodable {
      let schema = "autoshuffle.data/1"
      let training: ImageSetSummary
      let test: ImageSetSummary
    }

    func run() throws {
      let images = try ImageInput.read(folder: folder)
      let answer = Answer(
        training: ImageSetSummary(of: images.training), test: ImageSetSummary(of: images.test))
      try common.show(answer) {
        Self.lines("training", answer.training) + Self.lines("test", answer.test)
      }
    }

    private static func lines(_ name: String, _ summary: ImageSetSummary) -> [String] {
      func text(_ values: [Double]) -> String {
        values.map { NumberText.fixed($0, 5) }.joined(separator: " ")
      }
      return [
        "\(name): \(summary.images) images",
        "  means       " + text(summary.statistics.means),
        "  deviations  " + text(summary.statistics.deviations),
      ] + summary.classes.map { "  " + $0.name.padded(to: 14) + "\($0.count)" }
    }
  }

  struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Download the official CIFAR-10 archive, check it, and unpack it.",
      discussion: """
        Needs the programs curl, md5sum and tar. Nothing is changed before all steps have worked.
        """)

    @Argument(help: "Folder to write to.")
    var folder: String

    @OptionGroup var common: CommonOptions

    private struct Answer: Encodable {
      let schema = "autoshuffle.fetch/1"
      let folder: String
    }

    func run() throws {
      let progress = ProgressLine(isSilent: common.quiet)
      progress.note("downloading \(CIFAR10Archive.url)")
      try guarded { try CIFAR10Archive.fetch(into: folder) }
      try common.show(Answer(folder: folder)) {
        common.quiet ? [] : ["\(folder) holds CIFAR-10"]
      }
    }
  }
}
