import RandomStreams

/// Costs of the entries from which descents start.
struct StartSampler {
  let order: Int
  /// Matrices of smaller or equal order to build blocks from, row-major.
  var pieces: [(order: Int, values: [Double])] = []

  /// Costs for P / d1, a random matter one time in three and otherwise the gradient at a matrix
  /// where the quotient is small: chains of nearly half rows, direct sums, half matrices.
  func ratioCosts(_ stream: inout RandomStream) -> [Double] {
    let values: [Double]
    switch stream.index(below: 6) {
    case 0, 1: return randomCosts(&stream)
    case 2: values = nearlyHalfChains(&stream)
    case 3, 4: values = directSum(&stream)
    default: values = halfMatrix(&stream)
    }
    // Between 2 - sqrt 2 and a little above; a larger one prefers a larger distance.
    let level = 0.585786 + 0.1 * Double(stream.uniform())
    let costs = FloatPenalty(values, order: order)
      .gradient(values, rowWeight: 1, columnWeight: 1, diagonal: 2 * level)
    return disturbed(costs, by: stream.element(of: [0.02, 0.1, 0.3]), &stream)
  }

  /// Costs for the bounds with kappa: random ones, or the gradient at rows with one or two entries.
  func demandCosts(_ stream: inout RandomStream, rowWeight: Double, columnWeight: Double)
    -> [Double]
  {
    if stream.oneIn(3) { return randomCosts(&stream) }
    var values = [Double](repeating: 0, count: order * order)
    let columns = 1 + stream.index(below: order)
    for i in 0..<order {
      let count = stream.element(of: [1, 1, 2, 2, 3])
      for _ in 0..<count {
        values[i * order + stream.index(below: columns)] += 1 / Double(count)
      }
    }
    let costs = FloatPenalty(values, order: order).gradient(
      values, rowWeight: rowWeight, columnWeight: columnWeight, diagonal: 2)
    return disturbed(costs, by: stream.element(of: [0.1, 0.5]), &stream)
  }

  /// Normal entries, possibly sparse or symmetric, with a random weight on the diagonal.
  func randomCosts(_ stream: inout RandomStream) -> [Double] {
    var costs = (0..<order * order).map { _ in Double(stream.normal()) }
    if stream.oneIn(2) {
      let density = Double(stream.uniform())
      for k in costs.indices where Double(stream.uniform()) > density { costs[k] = 0 }
    }
    if stream.oneIn(3) {
      for i in 0..<order {
        for j in 0..<i { costs[i * order + j] = costs[j * order + i] }
      }
    }
    let weight = 4 * Double(stream.uniform())
    for i in 0..<order { costs[i * order + i] += weight }
    return costs
  }

  /// Rows 1/2 + x on the diagonal and 1/2 - x on the next index of a cycle, x small.
  private func nearlyHalfChains(_ stream: inout RandomStream) -> [Double] {
    let width = Double(stream.element(of: [1, 2, 5])) / 20
    return cycles(&stream) { stream, _ in 0.5 + width * (2 * Double(stream.uniform()) - 1) }
  }

  /// Half the sum of the identity and a permutation.
  private func halfMatrix(_ stream: inout RandomStream) -> [Double] {
    cycles(&stream) { _, _ in 0.5 }
  }

  private func cycles(
    _ stream: inout RandomStream, _ diagonal: (inout RandomStream, Int) -> Double
  ) -> [Double] {
    var values = [Double](repeating: 0, count: order * order)
    var rest = stream.shuffled(0..<order)[...]
    while !rest.isEmpty {
      let cycle = Array(rest.prefix(1 + stream.index(below: rest.count)))
      rest = rest.dropFirst(cycle.count)
      for (k, i) in cycle.enumerated() {
        let x = cycle.count == 1 ? 1 : diagonal(&stream, i)
        values[i * order + i] = x
        if cycle.count > 1 { values[i * order + cycle[(k + 1) % cycle.count]] = 1 - x }
      }
    }
    return values
  }

  /// Pieces of smaller orders, the rest half cycles, on random lines.
  private func directSum(_ stream: inout RandomStream) -> [Double] {
    var values = [Double](repeating: 0, count: order * order)
    var rest = stream.shuffled(0..<order)[...]
    while !rest.isEmpty {
      let fitting = pieces.filter { $0.order <= rest.count }
      if fitting.isEmpty || stream.oneIn(3) {
        let lines = Array(rest.prefix(2 + stream.index(below: 2)))
        for (k, i) in lines.enumerated() {
          values[i * order + i] += 0.5
          values[i * order + lines[(k + 1) % lines.count]] += 0.5
        }
        rest = rest.dropFirst(lines.count)
      } else {
        let piece = stream.element(of: fitting)
        let lines = Array(rest.prefix(piece.order))
        for (a, i) in lines.enumerated() {
          for (b, j) in lines.enumerated() {
            values[i * order + j] = piece.values[a * piece.order + b]
          }
        }
        rest = rest.dropFirst(piece.order)
      }
    }
    return values
  }

  private func disturbed(
    _ costs: [Double], by amplitude: Double, _ stream: inout RandomStream
  ) -> [Double] {
    costs.map { $0 + amplitude * Double(stream.normal()) }
  }
}
