import RandomStreams
import Tensor
import Testing

/// The pools, the rectifier and the index shuffles against their definitions.
@Suite struct PoolingTests {
  /// Both pools are linear, so with step 1 only roundings in Double separate the quotient and the
  /// gradient.
  @Test func referenceGradientsAreDifferenceQuotients() {
    var random = RandomValues("pool quotients")
    for _ in 0..<40 {
      let grid = random.grid()
      let x = random.doubles(grid.count)
      let direction = random.doubles(grid.count)
      let g = random.doubles(grid.strided(by: 2).count)
      let tolerance = 1e-12 * Double(grid.count)
      let quotient =
        inner(g, Reference.averagePool(moved(x, 1, direction), grid: grid))
        - inner(g, Reference.averagePool(moved(x, -1, direction), grid: grid))
      let slope = inner(Reference.averagePoolGradient(g, grid: grid), direction)
      #expect(abs(quotient / 2 - slope) <= tolerance)

      let h = random.doubles(grid.images)
      let globalQuotient =
        inner(h, Reference.globalAveragePool(moved(x, 1, direction), grid: grid))
        - inner(h, Reference.globalAveragePool(moved(x, -1, direction), grid: grid))
      let globalSlope = inner(Reference.globalAveragePoolGradient(h, grid: grid), direction)
      #expect(abs(globalQuotient / 2 - globalSlope) <= tolerance)
    }
  }

}
