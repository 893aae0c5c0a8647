import ArgumentParser
import Exact
import Foundation
import ImageData
import Reporting
import Tensor

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what this machine offers: CPU features, BLAS core, libraries, data.")

  @OptionGroup var common: CommonOptions

  private struct Answer: Encodable {
    let schema = "autoshuffle.doctor/1"
    let processors: Int
    let kernels: String
    let blasCore: String
    let blasCoreWasRepaired: Bool
    let blasCoreDemanded: String?
    let blas: String
    let gmp: String
    let data: String
  }

  func run() throws {
    let answer = Answer(
      processors: ProcessInfo.processInfo.activeProcessorCount,
      kernels: Processor.instructionSet, blasCore: BLAS.coreName,
      blasCoreWasRepaired: BLAS.coreWasRepaired,
      blasCoreDemanded: BLAS.demandedCore, blas: BLAS.configuration,
      gmp: Rational.libraryVersion, data: Self.data())
    try common.show(answer) {
      [
        "processors   \(answer.processors)",
        "kernels      \(answer.kernels)",
        "BLAS core    \(answer.blasCore)"
          + (answer.blasCoreWasRepaired ? " (the library had chosen a slower one)" : "")
          + (answer.blasCoreDemanded.map { " (OPENBLAS_CORETYPE=\($0) is set)" } ?? ""),
        "BLAS         \(answer.blas)",
        "GMP          \(answer.gmp)",
        "CIFAR-10     \(answer.data)",
      ]
    }
  }

  private static func data() -> String {
    guard let folder = ImageInput.environmentFolder else {
      return "\(ImageInput.variable) is not set; the built-in data set is used"
    }
    do {
      let images = try CIFAR10.read(folder: folder)
      return "\(folder): \(images.training.count) + \(images.test.count) images"
    } catch {
      return error.description
    }
  }
}
