import Birkhoff
import Exact
import Foundation
import ShufflePenalty
import Testing

@testable import ExtremalSearch

/// The committed outputs of long searches, decided again from the matrices printed in them.
@Suite struct StoredResultTests {
  /// A line such as `order 5: 10 descents`, the line about its number and the matrix below.
  private struct Block {
    let head: String
    let number: String
    let matrix: RationalMatrix
  }

  private func blocks(of file: String, number: String) throws -> [Block] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Results").appendingPathComponent(file)
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    var head = ""
    return try lines.indices.compactMap { k in
      if !lines[k].hasPrefix(" ") { head = String(lines[k]) }
      guard lines[k].hasPrefix("    \(number) ") else { return nil }
      let rows = lines[(k + 1)...].prefix { $0.hasPrefix("      ") }.map { row in
        row.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      }
      return Block(
        head: head, number: String(lines[k]), matrix: try ExactMatrices.matrix(rows))
    }
  }

  /// The rationals of `in [a, b]`, or twice that of a single number after the words.
  private func interval(_ block: Block, after words: String) throws -> (Rational, Rational) {
    let text = block.number.dropFirst(4 + words.count + 1)
    guard text.hasPrefix("in [") else {
      let value = try Rational(parsing: String(text.prefix { $0 != "," }))
      return (value, value)
    }
    let ends = text.dropFirst(4).prefix { $0 != "]" }.split(separator: ",")
      .map { $0.trimmingCharacters(in: .whitespaces) }
    try #require(ends.count == 2)
    return (try Rational(parsing: ends[0]), try Rational(parsing: ends[1]))
  }

  /// Orders 3 to 12: strictly above 2 - sqrt 2, and exactly the theta graphs, no better and no
  /// worse.
  @Test func ratios() throws {
    let words = "smallest P / d1"
    let blocks = try blocks(of: "ratio.txt", number: words)
    #expect(blocks.map(\.matrix.order) == Array(3...12))
    for block in blocks {
      let ratio = try ExactMatrices.ratio(block.matrix)
      #expect(!ExactBounds.isHalfMatrix(block.matrix))
      #expect(ratio > RadicalSum.sharpConstant)
      #expect(ratio == (try ExactMatrices.ratio(Theta.best(order: block.matrix.order))))
      let (lower, upper) = try interval(block, after: words)
      #expect(RadicalSum(lower) <= ratio && ratio <= RadicalSum(upper))
    }
  }

  /// Orders 2 to 8: the numbers printed are what the matrices demand, of both bounds.
  @Test func demands() throws {
    let blocks = try blocks(of: "kappa.txt", number: "at least")
    #expect(blocks.count == 14)
    for block in blocks {
      let bound = try #require(KappaBound(rawValue: String(block.head.prefix(3))))
      let defects = StochasticDefects(block.matrix)
      #expect(defects.isNonnegative && defects.rowDefect.sign == 0)
      let demand = try #require(bound.demand(block.matrix))
      #expect(demand <= bound.provedCoefficient)
      let (lower, upper) = try interval(block, after: "at least")
      #expect(RadicalSum(lower) <= demand && demand <= RadicalSum(upper))
    }
  }

  /// T5e with coefficient 1 holds at all vertices up to order 4, with the counts of two methods.
  @Test func vertices() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Results/vertices.txt")
    let text = try String(contentsOf: url, encoding: .utf8)
    for (order, finding) in [
      (2, CellStudy.sharpBound(order: 2)), (3, CellStudy.sharpBound(order: 3)),
    ] + CellStudy.rowBound(order: 3).map({ (3, $0) }) {
      let columns = finding.overloadedColumns.map { ", overloaded columns \($0)" } ?? ""
      #expect(
        text.contains("\(finding.claim), order \(order)\(columns): \(finding.vertices) vertices "))
    }
    #expect(text.contains("T2*, order 4: 1676 vertices "))
    let heads = text.split(separator: "\n").filter { $0.contains(" vertices (") }
    #expect(heads.count == 9)
    #expect(heads.allSatisfy { $0.hasSuffix(": holds") })
    #expect(text.hasSuffix("verdict: holds\n"))
  }
}
