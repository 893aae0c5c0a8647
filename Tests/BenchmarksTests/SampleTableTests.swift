import Testing

@testable import Benchmarks

@Suite struct SampleTableTests {
  private func sample(
    _ program: String, _ wall: Double, benchmark: String = "dot", result: String = "1/2"
  ) -> Sample {
    Sample(
      program: program, benchmark: benchmark, wall: wall, processor: wall / 2, result: result)
  }

  @Test func linesAreReadBack() {
    let one = sample("gmp", 1.25e-6)
    #expect(Sample(line: one.line) == one)
    #expect(Sample(line: "sample\tgmp\tdot\tfast\t1\t1") == nil)
    #expect(Sample(line: "gcc: warning") == nil)
  }

  /// Medians of odd and even counts, the spread, and whose ratio is below 1.
  @Test func mediansSpreadsAndRatios() {
    let walls = [2e-6, 1e-6, 4e-6]
    var slow = [sample("gmp", 4e-6), sample("gmp", 6e-6)]
    for k in slow.indices { slow[k].processor = 4e-6 }
    let lines = SampleTable(walls.map { sample(Sample.own, $0) } + slow).lines
      .map { $0.split(separator: " ").joined(separator: " ") }
    #expect(
      lines == [
        "benchmark program wall spread cpu ours/theirs cpu rounds",
        "dot autoshuffle 2.00 us 150 % 1.00 us - - 3",
        "dot gmp 5.00 us 40 % 4.00 us 0.400 0.250 2",
      ])
  }

  @Test func disagreementsAreNamed() {
    let agreed = [sample(Sample.own, 1), sample("gmp", 1)]
    #expect(SampleTable(agreed).disagreements == [])
    let other = [
      sample(Sample.own, 1, benchmark: "sum"), sample("gmp", 1, benchmark: "sum", result: "1/3"),
    ]
    #expect(SampleTable(agreed + other).disagreements == ["sum"])
  }
}
