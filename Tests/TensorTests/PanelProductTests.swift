import CTensorKernels
import RandomStreams
import Tensor
import Testing

/// Products of tiles and panels, in every instruction set, against Double and against OpenBLAS.
@Suite struct PanelProductTests {
  @Test func tilesHoldTheMatrixOrItsTranspose() {
    var random = RandomValues("tiles")
    for (rows, inner) in [(1, 1), (12, 5), (13, 3), (58, 4), (24, 7), (11, 2)] {
      let w = random.floats(rows * inner)
      let transpose = Reference.transpose(w.map(Double.init), rows: rows, columns: inner)
      let count = asn_tiled_count(Int32(rows), Int32(inner))
      #expect(count == (rows + 11) / 12 * 12 * inner)
      var (tiles, others) = ([Float](repeating: untouched, count: count), [Float](w))
      others = [Float](repeating: untouched, count: count)
      asn_tile_matrix(w, Int32(rows), Int32(inner), inner, 1, &tiles)
      asn_tile_matrix(transpose.map(Float.init), Int32(rows), Int32(inner), 1, rows, &others)
      for i in 0..<((rows + 11) / 12 * 12) {
        for k in 0..<inner {
          let place = i / 12 * inner * 12 + k * 12 + i % 12
          #expect(tiles[place] == (i < rows ? w[i * inner + k] : 0))
          #expect(others[place] == tiles[place])
        }
      }
    }
  }

  /// Every height of a tile; whole panels and parts of one; panels with rows that are not read.
  @Test(arguments: InstructionSet.available, [1, 9, 16, 31, 32, 33, 64, 90])
  func productsStayWithinTheirBounds(set: InstructionSet, length: Int) {
    var random = RandomValues("panel products \(length)")
    for rows in 1...12 {
      let (inner, start) = (random.stream.int(in: 1...30), random.stream.int(in: 0...7))
      let w = random.tensor([rows, inner])
      let b = (0..<inner).map { _ in random.floats(length) }
      let product = TileProduct(w, b, panelRows: inner + random.stream.int(in: 0...2))
      let columns = start + length + 1
      let exact = Reference.multiply(
        w.doubles, b.joined().map(Double.init), rows: rows, inner: inner, columns: length)
      let sizes = Reference.multiply(
        w.magnitudes, b.joined().map { abs(Double($0)) }, rows: rows, inner: inner,
        columns: length)
      // What is fetched meanwhile changes nothing, be it more rows than terms.
      for fetched in [0, 1, 2, inner, 2 * inner + 1] {
        let y = Tensor(shape: [rows + 1, columns])
        y.fill(untouched)
        var moments = [asn_moments](repeating: asn_moments(), count: rows)
        product.store(
          in: y, start: start, &moments, set.kernels,
          fetching: (0..<fetched).map { UnsafePointer(w.pointer + $0) })
        #expect(
          worstRatio(
            exact.indices.map { y.pointer[$0 / length * columns + start + $0 % length] }, exact,
            bounds: sizes.map { ErrorBound.dot(terms: inner, absoluteSum: $0) }) <= 1)
        for i in 0...rows {
          for j in 0..<columns where i == rows || j < start || j >= start + length {
            #expect(y.pointer[i * columns + j] == untouched)
          }
        }
      }
    }
  }

  /// Every height of a tile; whole panels and parts of one; rectified rows and others, with
  /// residuals in rows of their own or in those that are written, and without.
  @Test(arguments: InstructionSet.available, [1, 9, 16, 31, 32, 33, 64, 90])
  func activationsStayWithinTheirBounds(set: InstructionSet, length: Int) {
    var random = RandomValues("product to activation \(length)")
    for rows in 1...12 {
      let (inner, start) = (random.stream.int(in: 1...30), random.stream.int(in: 0...7))
      let w = random.tensor([rows, inner])
      let b = (0..<inner).map { _ in random.floats(length) }
      let residual = random.tensor([rows, length])
      let shifts = random.floats(rows)
      let floors = (0..<rows).map { $0 % 3 == 0 ? -Float.infinity : 0 }
      let toActivations = TileProduct(w, b)
      let columns = start + length + 1
      for place in ResidualPlace.allCases {
        // A row that is only fetched.
        let (y, others) = (Tensor(shape: [rows + 1, columns]), Tensor(shape: [rows + 1, columns]))
        y.fill(untouched)
        let added: Tensor? =
          switch place {
          case .none: nil
          case .rows: others
          case .outputs: y
          }
        if let added {
          for i in 0..<rows {
            (added.pointer + i * columns + start).update(
              from: residual.pointer + i * length, count: length)
          }
        }
        let activations = (0..<rows).map { i in
          asn_activation(
            residual: added.map { UnsafePointer($0.pointer + i * columns) },
            y: y.pointer + i * columns, shift: shifts[i], floor: floors[i])
        }
        toActivations.store(
          in: activations, start: start, set.kernels,
          fetching: [UnsafePointer(y.pointer + rows * columns)])
        let product = Reference.multiply(
          w.doubles, b.joined().map(Double.init), rows: rows, inner: inner, columns: length)
        let sizes = Reference.multiply(
          w.magnitudes, b.joined().map { abs(Double($0)) }, rows: rows, inner: inner,
          columns: length)
        let summands = residual.doubles.map { place == .none ? 0 : $0 }
        // The dot product of `inner` terms, and two more summands.
        #expect(
          worstRatio(
            product.indices.map { y.pointer[$0 / length * columns + start + $0 % length] },
            product.indices.map {
              let sum = product[$0] + Double(shifts[$0 / length]) + summands[$0]
              return max(sum, Double(floors[$0 / length]))
            },
            bounds: product.indices.map {
              let sum = sizes[$0] + abs(Double(shifts[$0 / length])) + abs(summands[$0])
              return ErrorBound.dot(terms: inner + 2, absoluteSum: sum)
            }) <= 1)
        for i in 0...rows {
          for j in 0..<columns where i == rows || j < start || j >= start + length {
            #expect(y.pointer[i * columns + j] == untouched)
          }
        }
      }
    }
  }

  /// Where the residuals of activations are.
  private enum ResidualPlace: CaseIterable {
    case none
    case rows
    case outputs
  }

  /// Every height and width of a register tile, blocks of both operands, and more than one block of
  /// panels.
  @Test(
    arguments: InstructionSet.available,
    [
      (1, 1, 1), (2, 3, 2), (3, 5, 1), (4, 2, 3), (5, 9, 1), (6, 4, 17), (7, 13, 1), (125, 6, 1),
      // Many rows for the panels: transposed strips, of every height and in several parts.
      (6, 32, 1), (7, 41, 1), (8, 64, 1), (9, 33, 1), (10, 50, 1), (11, 32, 1), (12, 65, 2),
      (22, 37, 3), (60, 70, 9), (125, 40, 19),
    ])
  func outerProductsStayWithinTheirBounds(
    set: InstructionSet, shape: (p: Int, q: Int, count: Int)
  ) {
    var random = RandomValues("outer \(shape)")
    let columns = 32 * shape.count
    let p = (0..<shape.p).map { _ in random.floats(columns) }
    let q = (0..<shape.q).map { _ in random.floats(columns) }
    let (pRows, qRows) = (
      shape.p + random.stream.int(in: 0...2), shape.q + random.stream.int(in: 0...2)
    )
    let (left, right) = (Panels.pack(p, rows: pRows), Panels.pack(q, rows: qRows))
    let stride = shape.q + random.stream.int(in: 0...3)
    let sums = random.tensor([shape.p + 1, stride])
    let start = sums.values
    set.kernels.outer(
      left.pointer, 32 * pRows, Int32(shape.p), right.pointer, 32 * qRows, Int32(shape.q),
      shape.count, sums.pointer, stride)
    let transpose = Reference.transpose(
      q.joined().map(Double.init), rows: shape.q, columns: columns)
    let products = Reference.multiply(
      p.joined().map(Double.init), transpose, rows: shape.p, inner: columns, columns: shape.q)
    let sizes = Reference.multiply(
      p.joined().map { abs(Double($0)) }, transpose.map(abs), rows: shape.p, inner: columns,
      columns: shape.q)
    let places = (0..<(shape.p * shape.q)).map { $0 / shape.q * stride + $0 % shape.q }
    #expect(
      worstRatio(
        places.map { sums.pointer[$0] },
        zip(products, places).map { $0 + Double(start[$1]) },
        bounds: zip(sizes, places).map {
          ErrorBound.dot(terms: columns + 1, absoluteSum: $0 + abs(Double(start[$1])))
        }) <= 1)
    let others = Set(sums.values.indices).subtracting(places)
    #expect(others.allSatisfy { sums.pointer[$0] == start[$0] })
  }

  /// OpenBLAS has its own kernels and its own order; both are within the bound of the exact
  /// product.
  @Test(arguments: InstructionSet.available)
  func productsAgreeWithOpenBLAS(set: InstructionSet) {
    var random = RandomValues("panel products by OpenBLAS")
    let (rows, inner, columns) = (29, 58, 96)
    let (w, b) = (random.tensor([rows, inner]), random.tensor([inner, columns]))
    let (theirs, ours) = (Tensor(shape: [rows, columns]), Tensor(shape: [rows, columns]))
    BLAS.multiply(
      .init(w.pointer, rowStride: inner), .init(b.pointer, rowStride: columns),
      into: theirs.pointer, rowStride: columns,
      extents: .init(rows: rows, columns: columns, inner: inner))
    let bRows = (0..<inner).map { b.channels($0..<($0 + 1)).values }
    for first in stride(from: 0, to: rows, by: 12) {
      let tile = first..<min(first + 12, rows)
      var moments = [asn_moments](repeating: asn_moments(), count: tile.count)
      TileProduct(w.channels(tile), bRows).store(in: ours.channels(tile), &moments, set.kernels)
    }
    let sizes = Reference.multiply(
      w.magnitudes, b.magnitudes, rows: rows, inner: inner, columns: columns)
    #expect(
      worstRatio(
        ours.values, theirs.doubles,
        bounds: sizes.map { 2 * ErrorBound.dot(terms: inner, absoluteSum: $0) }) <= 1)

    let (theirGram, ourGram) = (Tensor(shape: [inner, inner]), Tensor(shape: [inner, inner]))
    BLAS.multiply(
      .init(b.pointer, rowStride: columns), .init(b.pointer, rowStride: columns, transposed: true),
      into: theirGram.pointer, rowStride: inner,
      extents: .init(rows: inner, columns: inner, inner: columns))
    let panels = Panels.pack(bRows, rows: inner)
    set.kernels.outer(
      panels.pointer, inner * 32, Int32(inner), panels.pointer, inner * 32, Int32(inner),
      columns / 32, ourGram.pointer, inner)
    let gramSizes = Reference.multiply(
      b.magnitudes, Reference.transpose(b.magnitudes, rows: inner, columns: columns), rows: inner,
      inner: columns, columns: inner)
    #expect(
      worstRatio(
        ourGram.values, theirGram.doubles,
        bounds: gramSizes.map { 2 * ErrorBound.dot(terms: columns, absoluteSum: $0) }) <= 1)
  }

  /// What is not a number, or is infinite, shows in the entries that depend on it and in no others.
  @Test(arguments: InstructionSet.available)
  func exceptionalValuesStayInTheirRows(set: InstructionSet) {
    let (rows, inner) = (7, 37)
    let w = Tensor(shape: [rows, inner])
    w.fill(1)
    w.pointer[3 * inner + 2] = .nan
    w.pointer[5 * inner + 1] = .infinity
    let oneRows = [[Float]](repeating: [Float](repeating: 1, count: 32), count: inner)
    let ones = Panels.pack(oneRows, rows: inner)
    let product = TileProduct(w, oneRows)
    let c = Tensor(shape: [rows, 32])
    var moments = [asn_moments](repeating: asn_moments(), count: rows)
    product.store(in: c, &moments, set.kernels)
    // Behind a rectifier as well.
    let y = Tensor(shape: [rows, 32])
    product.store(
      in: (0..<rows).map {
        asn_activation(residual: nil, y: y.pointer + 32 * $0, shift: 0, floor: 0)
      }, set.kernels)
    let sums = Tensor(shape: [rows, inner])
    var p = [[Float]](repeating: [Float](repeating: 1, count: 32), count: rows)
    p[3][17] = .nan
    p[5][31] = .infinity
    let left = Panels.pack(p, rows: rows)
    set.kernels.outer(
      left.pointer, rows * 32, Int32(rows), ones.pointer, inner * 32, Int32(inner), 1,
      sums.pointer, inner)
    for i in 0..<rows {
      for (row, ordinary) in [
        (c.channels(i..<(i + 1)), Float(inner)), (y.channels(i..<(i + 1)), Float(inner)),
        (sums.channels(i..<(i + 1)), 32),
      ] {
        #expect(
          row.values.allSatisfy {
            i == 3 ? $0.isNaN : $0 == (i == 5 ? .infinity : ordinary)
          })
      }
    }
  }
}
