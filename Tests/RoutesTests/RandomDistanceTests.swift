import Foundation
import Routes
import Testing

/// How far random shuffles are from the manual ones.
@Suite struct RandomDistanceTests {
  private static let count = 300

  private func sample(_ part: RoutePart, _ permutations: [[Int]]) throws -> DistanceSample {
    let routes = NetworkRoutes([part])
    let tables = try routes.tables(
      of: Dictionary(uniqueKeysWithValues: zip(part.shuffles, permutations)))
    let found = routes.randomDistances(from: tables, count: Self.count, seed: 1)
    #expect(found.parts == [found.total])
    return found.total
  }

  /// The mean of min(t, X), X the number of marked ones among `drawn` of `all`: hypergeometric.
  private func expectedMinimum(_ t: Int, marked: Int, drawn: Int, all: Int) -> Double {
    func logFactorial(_ n: Int) -> Double { (0..<n).reduce(0) { $0 + log(Double($1 + 1)) } }
    func logChoose(_ n: Int, _ k: Int) -> Double {
      logFactorial(n) - logFactorial(k) - logFactorial(n - k)
    }
    return (max(0, drawn + marked - all)...min(drawn, marked)).reduce(0) { sum, x in
      let share = exp(
        logChoose(marked, x) + logChoose(all - marked, drawn - x) - logChoose(all, drawn))
      return sum + share * Double(min(t, x))
    }
  }

  /// The exact means, to four places, and the mean of a sample within four standard errors of them.
  ///
  /// The same sums in another program gave the figures.
  @Test(arguments: [
    (60, 3, 6.3088), (120, 3, 8.8302), (240, 3, 12.4243), (96, 8, 28.7829), (192, 8, 37.6014),
    (384, 8, 53.9424),
  ])
  func oneShuffle(channels: Int, groups: Int, figure: Double) throws {
    let part = ManualShuffle.part(channels, groups: groups)
    let permutations = [ManualShuffle.images(channels, groups: groups)]
    let cells = part.table(of: permutations).counts.joined()
    let size = channels / groups
    let exact = cells.reduce(Double(channels)) {
      $0 - expectedMinimum($1, marked: size, drawn: size, all: channels)
    }
    let found = try sample(part, permutations)
    #expect(abs(exact - figure) <= 1e-4, "\(exact)")
    let error = found.standardDeviation / Double(Self.count).squareRoot()
    #expect(abs(found.mean - exact) <= 4 * error, "\(found.mean) against \(exact)")
  }

  /// Width 0.5: of 120, 432 and 480 features, all that the sources of a stage make.
  ///
  /// The figures are means of 4000 stages drawn by another program, so that four standard errors of
  /// the difference of two samples are allowed.
  @Test(arguments: [(4, 48, 120, 8.33), (8, 96, 432, 30.64), (4, 192, 480, 16.94)])
  func oneStage(units: Int, channels: Int, features: Int, figure: Double) throws {
    let (part, permutations) = ManualShuffle.stage(units: units, channels: channels)
    #expect(part.featureCount == features)
    #expect(part.movableCount == features - channels / 2)
    let found = try sample(part, permutations)
    let error = found.standardDeviation * (1 / Double(Self.count) + 1 / 4000.0).squareRoot()
    #expect(abs(found.mean - figure) <= 4 * error, "\(found.mean)")
  }

  @Test func statisticsAreThoseOfTheList() {
    let sample = DistanceSample([4, 2, 2, 0])
    #expect(sample.distances == [0, 2, 2, 4])
    #expect(sample.mean == 2 && sample.standardDeviation == 2.0.squareRoot())
    #expect(sample.quantile(0) == 0 && sample.quantile(0.25) == 0 && sample.quantile(0.26) == 2)
    #expect(sample.quantile(0.75) == 2 && sample.quantile(1) == 4)
    #expect(sample.share(atMost: 2) == 0.75 && sample.share(atMost: -1) == 0)
  }

  @Test func theSeedDecidesTheSample() throws {
    let part = ManualShuffle.part(12, groups: 3)
    let routes = NetworkRoutes([part])
    let tables = try routes.tables(of: ["shuffle": ManualShuffle.images(12, groups: 3)])
    let first = routes.randomDistances(from: tables, count: 50, seed: 1)
    #expect(routes.randomDistances(from: tables, count: 50, seed: 1) == first)
    #expect(routes.randomDistances(from: tables, count: 50, seed: 2).total != first.total)
  }
}
