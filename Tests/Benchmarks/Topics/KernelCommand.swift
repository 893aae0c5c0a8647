import ArgumentParser
import CTensorKernels
import Tensor

/// Times the tensor kernels against the machine's measured peaks.
struct KernelCommand: ParsableCommand {
  /// The instruction sets, as named on the command line.
  enum Instructions: String, CaseIterable, ExpressibleByArgument {
    case portable, avx2, avx512

    var kernels: asn_kernels? {
      switch self {
      case .portable: asn_kernels_of(asn_portable)?.pointee
      case .avx2: asn_kernels_of(asn_avx2)?.pointee
      case .avx512: asn_kernels_of(asn_avx512)?.pointee
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract: "Times the tensor kernels against the machine's measured peaks.")

  @Option(help: "The root seed of the inputs.")
  var seed: UInt64 = 1

  @Option(help: "Rounds; in each every kernel runs once.")
  var rounds = 7

  @Option(help: "Seconds that a kernel runs in each round, at least.")
  var duration = 0.02

  @Option(help: "Only kernels whose names contain this.")
  var only = ""

  @Option(help: "The instruction set; the best one if none is given.")
  var instructions: Instructions?

  func run() throws {
    let best = Instructions.allCases.last { $0.kernels != nil } ?? .portable
    let chosen = instructions ?? best
    guard let kernels = chosen.kernels else {
      throw ValidationError("This CPU does not have \(chosen.rawValue); leave --instructions out.")
    }
    let all =
      ProductKernelBenchmarks.all(kernels, seed: seed)
      + RowKernelBenchmarks.all(kernels, seed: seed)
      + DepthwiseKernelBenchmarks.all(kernels, seed: seed)
    print("instructions \(chosen.rawValue), OpenBLAS core \(BLAS.coreName)")
    print(
      "All \(Parallel.threads) threads at once, best of 0.3 s of wall time, in GFLOP/s and GB/s:")
    for (name, rate) in MachinePeaks.together(kernels) {
      print("  \(name): \(KernelTable.billions(rate))")
    }
    let table = KernelTable(
      peaks: MachinePeaks.benchmarks(kernels),
      benchmarks: all.filter { only.isEmpty || $0.name.contains(only) },
      rounds: rounds, duration: duration)
    print("One thread, by processor time, medians of \(rounds) rounds:")
    for line in table.lines { print(line) }
  }
}
