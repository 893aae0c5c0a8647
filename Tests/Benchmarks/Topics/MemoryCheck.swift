import ArgumentParser
import Birkhoff
import Exact
import Foundation
import RandomStreams
import ShufflePenalty

struct MemoryCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory",
    abstract: "Does many exact operations and fails when resident memory grows.",
    discussion: """
      Also the sample that a leak checker runs; there, where freed memory is kept on purpose, give \
      a large limit.
      """)

  @Option(help: "Exact operations in all, at least.")
  var operations = 2_000_000

  @Option(help: "The most MiB by which resident memory may grow after the first tenth.")
  var limit = 1.0

  func run() throws {
    var workload = MemoryWorkload()
    var first: Double?
    while workload.operations < operations {
      workload.round()
      if first == nil, workload.operations >= operations / 10 { first = Self.residentMiB }
    }
    // A block of 16 bytes lost in one of 27 operations is 1 MiB in 1.8 million; without any the
    // growth was 0.2 MiB (measured).
    let growth = Self.residentMiB - (first ?? 0)
    print("\(workload.operations) operations, resident memory grew by \(growth) MiB")
    if growth > limit { throw ExitCode.failure }
  }

  /// The memory of this process that is in use, in MiB.
  private static var residentMiB: Double {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    else { return .nan }
    return pages * Double(getpagesize()) / 1_048_576
  }
}

/// Rounds of everything on the exact side that allocates.
struct MemoryWorkload {
  /// The operations done so far; a matrix operation counts as one.
  private(set) var operations = 0
  private var stream = RandomStream(seed: 1)
  private var sink = 0

  /// Some thousand operations.
  mutating func round() {
    arithmetic()
    texts()
    matrices()
    radicals()
    assignments()
  }

  private mutating func fraction() -> Rational {
    Rational(stream.int(in: -999...999), stream.int(in: 1...999))
      * .powerOfTwo(stream.int(in: 0...99))
  }

  private mutating func keep(_ value: Int) {
    sink &+= value
    operations += 1
  }

  private mutating func arithmetic() {
    var total = Rational()
    for _ in 0..<500 {
      let (a, b) = (fraction(), fraction() + 1_000_000)
      total += a * b - a / b
      total.addProduct(a, b)
      if total.magnitude > b { total = total / b }
      let copy = total
      total -= b
      operations += 8
      keep(copy > total ? 1 : 0)
    }
    keep(
      Rational.dotProduct((0..<20).map { _ in fraction() }, (0..<20).map { _ in fraction() }).sign)
  }

  private mutating func texts() {
    for _ in 0..<100 {
      let value = fraction()
      let back = try? Rational(parsing: value.description)
      keep(back == value ? 1 : 0)
      keep((try? Rational(parsing: "1.5e")) == nil ? 1 : 0)
      keep(value.decimal(digits: 12, roundedUp: true).count)
    }
  }

  private mutating func matrices() {
    for n in 2...6 {
      let matrix = DoublyStochasticSampler.scaledPositive.sample(order: n, from: &stream)
      var copy = matrix
      copy[0, 0] = fraction()
      keep((copy - matrix).sum(of: .magnitude).sign)
      keep(copy.transposed.rowSums(of: .square).count)
      keep((copy * matrix).columnSums().count)
      keep(copy.commonNumerators(fittingIn: 100)?.numerators.count ?? 0)
      keep(LineNorms(copy).rowSquares.count)
      // Without a common denominator of reasonable size.
      let unrelated = RationalMatrix(rows: n, columns: n) { i, j in
        1 / (.powerOfTwo(900) + Rational(7 * i + j))
      }
      keep(LineNorms(unrelated).columnSquares.count)
    }
  }

  private mutating func radicals() {
    for _ in 0..<100 {
      let (a, b) = (fraction().magnitude + 1, fraction())
      let sum = RadicalSum.root(a, times: b) + .root(a + 1) - RadicalSum(b)
      keep(sum.sign())
      keep(sum.exactSign())
      keep((sum - sum).sign())
      keep((RadicalSum.root(4 * a) - .root(a, times: 2)).sign())
      keep((sum * sum).terms.count)
      keep(sum.canonicalDecimal(digits: 10).lower.count)
      keep(sum.approximation < 0 ? 1 : 0)
      keep(sum.enclosure(bits: 100).width.sign)
    }
  }

  private mutating func assignments() {
    for n in 2...6 {
      let matrix = RationalMatrix(rows: n, columns: n) { _, _ in fraction() }
      let facts = MatrixFacts(matrix)
      keep(facts.assignment.isUnique ? 1 : 0)
      keep(facts.penalty.sign())
      keep(Penalty.value(matrix).sign())
    }
  }
}
