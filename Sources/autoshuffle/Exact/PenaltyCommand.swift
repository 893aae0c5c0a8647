import ArgumentParser
import Exact
import ShufflePenalty

struct PenaltyCommand: ParsableCommand, ReadsAnyFileName {
  static let configuration = CommandConfiguration(
    commandName: "penalty",
    abstract: "Enclose the penalty P of a matrix rigorously in two decimals.")

  @OptionGroup var input: MatrixInput

  @Option(help: "Digits after the point; the two decimals differ in the last one at most by 2.")
  var digits = 30

  @OptionGroup var common: CommonOptions

  private struct Answer: Encodable {
    let schema = "autoshuffle.penalty/1"
    let lower: String
    let upper: String
  }

  func validate() throws {
    if !(0...100_000).contains(digits) { throw ValidationError("--digits must be 0...100000") }
  }

  func run() throws {
    let penalty = Penalty.value(try input.read())
    // Below a tenth of the last digit; outward rounding adds at most one unit on each side.
    let bits = 4 * digits + 4
    let interval = penalty.enclosure(width: .powerOfTwo(-bits))
    let answer = Answer(
      lower: interval.lower.decimal(digits: digits, roundedUp: false),
      upper: interval.upper.decimal(digits: digits, roundedUp: true))
    try common.show(answer) { ["\(answer.lower) <= P <= \(answer.upper)"] }
  }
}
