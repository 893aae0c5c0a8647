import CTensorKernels
import RandomStreams
import Tensor
import Testing

/// What becomes of computed rows, in every instruction set, against the formulas in Double.
@Suite struct SinkTests {
  /// Lengths around vectors, groups of vectors and the block of 1024 that is summed in float32.
  static let lengths = [1, 3, 15, 17, 63, 100, 512, 1023, 1025, 2100]

  @Test(
    arguments: InstructionSet.available, [[1, 1, 40, 3], [512, 512, 100], [2100, 17], [5, 700]])
  func momentsStayWithinTheirBounds(set: InstructionSet, lengths: [Int]) {
    var random = RandomValues("store moments \(lengths)")
    for offset in [Float(0), 5000] {
      var (moments, seen, sums) = (asn_moments(), [Double](), MomentErrors())
      for length in lengths {
        // Blocks whose means differ.
        let shift = random.stream.normal() + offset
        let c = Tensor(shape: [length], values: random.floats(length).map { $0 + shift })
        let y = Tensor(shape: [length + 1])
        y.fill(untouched)
        set.kernels.store_moments(c.pointer, length, y.pointer, &moments)
        #expect(Array(y.values.dropLast()) == c.values)
        #expect(y.values.last == untouched)
        for first in stride(from: 0, to: length, by: 1024) {
          sums.add(Array(c.doubles[first..<min(first + 1024, length)]))
        }
        seen += c.doubles
      }
      let exact = Reference.moments(seen)
      let count = Double(seen.count)
      #expect(moments.count == count)
      #expect(abs(moments.mean - exact.mean) <= sums.total / count + 0x1p-48 * abs(exact.mean))
      #expect(
        abs(moments.squares - exact.variance * count)
          <= sums.squares + sums.betweenBlocks(exact.mean))
    }
  }

  /// Products with the identity, which are known exactly: a worker's first block and others, with
  /// parts of strips behind; lengths that split alike into strips of 8, 16 and 32 columns.
  @Test(
    arguments: InstructionSet.available,
    [[32, 5, 96, 3], [512, 512, 100], [1024, 33], [71, 5, 71]])
  func momentsOfProductsStayWithinTheirBounds(set: InstructionSet, lengths: [Int]) {
    var random = RandomValues("moments of products \(lengths)")
    for (rows, offset) in [(1, Float(0)), (7, 5000), (12, 0)] {
      var moments = [asn_moments](repeating: asn_moments(), count: rows)
      var seen = [[Double]](repeating: [], count: rows)
      var errors = [MomentErrors](repeating: MomentErrors(), count: rows)
      for length in lengths {
        // Blocks whose means differ, and drift from strip to strip.
        let shift = random.stream.normal() + offset
        let b = (0..<rows).map { _ in
          random.floats(length).enumerated().map { $1 + shift + Float($0) / 100 }
        }
        let y = Tensor(shape: [rows, length])
        TileProduct(rows: b).store(in: y, &moments, set.kernels)
        #expect(y.values == Array(b.joined()))
        for (row, values) in b.enumerated() {
          let values = values.map(Double.init)
          errors[row].add(whole: Array(values.dropLast(length % 32)), of: length)
          errors[row].add(Array(values.suffix(length % 32)))
          seen[row] += values
        }
      }
      for row in 0..<rows {
        let exact = Reference.moments(seen[row])
        let count = Double(seen[row].count)
        #expect(moments[row].count == count)
        #expect(
          abs(moments[row].mean - exact.mean)
            <= errors[row].total / count + 0x1p-48 * abs(exact.mean))
        #expect(
          abs(moments[row].squares - exact.variance * count)
            <= errors[row].squares + errors[row].betweenBlocks(exact.mean))
      }
    }
  }

  /// What the sums over blocks of at most 1024 deviations from a centre can err by.
  ///
  /// For any centre the moments of the union follow from the blocks' sums exactly. A block's sum of
  /// deviations errs by `e = gamma (sum of their sizes)`, and the sum of squares by `gamma` of
  /// itself; its own squares by that and by `(2 |sum| + e) e / n`, since the square of the sum is
  /// subtracted. The squares between blocks are the least of a sum of `n (mean of block - m)^2`
  /// over `m`, so that means moved by `e / n` move them by at most `e (2 |mean - m| + 2 max e / n)`
  /// each.
  private struct MomentErrors {
    var total = 0.0
    var squares = 0.0
    private var blocks: [(mean: Double, count: Double, error: Double)] = []
    private var (count, sum) = (0.0, 0.0)

    /// The centre is the mean so far, rounded, or else the block's own as float32 sums find it.
    mutating func add(_ block: [Double]) {
      add(block, centre: block)
    }

    /// The whole strips of a block of `length`: unless as many were seen before, the centre is the
    /// mean of a strip.
    mutating func add(whole block: [Double], of length: Int) {
      guard count < Double(length), !block.isEmpty else { return add(block) }
      let strips = [8, 16, 32].map { Array(block.prefix($0)) }
      let mean = Self.mean(block)
      guard let worst = strips.max(by: { abs(Self.mean($0) - mean) < abs(Self.mean($1) - mean) })
      else { return }
      add(block, centre: worst)
    }

    private static func mean(_ values: [Double]) -> Double {
      values.reduce(0, +) / Double(max(values.count, 1))
    }

    private mutating func add(_ block: [Double], centre part: [Double]) {
      guard !block.isEmpty else { return }
      let size = Double(block.count)
      let mean = Self.mean(block)
      let magnitude = part.reduce(0) { $0 + abs($1) } / Double(part.count)
      let own =
        abs(Self.mean(part) - mean) + ErrorBound.gamma(part.count + 1) * magnitude
      let miss = max(own, count == 0 ? 0 : abs(mean - sum / count) + 0x1p-23 * abs(mean))
      let sizes = block.reduce(0) { $0 + abs($1 - mean) + miss }
      let error = ErrorBound.gamma(block.count + 1) * sizes
      let square = block.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } + size * miss * miss
      squares += ErrorBound.gamma(block.count + 3) * square
      squares += (2 * size * miss + error) * error / size
      total += error
      blocks.append((mean, size, error))
      count += size
      sum += mean * size
    }

    func betweenBlocks(_ mean: Double) -> Double {
      let largest = blocks.map { $0.error / $0.count }.max() ?? 0
      return blocks.reduce(0) { $0 + $1.error * 2 * (abs($1.mean - mean) + largest) }
    }
  }

  /// No float32 is the mean of these; the moments are exact only because the centre is corrected.
  @Test(arguments: InstructionSet.available)
  func centreIsCorrected(set: InstructionSet) {
    var moments = asn_moments()
    set.kernels.store_moments([16_777_215, 16_777_216], 2, nil, &moments)
    #expect(moments.mean == 16_777_215.5)
    #expect(moments.squares == 0.5)
    set.kernels.store_moments([16_777_215, 16_777_216], 2, nil, &moments)
    #expect(moments.count == 4)
    #expect(moments.mean == 16_777_215.5)
    #expect(moments.squares == 1)
  }

  @Test(arguments: InstructionSet.available)
  func momentsOfNothingAndOfWhatIsNoNumber(set: InstructionSet) {
    var moments = asn_moments(count: 3, mean: 2, squares: 5)
    set.kernels.store_moments([], 0, nil, &moments)
    #expect(moments.count == 3 && moments.mean == 2 && moments.squares == 5)
    for length in [7, 64] {
      for value in [Float.nan, .infinity] {
        var values = [Float](repeating: 1, count: length)
        values[5] = value
        moments = asn_moments()
        let y = Tensor(shape: [length])
        set.kernels.store_moments(values, length, y.pointer, &moments)
        #expect(moments.squares.isNaN)
        #expect(!moments.mean.isFinite)
        #expect(value.isNaN ? y.pointer[5].isNaN : y.values == values)
      }
    }
  }

  @Test(arguments: InstructionSet.available, lengths)
  func gradientsStayWithinTheirBounds(set: InstructionSet, length: Int) {
    var random = RandomValues("store gradient \(length)")
    let start = random.stream.int(in: 0...9)
    for (accumulate, finish, rectified) in [
      (false, false, true), (true, false, true), (false, true, true), (true, true, true),
      (true, true, false),
    ] {
      let source = RandomSource(
        row: random.tensor([start + length]), mean: 0.1, scale: -1.3, shift: 0.2,
        floor: rectified ? 0 : -.infinity)
      let (c, h) = (random.floats(length), random.tensor([start + length + 1]))
      let before = h.values
      var target = asn_gradient_target(
        h: h.pointer, accumulate: accumulate ? 1 : 0, finish: finish ? 1 : 0)
      var sums = asn_gradient_sums(sum: 1, dot: 2)
      var channel = source.source
      set.kernels.store_gradient(c, start, length, &channel, &target, &sums)
      expect(c, in: h, before: before, at: start, of: source, target, sums)
    }
  }

  /// The same of products with the identity, every height of a tile and parts of strips.
  @Test(arguments: InstructionSet.available, [3, 8, 31, 32, 100, 512])
  func gradientsOfProductsStayWithinTheirBounds(set: InstructionSet, length: Int) {
    var random = RandomValues("gradients of products \(length)")
    for rows in 1...12 {
      let start = random.stream.int(in: 0...9)
      let sources = (0..<rows).map { row in
        RandomSource(
          row: random.tensor([start + length]), mean: 0.1, scale: -1.3, shift: 0.2,
          floor: row % 5 == 4 ? -.infinity : 0)
      }
      let c = (0..<rows).map { _ in random.floats(length) }
      let h = (0..<rows).map { _ in random.tensor([start + length + 1]) }
      let before = h.map(\.values)
      // All kinds of targets side by side.
      let targets = h.enumerated().map { row, h in
        asn_gradient_target(
          h: h.pointer, accumulate: Int32(row % 2), finish: row % 4 < 2 ? 1 : 0)
      }
      var sums = [asn_gradient_sums](repeating: asn_gradient_sums(sum: 1, dot: 2), count: rows)
      TileProduct(rows: c).store(
        sources.map(\.source), targets, start: start, &sums, set.kernels)
      for row in 0..<rows {
        expect(
          c[row], in: h[row], before: before[row], at: start, of: sources[row], targets[row],
          sums[row])
      }
    }
  }

  /// What becomes of a block of gradients `c`; its sums start from 1 and 2.
  private func expect(
    _ c: [Float], in h: Tensor, before: [Float], at start: Int, of source: RandomSource,
    _ target: asn_gradient_target, _ sums: asn_gradient_sums
  ) {
    let length = c.count
    let (accumulate, finish) = (target.accumulate != 0, target.finish != 0)
    #expect(Array(h.values.prefix(start)) == Array(before.prefix(start)))
    #expect(h.values.last == before.last)
    let stored = Array(h.values[start..<(start + length)])
    let bounds = source.bounds
    var opened = 0
    for j in 0..<length {
      let (g, old) = (Double(c[j]), accumulate ? Double(before[start + j]) : 0)
      let z = source.reference.beforeFloor(Double(source.row.pointer[start + j]))
      let passed = abs(Double(stored[j]) - (g + old)) <= ErrorBound.gamma(1) * (abs(g) + abs(old))
      // Within its error of the floor a rectifier may be open or closed.
      let certain = abs(z - source.reference.floor) > bounds[start + j]
      let open = !finish || z > source.reference.floor
      #expect(certain ? (open ? passed : stored[j] == 0) : passed || stored[j] == 0)
      opened += open ? 1 : 0
    }
    let rectified = source.reference.floor == 0
    #expect(length < 100 || !finish || !rectified || (1..<length).contains(opened))
    // The sums run over what is stored, in float32 over at most 1024 elements.
    let exact = finish ? stored.map(Double.init) : []
    let distances = source.row.doubles.dropFirst(start).map { $0 - source.reference.mean }
    let terms = min(length, 1024)
    let size = exact.reduce(0) { $0 + abs($1) }
    #expect(abs(sums.sum - 1 - exact.reduce(0, +)) <= ErrorBound.gamma(terms) * (size + 1))
    let dots = zip(exact, distances).map { $0 * $1 }
    #expect(
      abs(sums.dot - 2 - dots.reduce(0, +))
        <= ErrorBound.gamma(terms + 2) * (dots.reduce(0) { $0 + abs($1) } + 2))
  }

  /// A gradient behind a value that is not a number must not vanish, nor one that is none itself.
  @Test(arguments: InstructionSet.available, [9, 64])
  func exceptionalGradientsAreStored(set: InstructionSet, length: Int) {
    let x = Tensor(shape: [length])
    x.fill(1)
    x.pointer[2] = .nan
    x.pointer[4] = -1
    x.pointer[5] = .infinity
    let c = Tensor(shape: [length])
    c.fill(3)
    c.pointer[6] = .nan
    let source = asn_source(x: x.pointer, mean: 0, scale: 1, shift: 0, floor: 0)
    for isProduct in [false, true] {
      let h = Tensor(shape: [length])
      var (channel, target) = (
        source, asn_gradient_target(h: h.pointer, accumulate: 0, finish: 1)
      )
      var sums = [asn_gradient_sums()]
      if isProduct {
        TileProduct(rows: [c.values]).store([channel], [target], start: 0, &sums, set.kernels)
      } else {
        set.kernels.store_gradient(c.pointer, 0, length, &channel, &target, &sums)
      }
      #expect(h.pointer[2] == 3)
      #expect(h.pointer[4] == 0)
      #expect(h.pointer[5] == 3)
      #expect(h.pointer[6].isNaN)
      #expect(sums[0].sum.isNaN)
      #expect(sums[0].dot.isNaN)
    }
  }
}
