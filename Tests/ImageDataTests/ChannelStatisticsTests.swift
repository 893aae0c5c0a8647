import ImageData
import Testing

@Suite struct ChannelStatisticsTests {
  @Test func measuresMeanAndPopulationDeviation() {
    // Red: half 0, half 255; green: constant 51; blue: a quarter 255, the rest 0.
    let red = (0..<1024).map { UInt8($0 % 2 * 255) }
    let green = [UInt8](repeating: 51, count: 1024)
    let blue = (0..<1024).map { UInt8($0 % 4 == 0 ? 255 : 0) }
    let images = ImageSet(pixels: red + green + blue, labels: [0], classNames: ["only"])
    let statistics = ChannelStatistics(of: images)
    #expect(statistics.means == [0.5, 0.2, 0.25])
    // sqrt(3)/4 is the deviation of blue; at most four roundings, so 4 * 2^-53 relative.
    #expect(statistics.deviations[0] == 0.5 && statistics.deviations[1] == 0)
    #expect(abs(statistics.deviations[2] - 3.0.squareRoot() / 4) <= 0x1p-52)
  }

  @Test func summaryCountsClasses() {
    let images = SyntheticImages.split(seed: 0, trainingCount: 11, testCount: 1).training
    let summary = ImageSetSummary(of: images)
    #expect(summary.images == 11)
    #expect(summary.classes.map(\.count) == [2, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    #expect(summary.classes[1].name == "ring")
  }
}
