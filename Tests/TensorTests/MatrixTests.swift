import RandomStreams
import Testing

@testable import Tensor

/// Matrix products, linear systems, and the set-up of OpenBLAS.
@Suite struct MatrixTests {
  @Test(arguments: [1, 2, 3, 5])
  func productsStayWithinTheirBounds(threads: Int) {
    var random = RandomValues("products \(threads)")
    for _ in 0..<30 {
      let (m, k, length) = (
        random.stream.int(in: 1...20), random.stream.int(in: 1...20), random.stream.int(in: 1...40)
      )
      let w = random.tensor([m, k])
      let x = random.tensor([k, length])
      let g = random.tensor([m, length])
      let (y, back, dw) = (
        Tensor(shape: [m, length]), Tensor(shape: [k, length]), Tensor(shape: [m, k])
      )
      // With beta 0 the old contents must not be read.
      for tensor in [y, back, dw] { tensor.fill(.nan) }
      Parallel.withThreads(threads) {
        MatrixProduct.apply(w, to: x, into: y)
        MatrixProduct.apply(w, transposed: true, to: g, into: back)
        MatrixProduct.weightGradient(g, x, into: dw, scratch: WorkerScratch())
      }
      func bounds(_ sums: [Double], _ terms: Int) -> [Double] {
        sums.map { ErrorBound.dot(terms: terms, absoluteSum: $0) }
      }
      func product(_ value: (Tensor) -> [Double]) -> (y: [Double], back: [Double], dw: [Double]) {
        let transposedW = Reference.transpose(value(w), rows: m, columns: k)
        let transposedX = Reference.transpose(value(x), rows: k, columns: length)
        return (
          Reference.multiply(value(w), value(x), rows: m, inner: k, columns: length),
          Reference.multiply(transposedW, value(g), rows: k, inner: m, columns: length),
          Reference.multiply(value(g), transposedX, rows: m, inner: length, columns: k)
        )
      }
      let (exact, sizes) = (product(\.doubles), product(\.magnitudes))
      #expect(worstRatio(y.values, exact.y, bounds: bounds(sizes.y, k)) <= 1)
      #expect(worstRatio(back.values, exact.back, bounds: bounds(sizes.back, m)) <= 1)
      #expect(worstRatio(dw.values, exact.dw, bounds: bounds(sizes.dw, length + 1)) <= 1)
    }
  }

  @Test func doubleProductTakesStridesAndFactors() {
    var a = [1.0, 2, 99, 3, 4, 99]
    var b = [5.0, 6, 7, 8]
    var c = [1.0, 1, 1, 1]
    // 2 * [1 2; 3 4] * [5 7; 6 8] + 10 * c, the left stored with a row of three.
    BLAS.multiply(
      BLAS.Operand(&a, rowStride: 3), BLAS.Operand(&b, rowStride: 2, transposed: true), into: &c,
      rowStride: 2, extents: BLAS.Extents(rows: 2, columns: 2, inner: 2), alpha: 2, beta: 10)
    #expect(c == [44, 56, 88, 116])
  }

  /// LU with partial pivoting is backward stable: the residual is at most `8 n^3 u` times the
  /// growth and the sizes of matrix and solution (Higham, theorem 9.5); random matrices do not
  /// grow.
  @Test func solutionHasASmallResidual() throws {
    var random = RandomValues("linear system")
    for n in 1...12 {
      let (matrix, side) = (random.doubles(n * n), random.doubles(n))
      let x = try LinearSystem.solve(matrix: matrix, rightHandSide: side, n: n)
      let product = Reference.multiply(matrix, x, rows: n, inner: n, columns: 1)
      let size = (matrix.map(abs).max() ?? 0) * (x.map(abs).max() ?? 0)
      let bound = 8 * Double(n * n * n) * 0x1p-53 * size
      #expect(zip(product, side).allSatisfy { abs($0 - $1) <= bound })
    }
  }

  @Test func singularSystemsAreErrors() {
    #expect(throws: LinearSystemError.singular(column: 1)) {
      try LinearSystem.solve(matrix: [1, 2, 2, 4], rightHandSide: [1, 1], n: 2)
    }
    #expect(throws: LinearSystemError.notFinite) {
      try LinearSystem.solve(matrix: [1, .nan, 2, 4], rightHandSide: [1, 1], n: 2)
    }
    #expect(throws: LinearSystemError.notFinite) {
      try LinearSystem.solve(matrix: [1, 0, 2, 4], rightHandSide: [1, .infinity], n: 2)
    }
  }

  @Test func onlyAnOversightOfOpenBLASIsRepaired() {
    #expect(BLASCore.needsRepair(core: "Haswell", hasAVX512: true, userChoice: nil))
    #expect(!BLASCore.needsRepair(core: "Haswell", hasAVX512: true, userChoice: "Haswell"))
    #expect(!BLASCore.needsRepair(core: "Haswell", hasAVX512: false, userChoice: nil))
    #expect(!BLASCore.needsRepair(core: "Cooperlake", hasAVX512: true, userChoice: nil))
  }

  @Test func coreHasAName() {
    #expect(!BLAS.coreName.isEmpty)
    #expect(BLAS.configuration.contains("OpenBLAS"))
  }
}
