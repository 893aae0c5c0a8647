import Claims
import Exact
import RandomStreams
import Routes

/// A part of a ShuffleNet over Q with two lists of shuffles, p and q: one pixel of one image, batch
/// norms with given scales and shifts in place of batch statistics.
protocol ShuffledNetwork: Sendable {
  /// Where the shuffles send channels.
  var part: RoutePart { get }
  /// The shuffles p.
  var p: [[Int]] { get }
  /// The shuffles q.
  var q: [[Int]] { get }
  /// The parameters, as matrices whose rows and columns belong to channels.
  var parameters: [RationalMatrix] { get }
  /// u, the coefficients of the linear functional of the outputs whose gradient is compared.
  var functional: [Rational] { get }

  /// The groups of the readers that the layers behind allow; those of `part` in a ShuffleNet.
  var readers: ChannelGroups { get }

  /// Computes the outputs with parameters that are numbers of a tape.
  func outputs(
    _ theta: [[[RationalTape.Number]]], _ shuffles: [[Int]], on tape: inout RationalTape
  ) -> [RationalTape.Number]

  /// Where the rows and the first columns of each parameter go under new names.
  func moves(_ names: Relabelling) -> [(rows: [Int]?, columns: [Int]?)]
}

extension ShuffledNetwork {
  var readers: ChannelGroups { part.readers }

  /// The routing of p.
  var routingOfP: Routing { Routing(part.routing(of: p).images, from: part.sources, to: readers) }

  /// The routing of q.
  var routingOfQ: Routing { Routing(part.routing(of: q).images, from: part.sources, to: readers) }

  /// Matrices as large as the parameters with everything at its new place.
  func moved(_ matrices: [RationalMatrix], _ names: Relabelling) -> [RationalMatrix] {
    zip(matrices, moves(names)).map { matrix, move in
      var result = matrix
      for i in 0..<matrix.rowCount {
        for j in 0..<matrix.columnCount {
          let column = move.columns.map { j < $0.count ? $0[j] : j } ?? j
          result[move.rows?[i] ?? i, column] = matrix[i, j]
        }
      }
      return result
    }
  }

  /// The outputs and the gradient of a scalar of them, given as a computation on the tape.
  func run(
    _ parameters: [RationalMatrix], _ shuffles: [[Int]],
    _ scalar: (inout RationalTape, [RationalTape.Number]) -> RationalTape.Number
  ) -> (outputs: [Rational], gradient: [RationalMatrix]) {
    var tape = RationalTape()
    let theta = parameters.map { $0.rows.map { $0.map { tape.variable($0) } } }
    let outputs = outputs(theta, shuffles, on: &tape)
    let result = scalar(&tape, outputs)
    let gradient = tape.gradient(of: result, to: theta.flatMap { $0.flatMap { $0 } })
    var next = gradient.makeIterator()
    return (
      outputs.map(\.value),
      parameters.map { matrix in
        RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) { _, _ in
          next.next() ?? 0
        }
      }
    )
  }

  /// The outputs and the gradient of their functional u.
  func run(
    _ parameters: [RationalMatrix], _ shuffles: [[Int]]
  ) -> (outputs: [Rational], gradient: [RationalMatrix]) {
    run(parameters, shuffles) { tape, outputs in
      let weights = functional.map { tape.variable($0) }
      return tape.dot(outputs, weights)
    }
  }

  /// Decides that the names found from the tables make the network with q compute what it computes
  /// with p, outputs and gradient.
  func decideEquality() -> ClaimDecision {
    let names = routingOfP.relabelling(to: routingOfQ)
    let (first, second) = (run(parameters, p), run(moved(parameters, names), q))
    guard first.outputs == second.outputs else {
      return .asserts(false, "the outputs \(first.outputs) become \(second.outputs)")
    }
    return .asserts(
      moved(first.gradient, names) == second.gradient, "the gradients differ after renaming")
  }

  /// Decides that some names within the groups make the network with q compute the outputs it
  /// computes with p, by trying all; does not apply where there are more than some dozens.
  func decideSomeEquality() -> ClaimDecision {
    guard let all = AllRelabellings.of(routingOfP, limit: 40) else { return .inapplicable }
    let outputs = run(parameters, p).outputs
    let isEqual = all.contains { run(moved(parameters, $0), q).outputs == outputs }
    return .asserts(isEqual, "with no names of the hidden channels the outputs are \(outputs)")
  }
}

/// Draws parameters.
enum ParameterSampler {
  /// A matrix of small fractions; all choices 0 give zeros.
  static func matrix(
    _ rows: Int, _ columns: Int, from choices: inout some ChoiceSource
  ) -> RationalMatrix {
    RationalMatrix(rows: rows, columns: columns) { _, _ in number(from: &choices) }
  }

  /// A number among 0, 1, -1, 2, -2, 1/2, -1/2, 3.
  static func number(from choices: inout some ChoiceSource) -> Rational {
    choices.element(of: [0, 1, -1, 2, -2, Rational(1, 2), Rational(-1, 2), 3])
  }

  /// An order of the groups of equal size, applied to their channels.
  static func exchangedGroups(
    _ groups: ChannelGroups, from choices: inout some ChoiceSource
  ) -> [Int] {
    var target = Array(0..<groups.count)
    for size in Set(groups.sizes).sorted() {
      let places = target.indices.filter { groups.sizes[$0] == size }
      for (place, group) in zip(places, choices.shuffled(places)) { target[place] = group }
    }
    let members = groups.members
    return target.flatMap { Array(members[$0]) }
  }
}
