import ArgumentParser
import Foundation

/// Measurements of this package; no product, and nothing here is part of the tests.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks",
    abstract: "Measures speed, the float filter, memory and parity with other frameworks.",
    subcommands: [
      ExactCommand.self, AssignmentCommand.self, CertifyCommand.self, InputsCommand.self,
      TableCommand.self, FilterStudy.self, MemoryCheck.self, KernelCommand.self,
      TrainingLoopCommand.self, NetworkCommand.self, ParityCommand.self,
    ])
}

/// What all commands that time something have in common.
struct TimingOptions: ParsableArguments {
  @Option(help: "The root seed of the inputs.")
  var seed: UInt64 = 1

  @Option(help: "Rounds; in each every benchmark runs once.")
  var rounds = 7

  @Flag(help: "Print samples for the command table instead of a table.")
  var samples = false

  @Option(help: "Only benchmarks whose names contain this.")
  var only = ""

  /// The inputs of the seed.
  var inputs: BenchmarkInputs { BenchmarkInputs(seed: seed) }

  /// Runs the benchmarks and prints what was measured.
  func run(_ benchmarks: [Benchmark]) {
    let chosen = benchmarks.filter { only.isEmpty || $0.name.contains(only) }
    let found = Benchmark.interleaved(chosen, rounds: rounds)
    for line in samples ? found.map(\.line) : SampleTable(found).lines { print(line) }
  }
}

struct ExactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exact", abstract: "Times exact arithmetic.")
  @OptionGroup var options: TimingOptions

  func run() {
    options.run(ExactBenchmarks.all(options.inputs))
  }
}

struct AssignmentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assignment", abstract: "Times the exact linear assignment.")
  @OptionGroup var options: TimingOptions

  func run() {
    options.run(AssignmentBenchmarks.all(options.inputs))
  }
}

struct CertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify", abstract: "Times whole certificates.")
  @OptionGroup var options: TimingOptions

  func run() {
    options.run(CertifyBenchmarks.all(options.inputs))
  }
}

struct InputsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inputs", abstract: "Writes the inputs for programs in other languages.")

  @Argument(help: "The folder, made if it does not exist.")
  var folder: String

  @Option(help: "The root seed.")
  var seed: UInt64 = 1

  func run() throws {
    try BenchmarkInputs(seed: seed).write(to: URL(fileURLWithPath: folder))
  }
}

struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Reads samples of any programs on standard input and prints their table.")

  func run() throws {
    var samples: [Sample] = []
    while let line = readLine() {
      if let sample = Sample(line: line) { samples.append(sample) }
    }
    let table = SampleTable(samples)
    for line in table.lines { print(line) }
    for name in table.disagreements { print("\(name): the programs disagree on the result") }
    if samples.isEmpty || !table.disagreements.isEmpty { throw ExitCode.failure }
  }
}
