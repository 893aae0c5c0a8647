import Foundation
import RandomStreams
import Tensor
import Testing

@testable import NeuralNet

/// What the row gain makes of a matrix, and its gradient.
@Suite struct RowGainTests {
  private func start(_ start: ShuffleStart, size: Int = 48) -> Tensor {
    var stream = RandomStream(seed: 5)
    let values = start.matrix(size: size, groups: 2, stream: &stream)
    return Tensor(shape: [size, size], values: values)
  }

  private func corrected(_ matrix: Tensor, gain: Double = 1) -> Tensor {
    let mixing = Tensor(shape: matrix.shape)
    RowGain(exponent: gain).apply(to: matrix, into: mixing)
    return mixing
  }

  /// The definition, written down a second time, for a row with entries in Double.
  private func row(_ r: [Double], gain: Double = 1) -> [Double] {
    let uniform = 1 / Double(r.count)
    let deviation = r.map { $0 - uniform }
    let s = (deviation.reduce(0) { $0 + $1 * $1 } / (1 - uniform)).squareRoot()
    return deviation.map { uniform + $0 / pow(s, gain) }
  }

  private func rows(_ matrix: Tensor) -> [[Double]] {
    (0..<matrix.rows).map { matrix.channels($0..<($0 + 1)).values.map(Double.init) }
  }

  @Test(arguments: [ShuffleStart.manual, .mixture(4), .logNormal])
  func rowsHaveLengthOneAndTheirOldSum(from start: ShuffleStart) {
    let matrix = self.start(start)
    let mixing = corrected(matrix)
    for (old, new) in zip(rows(matrix), rows(mixing)) {
      // Entries below 1 in size, rounded to float32 once: 48 errors of at most 2^-24 of their size.
      #expect(zip(row(old), new).allSatisfy { abs($0 - $1) <= 0x1p-24 * abs($0) + 1e-12 })
      let length = new.reduce(0) { $0 + $1 * $1 }
      #expect(abs(length - 1) <= 2 * 0x1p-24 + 1e-12)
      // A defect of the old sum, of float32, is multiplied by 1/s <= 7 here.
      let defect = abs(old.reduce(0, +) - 1)
      #expect(abs(new.reduce(0, +) - 1) <= 7 * defect + 48 * 0x1p-24)
    }
  }

  @Test func permutationsAndUniformRowsAreLeftAsTheyAre() {
    for size in [3, 48, 58, 60, 384] {
      let matrix = Tensor(shape: [size, size])
      for i in 0..<size { matrix.pointer[i * size + (7 * i + 1) % size] = 1 }
      // Unit rows, whether or not they make a permutation.
      for gain in [0.5, 1] { #expect(corrected(matrix, gain: gain).values == matrix.values) }
      matrix.fill(1 / Float(size))
      #expect(corrected(matrix).values == matrix.values)
    }
  }

  /// Half a gain is half of it on a logarithmic scale, and none is the matrix.
  @Test func gainsLieBetween() {
    let matrix = start(.logNormal)
    #expect(corrected(matrix, gain: 0).values == matrix.values)
    for (old, new) in zip(rows(matrix), rows(corrected(matrix, gain: 0.5))) {
      #expect(
        zip(row(old, gain: 0.5), new).allSatisfy { abs($0 - $1) <= 0x1p-24 * abs($0) + 1e-12 })
    }
  }

  /// Central differences of the definition in Double.
  @Test(arguments: [ShuffleStart.manual, .mixture(4), .logNormal], [0.5, 1])
  func theGradientIsThatOfTheDefinition(from start: ShuffleStart, gain: Double) {
    let matrix = self.start(start)
    var stream = RandomStream(seed: 6)
    let gradient = Tensor(
      shape: matrix.shape, values: (0..<matrix.count).map { _ in stream.normal() })
    let target = Tensor(shape: matrix.shape)
    RowGain(exponent: gain).pullBack(gradient, of: matrix, into: target)
    for (index, (r, g)) in zip(rows(matrix), rows(gradient)).enumerated().prefix(8) {
      func value(_ r: [Double]) -> Double {
        zip(row(r, gain: gain), g).reduce(0) { $0 + $1.0 * $1.1 }
      }
      for column in 0..<matrix.columns {
        let step = 0x1p-18
        var (low, high) = (r, r)
        low[column] -= step
        high[column] += step
        // The direction changes the sum of the row, which the formula takes for 1: that adds the
        // derivative of |d|^2 by the sum, nothing, since d is the deviation from 1/N itself.
        let slope = (value(high) - value(low)) / (2 * step)
        // step^2 = 1.5e-11 times a third derivative of at most |g| / s^3 <= 7 * 7^3, and float32.
        let found = Double(target.pointer[index * matrix.columns + column])
        #expect(abs(found - slope) <= 1e-7 + 0x1p-23 * abs(slope))
      }
    }
  }

  /// A network with the gain computes what one without it does whose matrices are the corrected
  /// ones, bit for bit, and the gradients of its matrices are the others pulled back.
  @Test(arguments: [Architecture.v1(groups: 3), .v2(width: .half)])
  func networksComputeWithTheCorrectedMatrices(architecture: Architecture) throws {
    let soft = try NetworkFixture(architecture, .learned, start: .mixture(4), gain: 1)
    let plain = try NetworkFixture(architecture, .learned, start: .mixture(4))
    for (one, other) in zip(soft.network.shuffles, plain.network.shuffles) {
      let (matrix, copy) = (try #require(one.matrix), try #require(other.matrix))
      #expect(matrix.value.values == copy.value.values)
      copy.value.copy(from: corrected(matrix.value))
    }
    let (found, expected) = (soft.step(), plain.step())
    #expect(found.logits == expected.logits)
    #expect(
      soft.network.inference().logits(soft.images).values
        == plain.network.inference().logits(soft.images).values)
    for (one, other) in zip(soft.network.parameters, plain.network.parameters) {
      #expect(one.name == other.name)
      if one.kind == .shuffle {
        let pulled = Tensor(shape: one.value.shape)
        RowGain(exponent: 1).pullBack(other.gradient, of: one.value, into: pulled)
        #expect(one.gradient.values == pulled.values && pulled.values.contains { $0 != 0 })
      } else {
        #expect(one.gradient.values == other.gradient.values, "\(one.name)")
      }
    }
  }
}
